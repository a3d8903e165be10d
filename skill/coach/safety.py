"""Levels: what is announced, what stands, and the words that send her to care in time.

It never diagnoses and never lowers. Who hears signs: `responding`; the questions: `questionnaire`; the rules:
`judging`.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from skill.coach import facts, judging
from skill.coach.conversation import RAISE, Asked
from skill.coach.judging import Verdict
from skill.coach.levels import Level, rank
from skill.coach.protocol import Sign
from skill.coach.scene import Scene
from skill.coach.scripts import (
    and_cannot_call,
    baby_down,
    for_her,
    holding_words,
    question_words,
    script_of,
    short_form,
    slots,
    with_extra,
    words_of,
)

CARE_DAYS: dict[Level, int] = {"SELF_CARE": 0, "SOON": 7, "URGENT": 14, "EMERGENCY": 14}
"""How long only tier 0 is offered afterwards, unless a clinician says otherwise."""


def higher(a: Level | None, b: Level | None) -> Level | None:
    """The higher of two levels."""
    if a is None or b is None:
        return a or b
    return a if rank(a) >= rank(b) else b


def pause(scene: Scene) -> Scene:
    """Stop whatever runs; the place is kept."""
    running = scene.talk.routine
    if running is None or running.status != "running":
        return scene
    return scene.with_talk(routine=structs.replace(running, status="paused", why="break"), moves=scene.talk.moves + 1)


# One sign's own question


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
    row = scene.content.signs[asked.id]
    asked_for = scene.content.signs.get(asked.about.removeprefix(FOR)) if asked.about.startswith(FOR) else None
    if value is True:
        return verdict(scene, (asked.id,))
    if value is None:
        if asked_for is not None:
            return verdict(scene, (asked_for.id,))
        if row.unknown != "SELF_CARE":
            return verdict(scene, (asked.id,), unknown=True)
    elif asked_for is not None and asked_for.no_leads_to is not None:
        return verdict(scene, (asked_for.no_leads_to,))
    return None


def asks_sign(asked: Asked | None, scene: Scene) -> bool:
    """Whether the open question is a warning sign's own."""
    return asked is not None and asked.id in scene.content.signs


# A verdict


def told(scene: Scene, signs: list[str] | tuple[str, ...]) -> Scene:
    """Signs said in her own words: they count for the session."""
    return scene.with_talk(told=tuple(dict.fromkeys((*scene.talk.told, *signs))))


def verdict(scene: Scene, signs: tuple[str, ...], *, unknown: bool = False) -> Scene:
    """The level of these signs with all that was told before: rules and answers not yet announced may raise it.

    While a graver level stands, its own words are said again, not those of the lesser sign.
    """
    if unknown:
        scene = scene.with_talk(answers={**scene.talk.answers, **dict.fromkeys(signs, "unknown")})
    else:
        scene = told(scene, signs)
    judged = judging.verdict_of(facts.told_of(scene), scene.content.protocol)
    own = max((scene.content.signs[s] for s in signs), key=lambda r: rank(r.unknown if unknown else r.level))
    reached = own.unknown if unknown else own.level
    if rank(judged.level) > rank(reached) and not _stands(scene, judged):
        return announce(scene, judged)
    unsure = scene.talk.unsure | set(signs) if unknown else scene.talk.unsure - set(signs)
    return _announce(scene.with_talk(unsure=unsure), reached, signs, own, judged)


def _stands(scene: Scene, judged: Verdict) -> bool:
    return scene.talk.level is not None and rank(scene.talk.level) >= rank(judged.level)


def announce(scene: Scene, judged: Verdict, *, offer: bool = True) -> Scene:
    """Announce a verdict of the engine."""
    scene = scene.with_talk(unsure=scene.talk.unsure | set(judged.unsure))
    top = scene.content.signs[judged.signs[0]] if judged.signs else None
    return _announce(scene, judged.level, judged.signs, top, judged, offer=offer)


def _announce(
    scene: Scene, reached: Level, signs: tuple[str, ...], own: Sign | None, judged: Verdict, *, offer: bool = True
) -> Scene:
    """Announce a level and remember that it stands. It can only go up."""
    standing = scene.content.signs[scene.talk.signs[0]] if scene.talk.signs else None
    lesser = (
        scene.talk.level is not None
        and rank(reached) < rank(scene.talk.level)
        and (standing is None or standing.route not in scene.content.said_once)
    )
    level = higher(scene.talk.level, reached)
    assert level is not None
    scene = _stop(scene, level, signs, behind=lesser).with_talk(verdict=judged)
    top = standing if lesser else own
    route = top.route if top is not None else "physical"
    script = script_of(scene, level, top)
    scene = structs.replace(scene, level=level, private=route in scene.content.said_once)
    if script.ask_first and not scene.informs:
        return scene.tell(script.ask_first).ask("safe_to_talk", top.id if top else "", quietly=True, check=True)
    if offer and (half := _graver_half_said(scene)) is not None:
        return ask_sign(baby_down(scene, script, level, top).tell(short_form(scene, script)), half)
    if offer and route == "physical" and (fact := _could_raise(scene)) is not None:
        scene = baby_down(scene, script, level, top).tell(short_form(scene, script))
        scene = scene.tell(question_words(scene, fact, "ask")).ask(fact, RAISE, quietly=True, check=True)
        return structs.replace(scene, reprompt=question_words(scene, fact, "ask_short"))
    text, down = for_her(scene, script, level), baby_down(scene, script, level, top)
    reprompt = short_form(scene, script)
    if down.has_room(text):
        scene = down.tell(text)
    elif route == "mind":
        # Her own words of thanks and help come first; the cot is the next thing said.
        scene, reprompt = scene.tell(text), holding_words(scene, script, level, top) or reprompt
    else:
        scene = and_cannot_call(down.tell(reprompt), level)
    scene = structs.replace(with_extra(scene, script), reprompt="" if scene.private else reprompt)
    return offer_questions(scene) if offer and route == "physical" else scene


def _graver_half_said(scene: Scene) -> str | None:
    """A sign she half said in the same breath that would be graver than the level that stands: it is asked at once."""
    if scene.informs or scene.talk.level is None:
        return None
    known = {*scene.talk.told, *scene.talk.answers, *scene.talk.declined}
    rows = [
        scene.content.signs[s.id] for s in scene.heard.signs if s.status == "possible" and s.id in scene.content.signs
    ]
    graver = [row for row in rows if rank(row.level) > rank(scene.talk.level) and not {row.id, row.asks} & known]
    return max(graver, key=lambda row: rank(row.level)).id if graver else None


def _could_raise(scene: Scene) -> str | None:
    """The fact that was not told and would raise the level that stands, if she did not know it either."""
    if scene.informs or scene.talk.level == "EMERGENCY" or scene.profile.gave_birth is False:
        return None
    known, protocol = facts.told_of(scene), scene.content.protocol
    left = judging.verdict_of(known, protocol, left=True)
    if scene.talk.level is None or rank(left.level) <= rank(scene.talk.level):
        return None
    rules = [rule for rule in protocol.rules if rule.id in left.rules]
    named = (term.id for rule in rules for group in rule.groups for term in group)
    untold = protocol.facts.keys() - known.facts.keys() - known.answers.keys()
    return next((id for id in named if id in untold), None)


def offer_questions(scene: Scene) -> Scene:
    """After a level below an emergency: the questions, to be sure it is not more; then what is still gentle."""
    below = scene.talk.level in ("SOON", "URGENT")
    if below and scene.talk.survey is None and not scene.informs and scene.has_room(scene.words("ask.check_more")):
        return scene.ask("check_more")
    gentle = scene.talk.level == "SOON" and scene.has_room(scene.words("then_gentle"))
    return scene.say("then_gentle") if gentle else scene


def safe_to_talk(scene: Scene, value: bool | None) -> Scene:
    """Violence: only a clear yes is followed by more. Anything else: one sentence, once, then quiet."""
    asked_of = scene.content.signs.get(scene.asked.about if scene.asked else "")
    sign = asked_of or scene.content.signs["violence"]
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


# While it stands


def standing(scene: Scene) -> Scene | None:
    """While an EMERGENCY stands every later turn repeats the short form; None when nothing stands.

    Routes said once (violence) are never repeated aloud; another sign that stands beside one is.
    """
    if scene.talk.level != "EMERGENCY" or scene.talk.help_coming:
        return None
    rows = [scene.content.signs[s] for s in scene.talk.signs]
    once = scene.content.said_once
    grave = scene.talk.verdict.signs if scene.talk.verdict is not None and scene.talk.verdict.rules else ()
    sign = next((r for r in rows if (r.level == "EMERGENCY" or r.id in grave) and r.route not in once), None)
    if sign is None and any(r.route in once for r in rows):
        return None
    script = script_of(scene, "EMERGENCY", sign)
    scene = scene.with_talk(asked=None)
    if scene.heard.intent == "baby_status":
        scene = baby_down(scene, script, "EMERGENCY", sign)
    return structs.replace(scene.tell(short_form(scene, script)), level="EMERGENCY")


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
        return scene.tell(short_form(scene, script_of(scene, level, sign))).quiet()
    return scene.say("enough_today").quiet()
