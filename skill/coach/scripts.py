"""The words of a level: whose numbers, what to tell, the baby put down first; for her, for a helper, without a baby."""

from __future__ import annotations

import re
from typing import Any

from skill.coach import phrases
from skill.coach.content import Content, Country, Script
from skill.coach.keepsake import Settings
from skill.coach.levels import Level
from skill.coach.protocol import Sign
from skill.coach.scene import Scene
from skill.coach.situation import HOLDING

BOTH_NUMBERS = {"en-AU": {"en-AU": "Australia", "en-NZ": "New Zealand"}}
"""Where one locale serves two countries both numbers are said until she has told hers (design section 5)."""


def countries_of(settings: Settings, content: Content) -> tuple[tuple[str, Country], ...]:
    """Whose numbers are said, with the country's name where there are two: her setting, else the locale's."""
    both = BOTH_NUMBERS.get(content.locale, {}) if settings.country is None else {}
    if both:
        return tuple((name, content.countries[code]) for code, name in both.items())
    table = content.countries
    return (("", table.get(settings.country or content.locale) or table["other"]),)


def country(scene: Scene) -> Country:
    """The country whose other lines are named."""
    return countries_of(scene.settings, scene.content)[0][1]


def emergency_number(scene: Scene) -> str:
    """The emergency number, digit by digit; both where the locale serves two countries and she has not told."""
    rows = countries_of(scene.settings, scene.content)
    if len(rows) > 1:
        return phrases.listing([f"{phrases.digits(row.emergency[0])} in {name}" for name, row in rows], "or")
    return phrases.listing([phrases.digits(n) for n in rows[0][1].emergency], "or")


def words_of(scene: Scene, sign: str, field: str) -> str:
    """A sign's `ask`, `ask_short`, `why` or `tell`; to a partner of her, without a word about a baby where is none."""
    row = scene.content.signs[sign]
    if for_partner(scene) and field in row.to_partner:
        return row.to_partner[field]
    text: str = (row.without_baby.get(field) if scene.no_baby else None) or getattr(row, field)
    return text


def question_words(scene: Scene, id: str, field: str) -> str:
    """A question's words (`ask`, `ask_short` or `why`): of a sign, its second or a clarifying one, a fact."""
    sign, _, part = id.partition("/")
    if sign in scene.content.protocol.facts:
        text: str = getattr(scene.content.protocol.facts[sign], field)
        return text
    if not part or field == "why":
        return words_of(scene, sign, field)
    row = scene.content.signs[sign]
    return row.ask_second if part == "second" else row.clarify[int(part.removeprefix("clarify") or 1) - 1]


def slots(scene: Scene) -> dict[str, Any]:
    """Everything a script may name. `signs` tells the gravest standing sign, never one of the mind or of violence."""
    row = country(scene)
    told = [s for s in scene.talk.signs if scene.content.signs[s].route == "physical"]
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
        "signs": _tell(scene, told[0]) if told else scene.words("unwell"),
    }


def _tell(scene: Scene, sign: str) -> str:
    text = words_of(scene, sign, "tell")
    return scene.words("not_sure_but", sign=text) if sign in scene.talk.unsure else text


def since_birth(scene: Scene) -> str:
    """ "three weeks ago", or "recently" where she has not told."""
    weeks, day = scene.profile.weeks(scene.now.date()), scene.profile.day(scene.now.date())
    if weeks is None or day is None:
        return "recently"
    if day < 14:
        return "today" if day == 0 else f"{phrases.count(day, 'day')} ago"
    return f"{phrases.count(weeks, 'week')} ago"


def script_of(scene: Scene, level: Level, sign: Sign | None) -> Script:
    """The script of a level for a sign: its own, that of its route, or the physical one (also for no sign at all)."""
    scripts = scene.content.scripts
    if sign is None:
        return scripts[f"{level}.physical"]
    return scripts.get(f"{level}.{sign.id}") or scripts.get(f"{level}.{sign.route}") or scripts[f"{level}.physical"]


def short_form(scene: Scene, script: Script) -> str:
    """The short form of a script, filled."""
    if for_partner(scene) and script.partner_short:
        return script.partner_short.format(**slots(scene))
    text = script.not_here_short if scene.no_baby and script.not_here_short else script.short
    return text.format(**slots(scene))


def baby_down(scene: Scene, script: Script, level: Level, sign: Sign | None) -> Scene:
    """The baby is put down safely first, if she holds it or has not said where it is."""
    return scene.tell(holding_words(scene, script, level, sign))


def holding_words(scene: Scene, script: Script, level: Level, sign: Sign | None) -> str:
    """What is said of the baby before the action, to a partner what is said to them; nothing where there is none."""
    if scene.no_baby or not (level == "EMERGENCY" or (sign is not None and sign.id in scene.content.baby_down_first)):
        return ""
    if for_partner(scene) and script.partner_holding:
        return script.partner_holding
    untold = scene.talk.baby is None and scene.profile.gave_birth is not False
    return script.holding if untold or scene.talk.baby in HOLDING else ""


def for_partner(scene: Scene) -> bool:
    """A partner speaks of her. Someone who said that they did not give birth speaks of themselves."""
    return scene.talk.partner and scene.profile.gave_birth is not False


def for_her(scene: Scene, script: Script, level: Level) -> str:
    """The script for a mother; for a helper its own words or the short form, told right; so too without a birth."""
    named = slots(scene)
    if for_partner(scene) and script.partner:
        return script.partner.format(**named)
    if scene.profile.gave_birth is False and level in ("EMERGENCY", "URGENT"):
        return f"{script.short.format(**named)} {scene.words('cannot_call')}"
    if scene.talk.partner and level in ("EMERGENCY", "URGENT"):
        return f"{script.short.format(**named)} {scene.words('tell_them_she', weeks=named['weeks'])}"
    return (script.not_here if scene.no_baby and script.not_here else script.full).format(**named)


def with_extra(scene: Scene, script: Script) -> Scene:
    """A further line, where its number is known and the reply stays short enough."""
    named = slots(scene)
    if not script.extra or script.ask_first or not all(named[k] for k in re.findall(r"\{(\w+)\}", script.extra)):
        return scene
    text = script.extra.format(**named)
    return scene.tell(text) if scene.has_room(text) else scene


def and_cannot_call(scene: Scene, level: Level) -> Scene:
    """After the short form of an emergency: that she must call herself (`triage.md` section 2, rule 4: always)."""
    if level != "EMERGENCY":
        return scene
    return scene.say("cannot_call" if scene.has_room(scene.words("cannot_call")) else "cannot_call_short")
