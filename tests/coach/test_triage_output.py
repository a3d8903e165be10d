"""P10: what is spoken at each level, on each route, in each locale: whole, with its number, without a forbidden word.

Spoken text is checked as it leaves the mouth, and all text of the content that could ever be spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import structs

from skill.coach import phrases, scripts
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.heard import Heard
from skill.coach.levels import LEVELS, Level
from skill.coach.protocol import Sign
from skill.coach.scene import Scene
from skill.coach.situation import Profile
from skill.content.load import LOCALES, SPOKEN_AS
from tests.content.protocol_words import spoken_of
from tests.factories import NOON, Session, born, content, keepsake, sign

ALL_LOCALES = (*LOCALES, *SPOKEN_AS)
ROUTES = ("physical", "mind", "baby", "safety")
FIELDS = ("full", "short", "holding", "ask_first", "after_yes", "not_here", "not_here_short", "extra")

# The conditions of the `why` fields of the clinical protocol, for engineers only: beginnings of words.
CONDITIONS = (
    *("embol", "cardiomyopath", "oedema", "edema", "preeclampsia", "pre-eclampsia", "eclampsia", "pneumonia", "sepsis"),
    *("septic", "anaphyla", "dissection", "heart attack", "heart failure", "scad", "aneurysm", "haemorrhag"),
    *("hemorrhag", "arrhythm", "stroke", "thrombos", "hellp", "pres", "thyroid", "storm", "retained", "hypertensi"),
    *("subarachnoid", "vasoconstrict", "meningitis", "cauda equina", "haematoma", "hematoma", "abscess"),
    *("urinary retention", "cord compression", "foot drop", "disc", "discs", "disk", "neuropath", "nerve injury"),
    *("nerve root", "bilateral sciatica", "sciatica", "fractur", "internal injury", "osteoporos", "suicid"),
    *("psychosis", "psychotic", "mania", "manic", "depress", "anxiety", "intrusive", "ocd", "domestic violence"),
    *("assault", "poisoning", "overdos", "respiratory", "arrest", "choking", "seizure", "convuls", "endometri"),
    *("infection", "sacroiliitis", "colic", "puncture", "post-dural", "rupture", "appendicitis", "gallbladder"),
    *("ovarian vein", "dehydrat", "deep vein", "dvt", "dehiscen", "swab", "pyelonephritis", "kidney stone", "ureter"),
    *("anaemi", "anemi", "tumour", "tumor", "miscarr", "abruption", "praevia", "previa", "membranes", "ectopic"),
    *("fetal compromise", "compromise", "vascular", "inflammatory", "malignan", "cancer", "mastitis", "prolaps"),
    *("sphincter", "overactive", "dyspareunia", "irritation", "migraine", "venous", "spinal infection", "peripartum"),
)
NAMED = re.compile(rf"\b(?:{'|'.join(CONDITIONS)})(?!\w*charge)", re.IGNORECASE)
WHOLE = {"disc", "discs", "disk", "pres", "scad", "ocd", "dvt", "storm", "arrest", "mania"}
"""Of these only the whole word: "press" and "discharge" are no conditions."""
LINE = re.compile(r"domestic violence (hotline|line)\b")
"""The name of a line, said only after "are you safe to talk?"."""
MAY_NAME = (("protocol.facts.cancer_history.", "cancer"),)
"""Her own history is asked for by its name."""
FORBIDDEN = re.compile(
    r"\b(probably|don't worry|nothing serious|nothing to worry|you're fine|you are fine|you're okay|perfectly normal"
    r"|it's normal|that's normal|false alarm|harmless)\b|(?<!do )(?<!did )(?<!if )(?<!when )\byou have (a|an|got)\b",
    re.IGNORECASE,
)
EMPTY = re.compile(r"\{|\}|  |\bNone\b|\s[.,?!]|[.,?!]{2}|\b(call|or|on|with|say|to|and|in)[.,?!]|^\W*$")


def flaws(text: str) -> Iterator[str]:
    """What no spoken text may have."""
    if empty := EMPTY.search(text):
        yield f"{empty[0]!r} in {text!r}"
    if forbidden := FORBIDDEN.search(text):
        yield f"{forbidden[0]!r} in {text!r}"
    yield from (f"{name!r} in {text!r}" for name in conditions(text))


def conditions(text: str) -> list[str]:
    """Conditions that a text names."""
    found, text = [], LINE.sub("", text)
    for match in NAMED.finditer(text):
        word = re.match(r"[\w-]*", text[match.start() :])
        if match[0].lower() not in WHOLE or (word is not None and word[0].lower() in WHOLE):
            found.append(match[0].lower())
    return found


def scene(words: Content, *, unsure: bool = False) -> Scene:
    """Someone who told one physical sign, five weeks after birth."""
    talk = Conversation(
        signs=("leg_weakness",), level="EMERGENCY", unsure=frozenset({"leg_weakness"} if unsure else ())
    )
    kept = keepsake(profile=Profile(born=born(35)))
    return Scene(talk=talk, kept=kept, heard=Heard(intent="unclear"), now=NOON, content=words, keep="personal")


def spoken_scripts(words: Content) -> Iterator[tuple[str, str, str]]:
    """(key, field, text) of every script as it is filled in this locale; an extra line only where it is said."""
    for unsure in (False, True):
        named = scripts.slots(scene(words, unsure=unsure))
        for key, script in words.scripts.items():
            for field in FIELDS:
                text = getattr(script, field)
                if text and (field != "extra" or all(named[k] for k in re.findall(r"\{(\w+)\}", text))):
                    yield key, field, text.format(**named)


def violations(words: Content) -> Iterator[str]:
    """P10 over the scripts of a locale."""
    at = scene(words)
    number = scripts.emergency_number(at)
    for level in LEVELS:
        for route in ROUTES:
            some = structs.replace(words.signs["fever"], id="-", route=route)
            if not scripts.script_of(at, level, some).full:
                yield f"P10: no script for {level} {route}"
    for key, field, text in spoken_scripts(words):
        yield from (f"P10: {key}.{field}: {flaw}" for flaw in flaws(text))
        must_name = field in ("full", "short", "after_yes", "not_here", "not_here_short")
        if key.startswith("EMERGENCY.") and must_name and number not in text:
            yield f"P10: {key}.{field} does not say {number}"


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_every_script_is_whole_in_every_locale_and_every_emergency_says_the_number(locale: str) -> None:
    words = content(locale)
    assert phrases.digits(words.countries[locale].emergency[0]) in scripts.emergency_number(scene(words))
    assert list(violations(words)) == []


def test_every_level_and_route_has_a_script_of_its_own_but_self_care_of_baby_and_violence() -> None:
    keys = {f"{level}.{route}" for level in LEVELS for route in ROUTES}
    assert keys - content().scripts.keys() == {"SELF_CARE.baby", "SELF_CARE.safety"}


# As it leaves the mouth

BIRTH: tuple[dict[str, Any], ...] = (
    {},
    {"born": born(0)},
    {"born": born(35), "neuraxial": True},
    {"gave_birth": False},
)


def announced(
    words: Content, id: str, profile: Profile, *, no_baby: bool, partner: bool
) -> list[tuple[str, Level | None]]:
    """What is said when a sign is told, and in the turns after it."""
    talk = Conversation(partner=partner)
    at = Session(keepsake(profile=profile, no_baby_words=no_baby), talk, words=words)
    said = []
    for intent in ("report_warning_sign", "answer_yes", "answer_unsure", "repeat", "what_to_tell", "find_care"):
        reply = at.hear(intent, *([sign(id)] if intent == "report_warning_sign" else []))
        said += [(reply.text, reply.level), (reply.reprompt, None)]
    return said


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_every_sign_is_announced_whole_whoever_speaks(locale: str) -> None:
    words = content(locale)
    number = scripts.emergency_number(scene(words))
    for id, row in words.signs.items():
        for fields in BIRTH:
            for no_baby, partner in ((False, False), (True, False), (False, True)):
                said = announced(words, id, Profile(**fields), no_baby=no_baby, partner=partner)
                problems = [flaw for text, _ in said if text for flaw in flaws(text)]
                assert not problems, (id, fields, problems)
                if row.level == "EMERGENCY" and row.route != "safety":
                    assert said[0][1] == "EMERGENCY"
                    assert number in said[0][0], (id, said[0][0])


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_violence_says_the_number_after_any_answer_to_whether_she_may_talk(locale: str) -> None:
    words = content(locale)
    for answer in ("answer_yes", "answer_no", "answer_unsure", "silence", "unclear"):
        at = Session(keepsake(), words=words)
        assert at.hear("report_warning_sign", sign("violence")).level == "EMERGENCY"
        assert scripts.emergency_number(scene(words)) in at.hear(answer).text, answer


# All that could ever be spoken

NEVER_SPOKEN = re.compile(
    r"(^|\.)(id|locale|version|level|unknown|route|resolved|core|asks|no_leads_to|clarify_needs_no|sources|unverified"
    r"|order|follow_ups|rules|watched|said_once|baby_down_first|meta|asked_as|group|family|offer|turn_to|emergency"
    r"|exercise|baby|kind|tier|fact|limits|skip_if)(\[\d+\])*$|^sources\.|^meta\.|^vocabulary\.|\.(order|watched"
    r"|sources|rules)\b"
)


def speakable(words: Content) -> dict[str, str]:
    """Every text of the content with its place, but for ids, ways of asking, and the titles of sources."""
    found = dict(spoken_of(msgspec.json.decode(msgspec.json.encode(words)), ""))
    return {where[1:]: text for where, text in found.items() if not NEVER_SPOKEN.search(where[1:])}


def named_conditions(words: Content) -> dict[str, list[str]]:
    """Places that name a condition although they may not."""
    named = {where: conditions(text) for where, text in speakable(words).items()}
    allowed = {where: {name for start, name in MAY_NAME if where.startswith(start)} for where in named}
    return {where: sorted(set(names) - allowed[where]) for where, names in named.items() if set(names) - allowed[where]}


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_nothing_that_could_be_spoken_names_a_condition_of_the_protocol(locale: str) -> None:
    texts = speakable(content(locale))
    places = {where.partition(".")[0] for where in texts}
    assert {"protocol", "scripts", "phrases", "advice", "exercises", "routines", "plan", "countries"} <= places
    assert {"gate[0]", "safety_net[0]", "safety_net_short"} <= places
    assert len(texts) > 2000
    assert named_conditions(content(locale)) == {}


@pytest.mark.parametrize("locale", ALL_LOCALES)
def test_nothing_that_could_be_spoken_belittles_a_sign_or_tells_her_what_she_has(locale: str) -> None:
    texts = speakable(content(locale)).items()
    safety = ("protocol.", "scripts.", "gate", "safety_net")
    assert {where: text for where, text in texts if FORBIDDEN.search(text) and where.startswith(safety)} == {}


@pytest.mark.parametrize(
    "condition",
    [
        *(
            "pulmonary embolism",
            "cauda equina syndrome",
            "postpartum psychosis",
            "a slipped disc",
            "deep vein thrombosis",
        ),
        *("an epidural abscess", "postnatal depression", "a kidney infection", "PRES", "sepsis", "suicide risk"),
        *("preeclampsia", "a stroke", "anaemia", "mastitis", "HELLP", "domestic violence", "bone cancer", "OCD"),
    ],
)
def test_a_condition_is_recognised_wherever_it_stands(condition: str) -> None:
    assert conditions(f"It may be {condition}.")


def test_everyday_words_are_no_conditions() -> None:
    assert not conditions("Press your feet down. Does your discharge smell bad? Rest your shoulder, present and calm.")


# Each of these bites


def changed(key: str, **fields: str) -> Content:
    words = content()
    return structs.replace(words, scripts={**words.scripts, key: structs.replace(words.scripts[key], **fields)})


@pytest.mark.parametrize(
    "fault",
    [
        changed("EMERGENCY.physical", full="Call someone now."),
        changed("EMERGENCY.mind", short="You are not alone."),
        changed("EMERGENCY.baby", not_here_short="Call now."),
        changed("EMERGENCY.safety", after_yes="Call them."),
        changed("URGENT.physical", full="Call {urgent_line} today. It is probably nothing."),
        changed("URGENT.physical", full="Call {urgent_line} today. This may be a stroke."),
        changed("SOON.physical", full="Don't worry. Book with {care_provider}."),
        changed("SOON.physical", full="You have a problem. Book with {care_provider}."),
        changed("SOON.mind", full="Call {{urgent_line}} soon."),
        changed("SELF_CARE.physical", full="See  someone ."),
        structs.replace(
            content(),
            countries={**content().countries, "en-US": structs.replace(content().countries["en-US"], urgent_line="")},
        ),
    ],
    ids=lambda words: words.locale,
)
def test_a_fault_in_a_script_is_reported(fault: Content) -> None:
    assert any(violation.startswith("P10") for violation in violations(fault))


def test_a_condition_anywhere_in_the_content_is_reported() -> None:
    words = content()
    first: Sign = words.signs["fever"]
    protocol = structs.replace(
        words.protocol, signs={**words.signs, "fever": structs.replace(first, why="To rule out sepsis.")}
    )
    assert named_conditions(structs.replace(words, protocol=protocol)) == {"protocol.signs.fever.why": ["sepsis"]}
    advice = structs.replace(words.advice["lift_crib"], parts=("It may be a fracture.",))
    found = named_conditions(structs.replace(words, advice={**words.advice, "lift_crib": advice}))
    assert found == {"advice.lift_crib.parts[0]": ["fractur"]}
