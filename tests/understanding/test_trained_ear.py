"""The trained ear: made of what it says it is made of, small, the same everywhere, and never the last word."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.coach.errors import ContentError, UnknownLocale
from skill.measuring.intents import lines as measured_lines
from skill.understanding.classifier import ANY, FILES, Classifier, load_classifier
from skill.understanding.compile import MODELS
from skill.understanding.ear import ASKED, NOTHING_ELSE, agreed, listen, trained
from skill.understanding.features import LONGEST, features
from skill.understanding.hearing import signs_in
from skill.understanding.listed import listed
from skill.understanding.material import lines
from skill.understanding.model import load
from skill.understanding.phrases import scan
from skill.understanding.stripped import stripped
from skill.understanding.train import digest, material
from skill.understanding.train_intents import SAME

DESCRIBED = {
    "i wet myself and didn't even notice": "control_loss",
    "it's like sitting on cotton wool": "saddle_numb",
    "everyone would be better off without me": "self_harm_thoughts",
    "next one oh and my legs have gone numb": "both_legs",
}


def test_the_file_is_what_the_material_makes() -> None:
    assert load_classifier("ear").head.digest == digest("en"), "run: ./run train"
    assert load_classifier("intents").head.digest == digest("en"), "run: ./run train"


def test_it_knows_every_sign_and_whether_there_is_one_and_stays_below_a_megabyte() -> None:
    assert load_classifier("ear").head.labels == (*load().signs, ANY)
    assert FILES["ear"]["en"].stat().st_size < 1_000_000


def test_the_other_knows_every_intent_but_the_ears_own_and_stays_below_a_megabyte() -> None:
    intents = load_classifier("intents").head.labels
    assert set(intents) == load().intents - SAME.keys()
    assert FILES["intents"]["en"].stat().st_size < 1_000_000
    with pytest.raises(ContentError, match="no signs"):
        load_classifier("intents").likely(("hello",))


ASIDE = sorted((MODELS / "en" / "aside").glob("*.tsv"))


def test_what_is_kept_aside_is_not_in_the_material() -> None:
    taught = {line.text for file in material("en") for line in lines(file)}
    aside = [line.text for file in ASIDE for line in measured_lines(file)]
    assert len(aside) > 3500
    assert taught.isdisjoint(aside)


def test_every_line_of_material_and_aside_names_signs_and_intents_there_are() -> None:
    taught = [line for file in material("en") for line in lines(file)]
    assert {sign for line in taught for sign in line.signs} <= set(load().signs)
    assert {line.intent for line in taught} <= load().intents
    aside = [line for file in ASIDE for line in measured_lines(file)]
    assert {line.goal for line in aside} <= load().intents | {"not_a_warning_sign"}
    assert {line.slots["sign"] for line in aside if "sign" in line.slots} <= set(load().signs)


def test_a_broken_line_of_material_says_where(tmp_path: Path) -> None:
    file = tmp_path / "x.tsv"
    file.write_text("only one column\n", encoding="utf-8")
    with pytest.raises(ContentError, match="line 1"):
        list(lines(file))


@pytest.mark.parametrize(("words", "sign"), DESCRIBED.items())
def test_what_is_only_described_is_heard(words: str, sign: str) -> None:
    assert sign in {heard.id for heard in signs_in(words)}


def test_probabilities_are_probabilities_whatever_the_words() -> None:
    for words in ([], ["a"], ["\ud800"], ["x" * 5000], ["no"] * 5000, ["my", "chest", "hurts"]):
        likely = load_classifier("ear").likely(words)
        assert all(0 <= p <= 1 for p in likely.values())


def test_hostile_length_costs_no_more_than_a_long_breath() -> None:
    once = features(["word"] * LONGEST)
    assert features(["word"] * 100 * LONGEST) == once


def test_a_broken_or_missing_file_says_what_to_run() -> None:
    whole = FILES["ear"]["en"].read_bytes()
    for broken in (b"", b"{}\n", whole[:-1], b"not json\n" + whole):
        with pytest.raises(ContentError, match=r"\./run train"):
            Classifier(broken)
    with pytest.raises(UnknownLocale):
        load_classifier("ear", "tlh")


def test_when_she_was_asked_what_is_wrong_it_asks_sooner() -> None:
    faint = dict.fromkeys(load().signs, 0.0) | {"fever": 0.1, ANY: 0.1}
    assert trained(faint) == {}
    assert trained(faint, ASKED) == {"fever": "possible"}


def test_a_faint_suspicion_of_a_sign_for_another_day_or_of_no_sign_in_particular_asks_nothing() -> None:
    none = dict.fromkeys(load().signs, 0.0)
    assert trained(none | {"pain_worse": 0.1, ANY: 0.2}, soon=load().soon) == {}
    assert trained(none | {"pain_worse": 0.1, ANY: 0.4}, soon=load().soon) == {"pain_worse": "possible"}
    assert trained(none | {"fever": 0.1, ANY: 0.2}, soon=load().soon) == {"fever": "possible"}
    assert trained(none | {"fever": 0.02, ANY: 0.4}) == {}


def test_where_nothing_else_is_understood_it_asks_sooner() -> None:
    faint = dict.fromkeys(load().signs, 0.0) | {"fever": 0.02, ANY: 0.1}
    assert trained(faint) == {}
    assert trained(faint, NOTHING_ELSE) == {"fever": "possible"}


def test_both_classifiers_have_a_say_in_whether_there_is_a_sign() -> None:
    alone = {"fever": 0.5, ANY: 0.5}
    assert agreed(alone, 0.99)[ANY] > 0.5 > agreed(alone, 0.01)[ANY]
    assert agreed(alone, 0.99)["fever"] == 0.5


def test_a_denial_of_which_it_is_convinced_otherwise_is_asked() -> None:
    words = ("my", "trouser", "leg", "will", "not", "go", "over", "right", "calf", "anymore")
    sure = dict.fromkeys(load().signs, 0.0) | {"leg_clot": 0.9, ANY: 0.99}
    denied = scan(words, {}, load().phrases)
    assert listed(words, denied).denied == {"leg_clot"}
    assert [(s.id, s.status) for s in listen(words, denied, sure, frozenset())] == [("leg_clot", "possible")]
    unsure = sure | {ANY: 0.8}
    assert listen(words, denied, unsure, frozenset()) == ()


def test_sure_of_a_sign_but_not_of_which_it_asks() -> None:
    vague = dict.fromkeys(load().signs, 0.01) | {"fever": 0.02, ANY: 0.7}
    assert trained(vague) == {"fever": "possible"}
    assert trained(vague | {"fever": 0.5}) == {"fever": "present"}


def test_playing_down_and_commands_are_taken_off_and_a_short_command_stays_whole() -> None:
    assert list(stripped(["it", "is", "probably", "nothing", "but", "my", "foot", "is", "numb"])) == [
        "my",
        "foot",
        "is",
        "numb",
    ]
    assert list(stripped(["next", "one", "my", "foot", "is", "numb", "stop"])) == ["my", "foot", "is", "numb"]
    assert list(stripped(["next", "one"])) == ["next", "one"]


@pytest.mark.parametrize(
    "words", ["no chest pain", "i haven't fainted", "my legs aren't weak", "118 over 76 on the cuff"]
)
def test_what_is_denied_or_normal_is_not_raised_by_it(words: str) -> None:
    assert signs_in(words) == ()


def test_a_sign_beside_a_denial_is_still_heard() -> None:
    assert "both_legs" in {sign.id for sign in signs_in("no chest pain but both my legs are numb and tingling")}
