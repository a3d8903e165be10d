"""Safety comes first: signs heard in her words, levels that stand, and the words that send her to care in time.

It never diagnoses and never lowers. The full questionnaire joins through `GATE_SIGNS` and the table's triage rows.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from skill.coach.conversation import Asked
from skill.coach.heard import SignHeard
from skill.coach.reply import Level
from skill.coach.scene import MOST_PENDING, Scene
from skill.coach.scripts import baby_down, for_her, script_of, short_form, slots, with_extra, words_of

ORDER: tuple[Level, ...] = ("SELF_CARE", "SOON", "URGENT", "EMERGENCY")
CARE_DAYS: dict[Level, int] = {"SELF_CARE": 0, "SOON": 7, "URGENT": 14, "EMERGENCY": 14}
"""How long only tier 0 is offered afterwards, unless a clinician says otherwise."""
GATE_SIGNS = ("pain_worse", "leg_numb_tingle", "fever", "heavy_bleeding")
"""The sign whose own question follows a yes or don't know in the gate of four."""


def higher(a: Level | None, b: Level | None) -> Level | None:
    """The higher of two levels."""
    if a is None or b is None:
        return a or b
    return a if ORDER.index(a) >= ORDER.index(b) else b


def respond(scene: Scene) -> Scene | None:
    """What must come before anything else: a certain sign acts, a possible one asks; None when there is none.

    The sign whose own question is open is left to its answer; every other sign in the same words counts.
    """
    scene = _of_the_baby(scene)
    open_sign = scene.asked.id if asks_sign(scene.asked, scene) and scene.asked is not None else None
    known = {s.id: s.status for s in scene.heard.signs if s.id in scene.content.signs}
    if open_sign is not None and known.get(open_sign) == "possible":
        del known[open_sign]
    if not known:
        return None
    if open_sign is not None and (scene.heard.intent == "answer_yes" or scene.slot("answer") == "yes"):
        known[open_sign] = "present"

    def gravest_first(ids: list[str]) -> list[str]:
        return sorted(ids, key=lambda id: -ORDER.index(scene.content.signs[id].level))

    present = gravest_first([id for id, status in known.items() if status == "present"])
    if present:
        return verdict(scene, tuple(present))
    first, *rest = gravest_first([id for id in known if id not in scene.talk.declined]) or [""]
    if not first:
        return None
    asked = scene.asked
    about = CHAIN + asked.about if asked is not None and asked.id == "hurt_numb" else ""
    if about:
        # Within the pain ladder the sign's question takes the place of the ladder's own.
        scene = scene.with_talk(asked=None)
    scene = ask_sign(pause(scene), first, about)
    others = tuple(Asked(id, check=True) for id in rest if id != open_sign)
    return scene.with_talk(pending=(*others, *scene.talk.pending)[:MOST_PENDING])


ANSWERS = frozenset({"answer_yes", "answer_no", "answer_unsure"})


def _of_the_baby(scene: Scene) -> Scene:
    """While the baby's own signs stand, a temperature is the baby's: the same level, the baby's words."""
    if not scene.talk.signs or scene.content.signs[scene.talk.signs[0]].route != "baby":
        return scene
    signs = tuple(SignHeard("baby_unwell", s.status) if s.id == "fever" else s for s in scene.heard.signs)
    return structs.replace(scene, heard=structs.replace(scene.heard, signs=signs))


def pause(scene: Scene) -> Scene:
    """Stop whatever runs; the place is kept."""
    running = scene.talk.routine
    if running is None or running.status != "running":
        return scene
    return scene.with_talk(routine=structs.replace(running, status="paused", why="break"), moves=scene.talk.moves + 1)


FOR = "for:"
CHAIN = "hurt:"
"""Marks a sign's question asked within the pain ladder; after it the exercise at hand does not go on."""


def ask_sign(scene: Scene, sign: str, about: str = "") -> Scene:
    """Ask a warning sign's own question (or that of the sign it asks for)."""
    target = scene.content.signs[sign].asks or sign
    about = about or (FOR + sign if target != sign else "")
    scene = scene.tell(words_of(scene, target, "ask")).ask(target, about, quietly=True, check=True)
    return structs.replace(scene, reprompt=words_of(scene, target, "ask_short"))


def sign_answer(scene: Scene, asked: Asked, value: bool | None) -> Scene | None:
    """The answer to a sign's own question. None when it was a no and nothing stands: the caller goes on."""
    asked_for = scene.content.signs.get(asked.about.removeprefix(FOR)) if asked.about.startswith(FOR) else None
    if value is True:
        return verdict(scene, (asked.id,))
    if value is None:
        if asked_for is not None:
            return verdict(scene, (asked_for.id,))
        return (
            verdict(scene, (asked.id,), unknown=True) if scene.content.signs[asked.id].unknown != "SELF_CARE" else None
        )
    if asked_for is not None and asked_for.no_leads_to is not None:
        return verdict(scene, (asked_for.no_leads_to,))
    return None


def gate_failed(scene: Scene, value: bool | None) -> Scene:
    """A yes or don't know in the gate: no stronger moves in this session, and that sign's own question."""
    sign = GATE_SIGNS[min(len(scene.talk.gate), len(GATE_SIGNS)) - 1]
    scene = scene.say("gate_careful" if value is None else "gate_stop")
    return ask_sign(pause(scene), sign)


def verdict(scene: Scene, signs: tuple[str, ...], *, unknown: bool = False) -> Scene:
    """Announce the level of these signs and remember that it stands. It can only go up.

    While a graver level stands, its own words are said again, not those of the lesser sign.
    """
    new = max((scene.content.signs[s] for s in signs), key=lambda r: ORDER.index(r.unknown if unknown else r.level))
    reached = new.unknown if unknown else new.level
    lesser = (
        scene.talk.level is not None
        and ORDER.index(reached) < ORDER.index(scene.talk.level)
        and scene.content.signs[scene.talk.signs[0]].route not in scene.content.said_once
    )
    level = higher(scene.talk.level, reached)
    assert level is not None
    scene = _stop(scene, level, signs, behind=lesser)
    told = scene.talk.unsure
    scene = scene.with_talk(unsure=told | set(signs) if unknown else told - set(signs))
    top = scene.content.signs[scene.talk.signs[0]] if lesser else new
    script = script_of(scene, level, top)
    scene = structs.replace(scene, level=level, private=top.route in ("mind", "safety"))
    if script.ask_first:
        return scene.tell(script.ask_first).ask("safe_to_talk", top.id, quietly=True, check=True)
    text, down = for_her(scene, script, level), baby_down(scene, script, level, top)
    reprompt = short_form(scene, script)
    if down.has_room(text):
        scene = down.tell(text)
    elif top.route == "mind":
        # Her own words of thanks and help come first; the cot is the next thing said.
        scene, reprompt = scene.tell(text), script.holding
    else:
        scene = down.tell(reprompt)
    scene = structs.replace(with_extra(scene, script), reprompt=reprompt)
    return scene if level in ("EMERGENCY", "URGENT") else scene.say("then_gentle")


def safe_to_talk(scene: Scene, value: bool | None) -> Scene:
    """Violence: only a clear yes is followed by more. Anything else: one sentence, once, then quiet."""
    sign = scene.content.signs[scene.asked.about if scene.asked else "violence"]
    script = script_of(scene, scene.talk.level or sign.level, sign)
    scene = structs.replace(scene.with_talk(asked=None), private=True)
    named = slots(scene)
    if value is not True:
        return scene.tell(script.full.format(**named)).quiet()
    scene = scene.tell(script.after_yes.format(**named))
    return scene.tell(script.extra.format(**named)) if script.extra and named["violence"] else scene


def _stop(scene: Scene, level: Level, signs: tuple[str, ...], *, behind: bool) -> Scene:
    """Whatever runs ends, the level stands, and how long only tier 0 follows is kept as a date without a reason."""
    running = scene.talk.routine
    if running is not None and running.status in ("running", "paused"):
        scene = scene.with_talk(
            routine=structs.replace(running, status="stopped", why="break"), moves=scene.talk.moves + 1
        )
    until = scene.now.date() + timedelta(days=CARE_DAYS[level])
    if CARE_DAYS[level] and (scene.kept.see_care_until is None or scene.kept.see_care_until < until):
        scene = scene.with_kept(see_care_until=until)
    merged = tuple(dict.fromkeys((*scene.talk.signs, *signs) if behind else (*signs, *scene.talk.signs)))
    return scene.with_talk(
        level=level, signs=merged, asked=None, pending=(), help_coming=scene.talk.help_coming and behind
    )


def standing(scene: Scene) -> Scene | None:
    """While an EMERGENCY stands every later turn repeats the short form; None when nothing stands.

    Routes said once (violence) are never repeated aloud; another sign that stands beside one is.
    """
    if scene.talk.level != "EMERGENCY" or scene.talk.help_coming:
        return None
    rows = (scene.content.signs[s] for s in scene.talk.signs)
    sign = next((r for r in rows if r.level == "EMERGENCY" and r.route not in scene.content.said_once), None)
    if sign is None:
        return None
    script = script_of(scene, "EMERGENCY", sign)
    scene = scene.with_talk(asked=None)
    if scene.heard.intent == "baby_status":
        scene = baby_down(scene, script, "EMERGENCY", sign)
    return structs.replace(scene.tell(short_form(scene, script)), level="EMERGENCY", private=sign.route == "mind")


def no_exercise(scene: Scene) -> Scene:
    """Something that would move, offer or ask on while nothing may: in one sentence, and what to do instead."""
    scene = scene.with_talk(asked=None)
    if scene.talk.pregnant:
        return scene.say("pregnant_now").quiet()
    level = scene.talk.level
    if level == "URGENT" or level == "EMERGENCY":
        sign = scene.content.signs[scene.talk.signs[0]] if scene.talk.signs else None
        scene = scene.say("no_exercise_now")
        if sign is None or scene.talk.help_coming or sign.route in scene.content.said_once:
            return scene.quiet()
        script = script_of(scene, level, sign)
        return structs.replace(scene.tell(short_form(scene, script)), private=sign.route == "mind").quiet()
    return scene.say("enough_today").quiet()


def asks_sign(asked: Asked | None, scene: Scene) -> bool:
    """Whether the open question is a warning sign's own."""
    return asked is not None and asked.id in scene.content.signs
