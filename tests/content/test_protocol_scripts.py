"""What is said at each level: within one turn, with the number, the action first, nothing that betrays or hurts."""

from __future__ import annotations

import msgspec
import pytest

from skill.content.protocol_schema import SCRIPT_WORDS, SHORT_WORDS
from tests.content.protocol_words import BABY, RULES, SCRIPTS, SPOKEN, WORDS, longest, spoken_of


@pytest.mark.parametrize("key", list(SCRIPTS))
def test_a_script_fits_its_turn_even_with_the_longest_numbers(key: str) -> None:
    script = SCRIPTS[key]
    for text in (script.full, script.after_yes, script.not_here, script.partner):
        assert longest(text) <= SCRIPT_WORDS, (longest(text), text)
    for text in (script.short, script.holding, script.ask_first, script.not_here_short, script.partner_short):
        assert longest(text) <= SHORT_WORDS, (longest(text), text)


@pytest.mark.parametrize("key", ["EMERGENCY.safety", "EMERGENCY.overdose", "URGENT.safety"])
def test_the_violence_and_poison_numbers_always_fit(key: str) -> None:
    script = SCRIPTS[key]
    assert longest(f"{script.after_yes or script.full} {script.extra}") <= SCRIPT_WORDS


def test_baby_down_first_and_the_call_fit_one_turn_in_the_united_states() -> None:
    script = SCRIPTS["EMERGENCY.physical"]
    physical = {id for id, rule in RULES.signs.items() if (rule.level, rule.route) == ("EMERGENCY", "physical")}
    tell = max(len(WORDS.signs[id].tell.split()) for id in physical - {"overdose"})
    said = f"{script.holding} {script.full}"
    assert longest(said, {"emergency": 3, "weeks": 3, "signs": tell}) <= SCRIPT_WORDS


@pytest.mark.parametrize("key", [key for key in SCRIPTS if key.startswith("EMERGENCY.")])
def test_every_form_of_an_emergency_names_the_number(key: str) -> None:
    script = SCRIPTS[key]
    forms = (script.full, script.short, script.after_yes, script.not_here, script.not_here_short)
    for text in (*forms, script.partner, script.partner_short):
        assert not text or "{emergency}" in text


@pytest.mark.parametrize("key", [key for key in SCRIPTS if not key.startswith("SELF_CARE")])
def test_a_script_begins_with_the_action_or_on_the_mind_route_with_thanks(key: str) -> None:
    id = key.split(".")[1]
    route = RULES.signs[id].route if id in RULES.signs else id
    starts = {"mind": ("Call ", "Talk ", "Thank you for telling me. Call "), "safety": ("If you are in danger, call ",)}
    assert SCRIPTS[key].full.startswith(starts.get(route, ("Call ", "Book ")))


def test_every_level_a_sign_can_come_to_has_a_script() -> None:
    for id, rule in RULES.signs.items():
        for level in {rule.level, rule.unknown, "SOON"}:
            assert f"{level}.{rule.route}" in WORDS.scripts, (id, level)
    assert all(key.split(".")[1] in RULES.signs for key in WORDS.sign_scripts)


def test_she_is_told_to_say_that_she_gave_birth() -> None:
    for key in ("EMERGENCY.physical", "EMERGENCY.mind", "URGENT.physical", "URGENT.mind"):
        assert "gave birth {weeks}" in SCRIPTS[key].full


def test_mind_and_safety_never_read_her_signs_back() -> None:
    for key, script in SCRIPTS.items():
        physical = key.endswith(".physical")
        assert physical or "{signs}" not in " ".join(text for _, text in spoken_of(msgspec.to_builtins(script), key))


def test_what_is_said_with_someone_listening_holds_no_helpline_and_is_said_once() -> None:
    assert RULES.said_once == ["safety"]
    for level in ("EMERGENCY", "URGENT", "SOON"):
        script = SCRIPTS[f"{level}.safety"]
        assert script.full == script.short
        assert "{violence}" in script.extra
        assert all((script.ask_first, script.after_yes, not script.holding))


def test_a_baby_in_danger_hears_the_number_before_anything_else() -> None:
    assert SCRIPTS["EMERGENCY.baby"].full.startswith("Call {emergency} now")
    assert not SCRIPTS["EMERGENCY.baby"].holding


def test_where_the_baby_is_not_here_no_word_is_about_a_baby() -> None:
    for key, script in SCRIPTS.items():
        for text, instead in ((script.full, script.not_here), (script.short, script.not_here_short)):
            assert not BABY.search(instead or text), key
        assert not BABY.search(script.extra + script.after_yes + script.ask_first), key
        assert not BABY.search(script.partner + script.partner_short), key
    for id, said in WORDS.signs.items():
        for field in ("ask", "ask_short", "why", "tell"):
            instead = getattr(said.not_here, field, "") or getattr(said, field)
            assert not BABY.search(instead), (id, field)
            assert not BABY.search(getattr(said.partner, field, "")), (id, field)
        assert not BABY.search(" ".join([*said.clarify, said.ask_second])), id
    others = ("words.safety_net", "words.gate", "words.setup", "words.history")
    assert not any(BABY.search(text) for where, text in SPOKEN.items() if where.startswith(others))
