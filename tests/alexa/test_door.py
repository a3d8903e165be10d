"""The door: a request in, a response out, whatever comes in and whatever breaks behind it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skill.alexa.door import Door
from skill.alexa.limits import MOST_SPEECH
from skill.alexa.session import TALK, packed, unpacked
from skill.coach.conversation import Asked, Conversation, Running
from skill.coach.errors import GentleBackError, RequestRefused, StoreError
from skill.coach.reply import Reply
from skill.coach.routine import Fitted
from skill.coach.timeline import Count, Mark
from skill.content.load import load
from skill.exchange import Exchange, Taken
from skill.opening import names
from skill.stores import key_of
from skill.stores.memory import MemoryStore
from tests.alexa.envelopes import APP, SECRET, USER, door, envelope, heard, intent, words
from tests.exchange_dummies import DummyTurn, FailingStore

Response = dict[str, Any]
GRAVE = "i can't feel my legs and i wet myself"


class BrokenExchange(Exchange):
    """Raises whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def take(self, *_: Any, **__: Any) -> Taken:
        raise self.error


def fixed(talking: Conversation, reply: Reply) -> Exchange:
    """An exchange whose turn always ends like this."""
    turn = DummyTurn(lambda _, kept: (talking, kept, reply))
    return Exchange(MemoryStore(), content=load, lexicon=names, turn=turn)


def talk(*said: Response, at: Door | None = None) -> Response:
    """The answer to the last of several requests of one session."""
    here, answer = at or door(), {}
    for request in said:
        request["session"]["attributes"] = answer.get("sessionAttributes", {})
        answer = here.answer(request)
    return answer


def test_a_bare_launch_is_greeted_and_the_microphone_opens() -> None:
    response = door().answer(envelope("LaunchRequest"))["response"]
    assert "Gentle Back" in response["outputSpeech"]["ssml"]
    assert response["reprompt"]["outputSpeech"]["ssml"]
    assert response["shouldEndSession"] is False


def test_what_was_asked_is_known_in_the_next_turn() -> None:
    asked = talk(envelope("LaunchRequest"), intent("AMAZON.YesIntent"))
    assert "Where is your baby" in words(asked)
    told = talk(envelope("LaunchRequest"), intent("AMAZON.YesIntent"), heard("she's in my arms"))
    assert "Where is your baby" not in words(told)
    assert unpacked(told["sessionAttributes"]).baby == "in_arms"


def test_stop_ends_the_session_and_takes_its_attributes_along() -> None:
    response = talk(envelope("LaunchRequest"), intent("AMAZON.StopIntent"))
    assert response["response"]["shouldEndSession"] is True
    assert response.get("sessionAttributes", {}) == {}


def test_a_warning_sign_in_a_phrase_slot_is_an_emergency() -> None:
    response = talk(heard(GRAVE))
    assert "nine, one, one" in words(response)


@pytest.mark.parametrize("app", ["", "amzn1.ask.skill.another"])
def test_a_foreign_application_is_refused(app: str) -> None:
    request = envelope("LaunchRequest")
    request["context"]["System"]["application"]["applicationId"] = app
    request["session"]["application"]["applicationId"] = app
    with pytest.raises(RequestRefused):
        door().answer(request)


def test_one_foreign_application_beside_ours_is_refused() -> None:
    request = envelope("LaunchRequest")
    request["session"]["application"]["applicationId"] = "amzn1.ask.skill.another"
    with pytest.raises(RequestRefused):
        door().answer(request)


@pytest.mark.parametrize("junk", [None, [], "", 5, {}, {"request": None}, {"session": {"application": []}}])
def test_what_is_no_envelope_is_refused(junk: Any) -> None:
    with pytest.raises(RequestRefused):
        door().answer(junk)


NEW = ("Alexa.Something.New", "", "AudioPlayer.SomethingNew", "x" * 10_000, "\ud800")


@pytest.mark.parametrize("kind", NEW)
def test_a_type_of_request_that_is_new_is_answered_with_nothing_and_the_session_goes_on(kind: str) -> None:
    begun = door().answer(envelope("LaunchRequest"))
    response = door().answer(envelope(kind, attributes=begun["sessionAttributes"]))
    assert response["response"] == {}
    if not kind.startswith("AudioPlayer."):
        assert response["sessionAttributes"] == begun["sessionAttributes"]


@pytest.mark.parametrize(
    "change",
    [
        {"intent": {"name": "AMAZON.HelpIntent", "confirmationStatus": "SOMETHING_NEW"}},
        {"intent": {"name": "AMAZON.HelpIntent", "slots": {"sign": {"slotValue": {"type": "SomethingNew"}}}}},
        {"intent": {"name": "AMAZON.HelpIntent"}, "dialogState": "SOMETHING_NEW"},
        {"intent": {"name": "AMAZON.HelpIntent"}, "timestamp": 1_700_000_000},
    ],
)
def test_new_values_of_what_is_known_change_nothing(change: dict[str, Any]) -> None:
    assert words(door().answer(envelope("IntentRequest", **change))) == words(
        door().answer(intent("AMAZON.HelpIntent"))
    )


@pytest.mark.parametrize("kind", ["SessionEndedRequest", "System.ExceptionEncountered"])
def test_the_end_of_a_session_is_not_answered(kind: str) -> None:
    assert door().answer(envelope(kind, reason="SOMETHING_NEW"))["response"] == {}


def test_silence_keeps_her_place_as_paused() -> None:
    store = MemoryStore()
    here = door(store)
    guided = talk(
        envelope("LaunchRequest"),
        intent("AMAZON.YesIntent"),
        heard("she's in my arms"),
        at=here,
    )
    assert unpacked(guided["sessionAttributes"]).state == "between"
    here.answer(
        envelope("SessionEndedRequest", reason="EXCEEDED_MAX_REPROMPTS", attributes=guided["sessionAttributes"])
    )
    place = store.load(key_of(USER, secret=SECRET)).keepsake.place
    assert place is not None
    assert (place.status, place.why) == ("paused", "silence")


def test_a_user_id_reaches_the_store_only_as_a_hash_with_the_secret() -> None:
    store = MemoryStore()
    door(store).answer(envelope("LaunchRequest"))
    assert list(store.rows) == [key_of(USER, secret=SECRET)]
    assert USER.encode() not in b"".join(document for _, document in store.rows.values())


def test_two_people_of_one_account_are_kept_apart() -> None:
    store = MemoryStore()
    request = envelope("LaunchRequest")
    request["context"]["System"]["person"] = {"personId": "amzn1.ask.person.A"}
    door(store).answer(request)
    door(store).answer(envelope("LaunchRequest"))
    assert {key_of(USER, secret=SECRET), key_of(USER, "amzn1.ask.person.A", SECRET)} < set(store.rows)


def test_without_a_user_one_session_never_finds_what_another_left() -> None:
    store = MemoryStore()
    for session in ("first", "second"):
        request = envelope("LaunchRequest")
        del request["context"]["System"]["user"], request["session"]["user"]
        request["session"]["sessionId"] = session
        door(store).answer(request)
    assert len(store.rows) == 2


@pytest.mark.parametrize("locale", ["en-GB", "en-AU", "en-CA", "en-IN", "en-ZA", "de-DE", "", "x" * 9_000])
def test_every_locale_is_answered(locale: str) -> None:
    assert "Gentle Back" in words(door().answer(envelope("LaunchRequest", locale=locale)))


# What breaks behind the door


def test_with_the_store_down_she_is_answered_told_and_safe() -> None:
    store = FailingStore(load=StoreError("down"), save=StoreError("down"))
    here = door(store)
    assert "may not be able to keep your place" in words(here.answer(envelope("LaunchRequest")))
    grave = talk(heard(GRAVE), at=here)
    assert "nine, one, one" in words(grave)


@pytest.mark.parametrize(
    "error", [RuntimeError("my baby"), GentleBackError("my baby"), RecursionError(), KeyError("x")]
)
def test_whatever_is_raised_she_hears_a_kind_word_and_her_session_goes_on(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    attributes = packed(Conversation(asked=Asked("start", "start")))
    here = door(exchange=BrokenExchange(error))
    response = here.answer(intent("AMAZON.YesIntent", attributes=attributes))
    assert "try again" in words(response)
    assert response["response"]["shouldEndSession"] is False
    assert response["sessionAttributes"] == attributes
    logged = json.loads(capsys.readouterr().err)
    assert logged["error"] == type(error).__name__
    assert "my baby" not in str(logged)


def test_whatever_is_raised_at_a_request_without_words_is_answered_with_nothing() -> None:
    assert door(exchange=BrokenExchange(RuntimeError())).answer(envelope("SessionEndedRequest"))["response"] == {}


@pytest.mark.parametrize("junk", [5, None, "", "{", '{"asked": 5}', "\ud800", "[" * 100_000, {"asked": None}])
def test_attributes_that_are_not_ours_begin_a_new_conversation(junk: Any) -> None:
    assert unpacked({TALK: junk}) == Conversation()
    assert words(door().answer(envelope("LaunchRequest", attributes={TALK: junk})))


def test_the_log_says_nothing_about_her(capsys: pytest.CaptureFixture[str]) -> None:
    talk(envelope("LaunchRequest"), heard(GRAVE))
    for line in capsys.readouterr().err.splitlines():
        assert json.loads(line).keys() <= {"kind", "locale", "kept", "ms"}
        assert not {USER, "legs", APP} & set(line.replace('"', " ").split())


def test_answers_are_logged_with_how_long_they_took(capsys: pytest.CaptureFixture[str]) -> None:
    door().answer(envelope("LaunchRequest"))
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line).keys() == {"kind", "locale", "kept", "ms"}


def test_what_is_too_long_for_one_turn_goes_on_where_it_was_cut() -> None:
    steps = (Fitted(step="tilts", exercise="alternating_pelvic_tilts", variant="lying", reps=40),)
    talking = Conversation(routine=Running(routine="before_bed", steps=steps), baby="free")
    timeline = tuple(cue for rep in range(1, 400) for cue in (Mark(f"tilts#{rep}"), Count(4.0, "And tip.")))
    reply = Reply(speech=timeline, guiding=True)
    here = door(exchange=fixed(talking, reply))
    response = here.answer(intent("AMAZON.NextIntent"))
    assert len(words(response)) <= MOST_SPEECH
    after = unpacked(response["sessionAttributes"])
    assert after.asked == Asked("go_on")
    assert after.routine is not None
    assert after.routine.rep == words(response).count("And tip.") + 1
    assert response["response"]["shouldEndSession"] is False


def test_where_the_coach_stays_silent_she_is_asked_whether_to_go_on() -> None:
    """Alexa opens no microphone without a word."""
    silent = fixed(Conversation(), Reply(speech=(), listening=True))
    response = talk(intent("AMAZON.FallbackIntent"), at=door(exchange=silent))
    assert "go on" in words(response)
    assert unpacked(response["sessionAttributes"]).asked == Asked("go_on")


@pytest.mark.parametrize("strange", [{"more": float("nan")}, {TALK: "\ud800"}, {TALK: ["x"]}, {TALK: "x" * 100_000}])
def test_only_what_is_ours_is_carried_on_by_an_answer_that_changes_nothing(strange: dict[str, Any]) -> None:
    known = packed(Conversation(turns=3))
    unknown = envelope("Brand.NewRequest", attributes=known | strange)
    assert door().answer(unknown).get("sessionAttributes", {}) == (known if "more" in strange else {})


def test_a_pause_says_how_she_comes_back_to_a_closed_session() -> None:
    said = (
        envelope("LaunchRequest"),
        heard("start my back routine"),
        heard("she's in my arms"),
        heard("baby's crying"),
    )
    paused = talk(*said)
    assert "shouldEndSession" not in paused["response"]
    assert "open gentle back" in words(paused)
    assert "Say continue" not in words(paused)


def test_the_reprompt_of_a_safety_question_says_what_to_do_because_after_it_nothing_can_be_said() -> None:
    response = talk(envelope("LaunchRequest"), heard("i am bleeding"))["response"]
    again = response["reprompt"]["outputSpeech"]["ssml"]
    assert again.index("Bleeding heavily") < again.index("If you can't say, call")


def test_a_question_that_is_put_again_is_said_once_more_to_her_silence() -> None:
    answer = talk(envelope("LaunchRequest"), intent("AMAZON.FallbackIntent"))
    assert "Say start" in answer["response"]["reprompt"]["outputSpeech"]["ssml"]


def test_the_call_is_said_again_to_her_silence_each_time_it_is_said() -> None:
    answer = talk(heard(GRAVE), intent("AMAZON.NextIntent"))
    assert "nine, one, one" in answer["response"]["reprompt"]["outputSpeech"]["ssml"]
