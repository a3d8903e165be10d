"""What the platform delivers becomes what she said: sentences whole again, values as ours, nothing lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.builtins import BUILTINS
from skill.alexa.carriers import Slot, load, said
from skill.coach.errors import UnknownLocale
from skill.coach.heard import Said
from skill.understanding import load as understanding


def test_a_phrase_gets_its_carrier_back() -> None:
    assert said("said_i", {"said_i_can_t": Slot("feel my legs")}) == Said(text="i can't feel my legs")
    assert said("said_i", {"said_i_feel": Slot("my legs")}) == Said(text="i feel my legs")
    assert said("said_last", {"said_before_chest": Slot("an elephant on my")}) == Said(text="an elephant on my chest")


def test_the_same_words_behind_two_carriers_are_two_sentences() -> None:
    words = Slot("it when i wipe")
    assert said("said_i", {"said_i_feel": words}) != said("said_i", {"said_i_can_t": words})


def test_a_sign_arrives_as_words_and_not_as_a_verdict() -> None:
    assert said("report_warning_sign", {"sign_i_have": Slot("chest pain", "chest_pain")}) == Said(
        text="i have chest pain"
    )
    assert said("report_warning_sign", {"sign": Slot("husband's got her")}) == Said(text="husband's got her")


def test_the_words_decide_whatever_intent_amazon_chose() -> None:
    assert said("stop", {"said_my": Slot("chest hurts")}) == Said(text="my chest hurts")


@pytest.mark.parametrize("name", BUILTINS)
def test_a_built_in_means_an_intent_of_ours(name: str) -> None:
    assert said(name, {}) == Said(intent=BUILTINS[name].ours)
    assert BUILTINS[name].ours in understanding().intents | {"unclear"}


def test_a_value_of_a_list_arrives_as_our_id_and_a_number_as_it_is() -> None:
    slots = {"kind": Slot("diaper change", "changing_table"), "minutes": Slot("10")}
    assert said("start_routine", slots) == Said(
        intent="start_routine", slots={"kind": "changing_table", "minutes": "10"}
    )


def test_words_that_are_in_no_list_are_no_value_but_are_heard() -> None:
    assert said("baby_status", {"baby": Slot("on nana's lap")}) == Said(
        intent="baby_status", slots={"words": "on nana's lap"}
    )


def test_a_list_without_ids_of_ours_delivers_its_words_whatever_id_the_platform_made_up() -> None:
    delivered = {"medicine": Slot("codeine", "b5d1f0c3")}
    assert said("medication_question", delivered).slots == {"medicine": "codeine"}


def test_an_empty_slot_says_nothing() -> None:
    assert said("start_routine", {"kind": Slot(""), "said_i": Slot("")}) == Said(intent="start_routine")
    assert said("said_i", {"said_i": Slot("")}) == Said(intent="unclear")


def test_an_intent_we_do_not_know_is_unclear() -> None:
    assert said("AMAZON.MoreIntent", {}) == Said(intent="unclear")


def test_a_language_without_models_is_refused() -> None:
    with pytest.raises(UnknownLocale):
        load("tlh")


@given(
    st.text(),
    st.dictionaries(
        st.sampled_from([*load().around, *load().lists, "minutes", "mood"]),
        st.builds(Slot, st.text(), st.none() | st.text()),
    ),
)
def test_nothing_delivered_raises_and_exactly_one_thing_is_said(intent: str, slots: dict[str, Slot]) -> None:
    heard = said(intent, slots)
    assert (heard.text is None) != (heard.intent is None)
