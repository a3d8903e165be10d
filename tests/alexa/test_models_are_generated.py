"""The committed models are what the words give, byte for byte, and hold our own vocabulary."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import skill.alexa
from skill.alexa.compile import OUT, carriers, languages, models
from skill.alexa.limits import FEWEST_SAMPLES, MOST_SAMPLES
from skill.alexa.source import source
from skill.coach.situation import BABY_PLACES
from skill.content.load import load as content
from skill.understanding import load
from tests.alexa.generated import LOCALES, samples, values, words_of

HERE = Path(skill.alexa.__file__).parent


@pytest.mark.parametrize("language", sorted(languages()))
def test_compiling_gives_the_committed_models_byte_for_byte(language: str) -> None:
    for locale, model in models(language).items():
        assert model == (OUT / f"{locale}.json").read_bytes(), f"{locale}: run ./run models"


@pytest.mark.parametrize("language", sorted(languages()))
def test_compiling_gives_the_committed_carriers_byte_for_byte(language: str) -> None:
    assert carriers(language) == (HERE / f"{language}.json").read_bytes(), "run ./run models"


def test_every_committed_model_has_its_words() -> None:
    assert sorted(locale for language in languages() for locale in source(language).settings["locales"]) == LOCALES


def test_there_is_a_model_for_every_english_locale() -> None:
    assert LOCALES == ["en-AU", "en-CA", "en-GB", "en-IN", "en-US"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_intent_of_ours_is_in_the_model_and_no_other(locale: str) -> None:
    ours = {intent["name"] for intent in words_of(locale)["intents"] if not intent["name"].startswith("AMAZON.")}
    assert ours - set(source("en").carriers) | {"report_warning_sign"} == set(load().intents)


@pytest.mark.parametrize("locale", LOCALES)
def test_samples_are_balanced(locale: str) -> None:
    counts: dict[str, int] = {}
    for intent, _, _ in samples(locale):
        counts[intent] = counts.get(intent, 0) + 1
    assert {name: n for name, n in counts.items() if not FEWEST_SAMPLES <= n <= MOST_SAMPLES} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_lists_resolve_to_our_own_ids(locale: str) -> None:
    known = content(locale)
    ids = {type: {id for _, id in values(locale, type)} for type in ("EXERCISE", "ADVICE", "SIGN", "SIGN_NAME")}
    assert ids["EXERCISE"] == set(known.exercises)
    assert ids["ADVICE"] <= set(known.advice)
    assert ids["SIGN"] == set(known.signs)
    assert ids["SIGN_NAME"] <= set(known.signs)
    assert {id for _, id in values(locale, "BABY")} == set(BABY_PLACES)
    assert {id for _, id in values(locale, "DELIVERY")} == {"vaginal", "cesarean"}
    kinds = {id for _, id in values(locale, "KIND")}
    assert {routine.kind for routine in known.routines.values()} <= kinds
    assert kinds <= {routine.kind for routine in known.routines.values()} | {"quick", "morning"}


def test_locales_differ_in_their_words() -> None:
    said = {locale: {text for text, _ in values(locale, "BABY")} for locale in LOCALES}
    assert "with my mum" in said["en-GB"] & said["en-AU"]
    assert "with my mum" not in said["en-US"] | said["en-CA"]
    first = {locale: [v["name"]["value"] for v in words_of(locale)["types"][0]["values"]] for locale in LOCALES}
    assert "changing a nappy" in first["en-GB"]
    assert "changing a diaper" in first["en-US"]
    assert "we're on our way to a and e" in {sample for _, sample, _ in samples("en-GB")}


def test_the_door_needs_no_build_tool() -> None:
    code = (
        "import sys, skill.alexa.carriers as c, skill.alexa.builtins, skill.alexa.resolving as r; c.load(); r.device();"
        "sys.exit(bool({'hassil', 'yaml', 'skill.content', 'skill.understanding'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HERE.parents[1], check=False).returncode == 0
