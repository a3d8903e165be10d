"""The folder ask-cli deploys: valid by Amazon's definitions, with what a health skill must and must not say."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from packing.__main__ import main
from packing.errors import PackingError
from packing.skill_package import lay_out, manifest
from skill.alexa.resolving import device
from skill.content.load import LOCALES
from tests.alexa.amazons_schema import MANIFEST, schema
from tests.alexa.generated import MODULES, node, whole

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:gentle-back"
URL = "https://coach.example/alexa"
PRIVACY = "https://coach.example/privacy"
ID = "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef"
DISCLAIMER = (
    "This tool does not provide medical advice, and is for informational and educational purposes only, and is not a "
    "substitute for professional medical advice, treatment or diagnosis. Call your doctor to receive medical advice. "
    "If you think you may have a medical emergency, please dial "
)
"""Word for word (policy-requirements-for-an-alexa-skill, health)."""
TO_DIAL = {"en-US": "911.", "en-CA": "911."}
ELSEWHERE = "your local emergency response phone number."
PROMISES = re.compile(
    r"\b(cure|treat|diagnos|heal|therap|relie|remed|sav(e|es|ing)\b.*\bli[fv]e|emergenc|doctor-approved)", re.I
)
"""What a listing must not claim: the policy names cures, diagnoses and life-saving help."""


def published() -> dict[str, Any]:
    return manifest(ARN, PRIVACY)["manifest"]["publishingInformation"]


def listing(locale: str) -> dict[str, Any]:
    return published()["locales"][locale]


def test_every_locale_with_words_and_a_model_is_published_with_a_privacy_page() -> None:
    told = manifest(ARN, PRIVACY)["manifest"]
    assert set(told["publishingInformation"]["locales"]) == set(LOCALES)
    assert told["privacyAndCompliance"]["locales"] == {locale: {"privacyPolicyUrl": PRIVACY} for locale in LOCALES}


@pytest.mark.parametrize("endpoint", [ARN, f"{ARN}:live", URL])
def test_it_is_valid_by_amazons_own_definitions(endpoint: str) -> None:
    node("ask-smapi-model")
    validator = jsonschema.Draft7Validator(schema(MODULES / "ask-smapi-model" / "spec.json", MANIFEST))
    assert [error.message for error in validator.iter_errors(manifest(endpoint, PRIVACY))] == []


def test_those_definitions_find_wrong_keys_values_and_lengths() -> None:
    node("ask-smapi-model")
    validator = jsonschema.Draft7Validator(schema(MODULES / "ask-smapi-model" / "spec.json", MANIFEST))
    for breaking in (
        lambda told: told.update(apiz={}),
        lambda told: told["apis"]["custom"]["interfaces"][0].update(type="AUDIOPLAYER"),
        lambda told: told["apis"]["custom"]["interfaces"][1]["supportedViewports"][0].update(shape="OVAL"),
        lambda told: told["apis"]["custom"]["endpoint"].update(uri="http://plain.example"),
        lambda told: told["permissions"].append({"name": "alexa::everything"}),
        lambda told: told["events"]["subscriptions"].append({"eventName": "SKILL_SLEPT"}),
        lambda told: told["publishingInformation"]["locales"]["en-US"].update(keyword=["back"]),
        lambda told: told["publishingInformation"]["locales"]["en-US"].update(summary="a" * 161),
        lambda told: told["publishingInformation"]["distributionCountries"].append("XX"),
        lambda told: told["privacyAndCompliance"].update(containsAds="no"),
    ):
        broken = copy.deepcopy(manifest(ARN, PRIVACY))
        breaking(broken["manifest"])
        assert list(validator.iter_errors(broken))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_description_ends_with_the_disclaimer_the_policy_demands(locale: str) -> None:
    assert listing(locale)["description"].endswith(DISCLAIMER + TO_DIAL.get(locale, ELSEWHERE))


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_promised_that_a_health_skill_may_not_promise(locale: str) -> None:
    told = listing(locale)
    text = told["description"].partition(DISCLAIMER)[0]
    for words in (told["name"], told["summary"], text, *told["keywords"], *told["examplePhrases"]):
        assert not PROMISES.search(words), words
    assert "pain" not in f"{told['name']} {told['summary']} {' '.join(told['keywords'])}".lower()


@pytest.mark.parametrize("locale", LOCALES)
def test_example_phrases_open_the_skill_by_name_and_are_samples_of_its_model(locale: str) -> None:
    name = whole(locale)["interactionModel"]["languageModel"]["invocationName"]
    first, *others = listing(locale)["examplePhrases"]
    assert first == f"Alexa, open {name}"
    assert len(others) == 2
    for phrase in others:
        asked = phrase.removeprefix(f"Alexa, ask {name} to ")
        assert asked != phrase
        assert device(locale).resolve(asked).intent in ("start_routine", "list_exercises")


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_description_says_to_say_is_understood(locale: str) -> None:
    text = listing(locale)["description"].partition(DISCLAIMER)[0]
    for words in re.findall(r'"([a-z\' ]+)"', text):
        assert device(locale).resolve(words).intent != "AMAZON.FallbackIntent", words


def test_it_is_offered_only_where_its_emergency_numbers_hold() -> None:
    assert published()["isAvailableWorldwide"] is False
    assert set(published()["distributionCountries"]) == {"US", "CA", "GB", "IE", "AU", "NZ", "IN"}


def test_it_asks_for_reminders_only_and_hears_when_it_is_disabled() -> None:
    told = manifest(ARN, PRIVACY)["manifest"]
    assert told["permissions"] == [{"name": "alexa::alerts:reminders:skill:readwrite"}]
    assert {"eventName": "SKILL_DISABLED"} in told["events"]["subscriptions"]


def test_skill_events_go_where_requests_go_and_a_certificate_is_told_for_web_servers_only() -> None:
    for endpoint, wildcard, shown in (
        (ARN, False, {"uri": ARN}),
        (URL, False, {"uri": URL, "sslCertificateType": "Trusted"}),
        (URL, True, {"uri": URL, "sslCertificateType": "Wildcard"}),
    ):
        told = manifest(endpoint, PRIVACY, wildcard=wildcard)["manifest"]
        assert told["apis"]["custom"]["endpoint"] == told["events"]["endpoint"] == shown


@pytest.mark.parametrize(
    ("endpoint", "privacy"),
    [("http://coach.example/alexa", PRIVACY), ("https://coach.example:8443/alexa", PRIVACY), ("gentle-back", PRIVACY),
     (f"{ARN} ", PRIVACY), (ARN, "docs/privacy.md"), (ARN, "http://coach.example/privacy")],
)  # fmt: skip
def test_an_address_amazon_would_refuse_is_refused_here_and_nothing_is_written(
    tmp_path: Path, endpoint: str, privacy: str
) -> None:
    with pytest.raises(PackingError):
        lay_out(tmp_path / "skill", endpoint=endpoint, privacy=privacy)
    assert not (tmp_path / "skill").exists()


def test_the_folder_is_laid_out_as_ask_cli_expects_it(tmp_path: Path) -> None:
    old = tmp_path / "skill-package" / "interactionModels" / "custom" / "de-DE.json"
    old.parent.mkdir(parents=True)
    old.touch()
    lay_out(tmp_path, endpoint=ARN, privacy=PRIVACY, skill_id=ID)
    src = json.loads((tmp_path / "ask-resources.json").read_bytes())["profiles"]["default"]["skillMetadata"]["src"]
    package = tmp_path / src
    assert json.loads((package / "skill.json").read_bytes()) == manifest(ARN, PRIVACY)
    models = {path.stem: json.loads(path.read_bytes()) for path in (package / "interactionModels" / "custom").iterdir()}
    assert models == {locale: whole(locale) for locale in LOCALES}
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
    states = json.loads((tmp_path / ".ask" / "ask-states.json").read_bytes())
    assert states["profiles"]["default"]["skillId"] == ID


def test_the_verb_says_in_one_line_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["skill-package", "--out", str(tmp_path), "--endpoint", ARN, "--privacy-url", PRIVACY]
    assert main([*asked, "--skill-id", "mine"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("skill-package: 'mine' is no skill id. One ends like this: amzn1.ask.skill.")
    assert said.count("\n") == 1
    assert main([*asked, "--skill-id", ID]) == 0
