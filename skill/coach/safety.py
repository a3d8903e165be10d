"""Safety comes first: signs heard in her words, levels that stand, and the words that send her to care in time.

It never diagnoses and never lowers. The full questionnaire joins through `GATE_SIGNS` and the table's triage rows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec import structs

from skill.coach import phrases
from skill.coach.content import Country, Script, Sign
from skill.coach.conversation import Asked
from skill.coach.heard import SignHeard
from skill.coach.reply import Level
from skill.coach.scene import Scene
from skill.coach.situation import HOLDING

ORDER: tuple[Level, ...] = ("SELF_CARE", "SOON", "URGENT", "EMERGENCY")
CARE_DAYS: dict[Level, int] = {"SELF_CARE": 0, "SOON": 7, "URGENT": 14, "EMERGENCY": 14}
"""How long only tier 0 is offered afterwards, unless a clinician says otherwise."""
GATE_SIGNS = ("pain_worse", "leg_numb_tingle", "fever", "heavy_bleeding")
"""The sign whose own question follows a yes or don't know in the gate of four."""
BOTH_NUMBERS = {"en-AU": ("en-AU", "en-NZ"), "es-US": ("es-US",)}
"""Where one locale serves two countries both numbers are said until she has told hers (design section 5)."""


def higher(a: Level | None, b: Level | None) -> Level | None:
    """The higher of two levels."""
    if a is None or b is None:
        return a or b
    return a if ORDER.index(a) >= ORDER.index(b) else b


def respond(scene: Scene) -> Scene | None:
    """What must come before anything else: a certain sign acts, a possible one asks; None when there is none."""
    known = [s for s in scene.heard.signs if s.id in scene.content.signs]
    if not known:
        return None
    signs = scene.content.signs
    present = sorted((s for s in known if s.status == "present"), key=lambda s: -ORDER.index(signs[s.id].level))
    if present:
        return verdict(scene, tuple(s.id for s in present))
    return _ask_highest(scene, known)


def _ask_highest(scene: Scene, possible: list[SignHeard]) -> Scene | None:
    signs = scene.content.signs
    fresh = [s for s in possible if s.id not in scene.talk.declined]
    if not fresh:
        return None
    return ask_sign(pause(scene), max(fresh, key=lambda s: ORDER.index(signs[s.id].level)).id)


def pause(scene: Scene) -> Scene:
    """Stop whatever runs; the place is kept."""
    running = scene.talk.routine
    if running is None or running.status != "running":
        return scene
    return scene.with_talk(routine=structs.replace(running, status="paused", why="pain"), moves=scene.talk.moves + 1)


def words_of(scene: Scene, sign: str, field: str) -> str:
    """A sign's `ask`, `ask_short`, `why` or `tell`; without a word about a baby where there is none."""
    row = scene.content.signs[sign]
    text: str = (row.without_baby.get(field) if scene.no_baby else None) or getattr(row, field)
    return text


def ask_sign(scene: Scene, sign: str) -> Scene:
    """Ask a warning sign's own question."""
    scene = scene.tell(words_of(scene, sign, "ask")).ask(sign, quietly=True)
    return structs.replace(scene, reprompt=words_of(scene, sign, "ask_short"))


def sign_answer(scene: Scene, sign: str, value: bool | None) -> Scene | None:
    """The answer to a sign's own question. None when it was a no and nothing stands: the caller goes on."""
    scene = scene.with_talk(asked=None)
    if value is True:
        return verdict(scene, (sign,))
    if value is None and scene.content.signs[sign].unknown != "SELF_CARE":
        return verdict(scene, (sign,), unknown=True)
    return None


def gate_failed(scene: Scene, value: bool | None) -> Scene:
    """A yes or don't know in the gate: no stronger moves in this session, and that sign's own question."""
    sign = GATE_SIGNS[min(len(scene.talk.gate), len(GATE_SIGNS)) - 1]
    scene = scene.say("gate_careful" if value is None else "gate_stop")
    return ask_sign(scene, sign)


def country(scene: Scene) -> Country:
    """Whose numbers are said: her setting, else the locale's."""
    table = scene.content.countries
    return table.get(scene.settings.country or scene.content.locale) or table["other"]


def emergency_number(scene: Scene) -> str:
    """The emergency number, digit by digit; both where the locale serves two countries and she has not told."""
    codes = BOTH_NUMBERS.get(scene.content.locale, ()) if scene.settings.country is None else ()
    rows = [(c, scene.content.countries[c]) for c in codes if c in scene.content.countries]
    if len(rows) > 1:
        names = {"en-AU": "Australia", "en-NZ": "New Zealand"}
        return phrases.listing(
            [f"{phrases.digits(row.emergency[0])} in {names.get(code, code)}" for code, row in rows], "or"
        )
    return phrases.listing([phrases.digits(n) for n in country(scene).emergency], "or")


def slots(scene: Scene, signs: tuple[str, ...]) -> dict[str, Any]:
    """Everything a script may name."""
    row = country(scene)
    tells = [words_of(scene, s, "tell") for s in signs]
    return {
        "emergency": emergency_number(scene),
        "urgent_line": phrases.digits(row.urgent_line),
        "care_provider": row.provider,
        "crisis": phrases.digits(row.crisis),
        "maternal_mind_line": phrases.digits(row.maternal_mind_line),
        "baby_line": phrases.digits(row.baby_line),
        "violence": phrases.digits(row.violence),
        "poison": phrases.digits(row.poison),
        "weeks": since_birth(scene),
        "signs": tells[0] if tells else "",
    }


def since_birth(scene: Scene) -> str:
    """ "three weeks ago", or "recently" where she has not told."""
    weeks, day = scene.profile.weeks(scene.now.date()), scene.profile.day(scene.now.date())
    if weeks is None or day is None:
        return "recently"
    if day < 14:
        return "today" if day == 0 else f"{phrases.count(day, 'day')} ago"
    return f"{phrases.count(weeks, 'week')} ago"


def verdict(scene: Scene, signs: tuple[str, ...], *, unknown: bool = False) -> Scene:
    """Announce the level of these signs and remember that it stands. It can only go up."""
    rows = [scene.content.signs[s] for s in signs]
    top = max(rows, key=lambda r: ORDER.index(r.unknown if unknown else r.level))
    level = higher(scene.talk.level, top.unknown if unknown else top.level)
    assert level is not None
    scene = _stop(scene, level, signs)
    script = _script(scene, level, top)
    if script.ask_first:
        scene = scene.tell(script.ask_first).ask("safe_to_talk", top.id, quietly=True)
        return structs.replace(scene, level=level)
    down_first = level == "EMERGENCY" or top.id in scene.content.baby_down_first
    if script.holding and down_first and not scene.no_baby and scene.talk.baby in HOLDING:
        scene = scene.tell(script.holding)
    text = script.not_here if scene.no_baby and script.not_here else script.full
    named = slots(scene, scene.talk.signs)
    scene = scene.tell(text.format(**named))
    scene = structs.replace(scene, level=level, reprompt=short_form(scene, script))
    return scene if level in ("EMERGENCY", "URGENT") else scene.say("then_gentle")


def short_form(scene: Scene, script: Script) -> str:
    """The short form of a script, filled."""
    text = script.not_here_short if scene.no_baby and script.not_here_short else script.short
    return text.format(**slots(scene, scene.talk.signs))


def safe_to_talk(scene: Scene, value: bool | None) -> Scene:
    """Violence: only a clear yes is followed by more. Anything else: one sentence, once, then quiet."""
    sign = scene.content.signs[scene.asked.about if scene.asked else "violence"]
    script = _script(scene, scene.talk.level or sign.level, sign)
    scene = scene.with_talk(asked=None)
    named = slots(scene, (sign.id,))
    if value is not True:
        return scene.tell(script.full.format(**named)).quiet()
    scene = scene.tell(script.after_yes.format(**named))
    return scene.tell(script.extra.format(**named)) if script.extra and named["violence"] else scene


def _stop(scene: Scene, level: Level, signs: tuple[str, ...]) -> Scene:
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        scene = scene.with_talk(
            routine=structs.replace(running, status="stopped", why="pain"), moves=scene.talk.moves + 1
        )
    until = scene.now.date() + timedelta(days=CARE_DAYS[level])
    if CARE_DAYS[level] and (scene.kept.see_care_until is None or scene.kept.see_care_until < until):
        scene = scene.with_kept(see_care_until=until)
    merged = tuple(dict.fromkeys((*signs, *scene.talk.signs)))
    return scene.with_talk(level=level, signs=merged, asked=None, help_coming=False)


def _script(scene: Scene, level: Level, sign: Sign) -> Script:
    scripts = scene.content.scripts
    return scripts.get(f"{level}.{sign.id}") or scripts.get(f"{level}.{sign.route}") or scripts[f"{level}.physical"]


def standing(scene: Scene) -> Scene | None:
    """While an EMERGENCY stands every later turn repeats the short form; None when nothing stands.

    Routes said once (violence) are never repeated aloud.
    """
    if scene.talk.level != "EMERGENCY" or scene.talk.help_coming or not scene.talk.signs:
        return None
    sign = max((scene.content.signs[s] for s in scene.talk.signs), key=lambda s: ORDER.index(s.level))
    if sign.route in scene.content.said_once:
        return None
    text = short_form(scene, _script(scene, "EMERGENCY", sign))
    return structs.replace(scene.with_talk(asked=None).tell(text), level="EMERGENCY")


# Rows of the table


def is_this_serious(scene: Scene) -> Scene:
    """The five situations and what to do; then whether any of it is happening now."""
    advice = scene.content.advice["see_doctor"]
    part = advice.parts[0]
    return pause(scene).tell(part).ask("is_it_now", quietly=True)


def is_it_now(scene: Scene, value: bool | None) -> Scene:
    """Yes or don't know: in her own words, which the ear hears. No: what to watch for."""
    scene = scene.with_talk(asked=None)
    if value is False:
        return scene.say("no_sign_now").tell(scene.content.safety_net_short)
    return scene.say("say_it_in_your_words").ask("own_words", quietly=True)


def report(scene: Scene) -> Scene:
    """She reports something the ear could not name: it is taken seriously, not guessed at."""
    if scene.asked is not None and scene.asked.id == "own_words":
        return verdict(scene, ("gut_feeling",))
    return pause(scene).say("say_it_in_your_words").ask("own_words", quietly=True)


def help_coming(scene: Scene) -> Scene:
    """Help is on its way: the repeats end, exercise does not come back in this session."""
    return scene.with_talk(help_coming=True, asked=None).say("help_is_coming").quiet()


def been_seen(scene: Scene) -> Scene:
    """She was seen: the repeats end; anything new or worse counts as new."""
    return scene.with_talk(help_coming=True, asked=None).say("been_seen")


def what_to_tell(scene: Scene) -> Scene:
    """Two sentences to read out on the phone."""
    tell = slots(scene, scene.talk.signs)
    if scene.talk.signs:
        return scene.say("what_to_tell", weeks=tell["weeks"], signs=tell["signs"])
    return scene.say("what_to_tell_any", weeks=tell["weeks"])


def find_care(scene: Scene) -> Scene:
    """Whom to call, and that she must call herself."""
    tell = slots(scene, ())
    return scene.say("find_care", **{k: tell[k] for k in ("emergency", "urgent_line", "care_provider")})


def asks_sign(asked: Asked | None, scene: Scene) -> bool:
    """Whether the open question is a warning sign's own."""
    return asked is not None and asked.id in scene.content.signs
