"""The protocol as data: complete, within its word limits, and free of words that frighten, name or promise."""

from __future__ import annotations

import re

import msgspec
import pytest

from skill.coach.levels import Level
from skill.content.protocol_schema import (
    LINE_WORDS,
    SCRIPT_WORDS,
    SHORT_WORDS,
    AskedWords,
    CombinationRule,
    SignNotHere,
    SignWords,
    Term,
)
from tests.content.protocol_words import RULES, SPOKEN, WORDS, longest

VOCABULARY = {"crib", "diaper", "stroller", "csection", "pt", "pts", "provider", "pediatrician", "pee", "mom"}
ORDER: tuple[Level, ...] = ("SELF_CARE", "SOON", "URGENT", "EMERGENCY")


# The source's levels, written down a second time: a level lowered by a slip of the pen fails here.
# fmt: off
EMERGENCY = {
    "trouble_breathing", "chest_pain", "tearing_pain", "fainted", "seizure", "stroke_signs", "heart_racing",
    "heavy_bleeding", "bp_severe", "sepsis_signs", "headache_thunderclap", "saddle_numb", "bladder_retention",
    "control_loss", "leg_weakness", "both_legs", "sexual_numb", "trauma_major", "self_harm_thoughts",
    "baby_harm_thoughts", "psychosis_signs", "violence", "overdose", "baby_emergency", "belly_pain_severe",
}
SOON = {
    "low_mood", "pain_sudden", "pain_night", "pain_worse", "trauma_minor", "leg_pain_one", "weight_loss",
    "urine_infection", "breast_red_painful", "pelvic_floor_other",
}
# fmt: on
NO_KINDER_WHEN_UNKNOWN = {"baby_emergency", "baby_unwell", "distress_ambiguous", "fetal_movement_less"}

# Conditions of the `why` fields of triage_signs.json, stems where a word has several endings.
CONDITIONS = re.compile(
    r"\b(embol|cardiomyopath|o?edema|eclampsi|pneumoni|sepsis|septic|anaphyla|dissection|heart (attack|failure)|scad\b"
    r"|aneurysm|ha?emorrhag|arrhythm|stroke|thrombo|clot|hellp|pres\b|thyroid|retained|hypertensi|subarachnoid"
    r"|vasoconstrict|meningit|cauda equina|ha?ematoma|abscess|retention|cord compression|foot drop|dis[ck]s?\b"
    r"|neuropath|fractur|osteopor|suicid|psychosis|psychotic|mania|manic|depress|anxiety|ocd\b|intrusive|blues\b"
    r"|violence|assault|poisoning|overdose|respiratory|choking|seizure|convuls|injur|endometri|infect|colic"
    r"|puncture|migraine|ruptur|appendic|gall ?bladder|dehydrat|nerve root|deep vein|dvt\b"
    r"|dehiscen|swab|pyeloneph|kidney|ureter"
    r"|an(a)?emi|tumou?r|miscarr|abrupt|pr(a)?evia|ectopic|membranes|fetal|foetal|malignan|cancer|inflammator|sciatic"
    r"|mastit|prolaps|sphincter|overactive|dyspareun|diastasis|lochia|flu\b)",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"\b(just|probably|don't worry|nothing serious|normal|you're fine|you are fine|no pain no gain|bounce back"
    r"|good mothers?|he|she|him|her|his|hers|breastfe\w+|bottle|dose|alexa|unfortunately|die|dying|death|danger sign)\b"
    r"|(?<!do )(?<!did )(?<!if )\byou have\b",
    re.IGNORECASE,
)
UNSPEAKABLE = re.compile(r"[0-9;()\[\]\u2013\u2014/]| - |\b[A-Z]{2,}\b")


OF_HER = re.compile(r"\.partner(_short|_holding)?(\.|$)")


TERMS = [term for rule in RULES.rules for term in rule.terms()]


def within_limits(words: SignWords | SignNotHere | AskedWords) -> bool:
    """Whether a question, its reprompt and its reason keep to their words."""
    return longest(words.ask) <= 20 and longest(words.ask_short) <= 9 and longest(words.why) <= 20


def test_every_sign_of_the_protocol_has_words_in_the_same_order() -> None:
    assert list(WORDS.signs) == list(RULES.signs)
    assert len(RULES.signs) == 56


def test_no_sign_has_a_lower_level_than_the_source() -> None:
    by_level = {id: rule.level for id, rule in RULES.signs.items()}
    assert {id for id, level in by_level.items() if level == "EMERGENCY"} == EMERGENCY
    assert {id for id, level in by_level.items() if level == "SOON"} == SOON
    assert "SELF_CARE" not in by_level.values()


def test_not_knowing_is_at_most_one_level_kinder_than_yes() -> None:
    for id, rule in RULES.signs.items():
        step = ORDER.index(rule.level) - ORDER.index(rule.unknown)
        assert step == (0 if id in NO_KINDER_WHEN_UNKNOWN else 1), id


def test_the_questionnaire_asks_every_core_sign_once_and_the_emergencies_first() -> None:
    core = {id for id, rule in RULES.signs.items() if rule.core}
    after_an_answer = {id for follow_up in RULES.follow_ups.values() for id in follow_up.ask}
    asked = [id for id in RULES.order if id in RULES.signs]
    assert len(RULES.order) == len(set(RULES.order))
    assert set(asked) == core | after_an_answer
    levels = [ORDER.index(RULES.signs[id].level) for id in asked]
    assert levels == sorted(levels, reverse=True)


def test_routes_follow_the_source_with_overdose_on_the_physical_one() -> None:
    for id, rule in RULES.signs.items():
        by_block = rule.block if rule.block in ("mind", "baby") else "physical"
        route = {"violence": "safety", "overdose": "physical"}.get(id, by_block)
        assert rule.route == route, id


def test_a_yes_to_despair_counts_as_thoughts_of_self_harm() -> None:
    despair = RULES.signs["distress_ambiguous"]
    assert (despair.asks, despair.no_leads_to) == ("self_harm_thoughts", "low_mood")
    assert WORDS.signs["distress_ambiguous"].ask == WORDS.signs["self_harm_thoughts"].ask


def test_rules_speak_only_of_known_signs_and_yes_no_facts() -> None:
    assert [rule.id for rule in RULES.rules] == [f"R{n}" for n in range(1, 12)]
    for term in TERMS:
        if term.sign is not None:
            assert term.sign in RULES.signs
        else:
            assert term.fact is not None
            assert RULES.facts[term.fact].kind == "yes_no"


def test_a_fact_that_is_unknown_counts_as_yes_only_where_the_source_says_so() -> None:
    lenient = {(term.fact, term.within_weeks) for term in TERMS if term.at_least == "unknown"}
    assert lenient == {("neuraxial", 12), ("neuraxial", 6), ("immune_risk", None)}


def test_lists_of_signs_name_known_signs() -> None:
    named = [*RULES.follow_ups, *RULES.baby_down_first, *(id for f in RULES.follow_ups.values() for id in f.ask)]
    for rule in RULES.signs.values():
        named += [id for id in (rule.asks, rule.no_leads_to, *(rule.clarify_needs_no or [])) if id]
    assert set(named) <= set(RULES.signs)


def test_a_term_names_one_thing_and_a_rule_has_one_form() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"at_least": "yes", "sign": "fever", "fact": "neuraxial"}, Term)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "R1", "raises_to": "SOON", "sources": ["CDC"]}, CombinationRule)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"at_least": True, "sign": "fever"}, Term)


def test_only_signs_with_a_clearing_rule_have_clarifying_questions() -> None:
    ruled = {id for id, rule in RULES.signs.items() if rule.clarify_needs_no is not None}
    assert {id for id, words in WORDS.signs.items() if words.clarify} == ruled
    assert {id for id, words in WORDS.signs.items() if words.ask_second} == {"bladder_retention"}


def test_moving_never_clears_pain_in_both_legs() -> None:
    assert "no pain" in WORDS.signs["both_legs"].clarify[0]
    for id in ("both_legs", "leg_numb_tingle"):
        assert RULES.signs[id].clarify_needs_no == ["saddle_numb", "leg_weakness"]


@pytest.mark.parametrize("id", list(WORDS.signs))
def test_a_sign_is_asked_explained_and_told_within_its_limits(id: str) -> None:
    said = WORDS.signs[id]
    versions: list[SignWords | SignNotHere] = [said, *filter(None, (said.not_here, said.partner))]
    for words in versions:
        assert within_limits(words)
        assert all(question.endswith("?") for question in (words.ask, words.ask_short) if question)
        assert not words.tell or re.fullmatch(r"I (\S+ ){0,6}\S*[^.\s]", words.tell)
        assert words.why.count(".") == (1 if words.why else 0)
    # These have no shorter form, so they are no longer than one: they are put again after any side question.
    assert all(longest(text) <= 9 and text.endswith("?") for text in [*said.clarify, said.ask_second] if text)


@pytest.mark.parametrize("where", list(SPOKEN))
def test_no_spoken_text_names_a_condition_or_a_forbidden_word(where: str) -> None:
    text = re.sub(r"\{\w+\}", "", SPOKEN[where])
    if OF_HER.search(where):
        text = re.sub(r"\b(she|her)\b", "", text, flags=re.IGNORECASE)  # a partner speaks of her
    assert not FORBIDDEN.search(text), text
    assert not UNSPEAKABLE.search(text), text
    assert where.startswith("words.history.") or not CONDITIONS.search(text), text


@pytest.mark.parametrize("where", list(SPOKEN))
def test_every_placeholder_is_known_where_it_stands(where: str) -> None:
    tokens = set(re.findall(r"\{(.*?)\}", SPOKEN[where]))
    in_script = where.startswith(("words.scripts.", "words.sign_scripts."))
    assert tokens <= VOCABULARY | (set(LINE_WORDS) if in_script else set())
    if not where.endswith(".extra"):
        assert not tokens & {"violence", "poison", "maternal_mind_line"}, "not every country has this number"
    if "{pee}" in SPOKEN[where]:
        assert re.search(r"(to|you|can't) \{pee\}", SPOKEN[where]), "a verb: in India it is 'pass urine'"


def test_gate_setup_and_history_have_words_in_the_order_they_are_asked() -> None:
    assert list(WORDS.gate) == [rule.id for rule in RULES.gate] == [f"gate_{n}" for n in range(1, 5)]
    assert [list(WORDS.setup), list(WORDS.history)] == [RULES.setup, RULES.history]
    assert {*RULES.setup, *RULES.history} <= set(RULES.facts)
    for question in (*WORDS.gate.values(), *WORDS.setup.values(), *WORDS.history.values()):
        assert within_limits(question)


def test_the_safety_net_comes_in_turns_and_ends_short() -> None:
    assert all(longest(part) <= SCRIPT_WORDS for part in WORDS.safety_net.parts)
    assert longest(WORDS.safety_net.short) <= SHORT_WORDS
    for words in ("between your legs", "{pee}", "chest pain", "trouble breathing", "heavy bleeding", "leg"):
        assert words in WORDS.safety_net.parts[0]
        assert words in WORDS.safety_net.short
