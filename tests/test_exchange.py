"""One exchange: she is always answered, nothing is lost between two devices, and she is never told what is not so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from skill.coach.conversation import Conversation
from skill.coach.errors import StoreError, StoreFull, UnknownLocale
from skill.coach.heard import Heard
from skill.coach.keepsake import Entry, Keepsake, Place, Settings
from skill.coach.levels import Level
from skill.coach.reply import CancelReminder, Erase, Reply, Save
from skill.coach.scene import TriageMode
from skill.coach.situation import Profile
from skill.coach.timeline import Listen, Say, Timeline
from skill.deadline import Deadline
from skill.exchange import RETAKES, Exchange
from skill.stores import NotErased, StoreCorrupt, key_of
from skill.stores.memory import MemoryStore
from tests.clocks import DummyClock
from tests.exchange_dummies import ANSWER, KEY, NOW, USER, Answer, DummyTurn, FailingStore, exchange, hear, kept, take

# A turn


def test_a_turn_is_taken_on_what_was_kept_and_what_changed_is_kept() -> None:
    store = MemoryStore()
    store.save(KEY, Keepsake(settings=Settings(knows={"tilt": 4})), 0)
    taken = take(exchange(store, DummyTurn()))
    assert kept(store) == taken.keepsake == Keepsake(settings=Settings(knows={"tilt": 5}))
    assert (taken.kept, taken.reply.text, taken.conversation.turns) == (True, "Good.", 1)
    assert taken.heard == Heard(intent="start_routine", slots={"today": NOW.date(), "lexicon": "EN-US"})


def test_a_turn_that_changes_nothing_saves_nothing() -> None:
    store = FailingStore()
    turn = DummyTurn(lambda talk, keepsake: (talk, keepsake, Reply(speech=ANSWER)))
    assert take(exchange(store, turn)).kept
    assert store.saves == 0


def test_the_key_is_hashed_and_each_recognised_person_has_her_own() -> None:
    store = MemoryStore()
    take(exchange(store, DummyTurn()))
    take(exchange(store, DummyTurn()), person="amzn1.ask.person.ANNA")
    assert {KEY, key_of(USER, "amzn1.ask.person.ANNA")} < set(store.rows)
    assert all(len(key) == 64 for key in store.rows)


def test_settings_mode_is_told_to_the_turn_and_keeps_no_birth_facts() -> None:
    store = MemoryStore()
    told = Keepsake(profile=Profile(delivery="cesarean"), diary=(Entry(day=NOW.date(), kind="session"),))
    turn = DummyTurn(lambda talk, _: (talk, structs.replace(told, see_care_until=NOW.date()), Reply(speech=ANSWER)))
    taken = take(exchange(store, turn, keep="settings"))
    assert turn.keeps == ["settings"]
    assert kept(store) == taken.keepsake == Keepsake(see_care_until=NOW.date())


@pytest.mark.parametrize("triage", ["ask", "inform"])
def test_whether_anything_may_be_asked_is_told_to_the_turn(triage: TriageMode) -> None:
    turn = DummyTurn()
    take(exchange(MemoryStore(), turn, triage=triage))
    assert turn.triages == [triage]


def test_facts_kept_in_personal_mode_are_neither_used_nor_kept_once_the_mode_is_settings() -> None:
    store = MemoryStore()
    store.save(KEY, Keepsake(profile=Profile(cleared=True)), 0)
    turn = DummyTurn(lambda talk, keepsake: (talk, keepsake, Reply(speech=ANSWER)))
    take(exchange(store, turn, keep="settings"))
    assert turn.given[0][1] == kept(store) == Keepsake()


def test_a_place_that_has_outlived_its_time_is_neither_offered_nor_kept() -> None:
    store = MemoryStore()
    place = Place(routine="before_bed", step="tilt", exercise="tilt", variant="v", at=NOW - timedelta(days=91))
    store.save(KEY, Keepsake(place=place), 0)
    turn = DummyTurn(lambda talk, keepsake: (talk, keepsake, Reply(speech=ANSWER)))
    take(exchange(store, turn))
    assert turn.given[0][1].place is None
    assert kept(store).place is None


def test_a_moment_without_a_time_zone_keeps_its_hour() -> None:
    turn = DummyTurn()
    take(exchange(MemoryStore(), turn), now=NOW.replace(tzinfo=None))
    assert turn.nows == [NOW]


def test_an_unknown_locale_reaches_the_door() -> None:
    def no_words(locale: str) -> Any:
        raise UnknownLocale(locale)

    with pytest.raises(UnknownLocale):
        take(Exchange(MemoryStore(), content=no_words, lexicon=no_words, hear=hear, turn=DummyTurn()))


# Two devices


def another_device_saves(store: MemoryStore, times: int) -> Answer:
    """Another session counts one exercise more while this turn is being taken, the first `times` times."""
    left = [times]

    def answer(talk: Conversation, keepsake: Keepsake) -> tuple[Conversation, Keepsake, Reply]:
        if left[0]:
            left[0] -= 1
            take(exchange(store, DummyTurn()))
        counted = structs.replace(talk, turns=talk.turns + 1)
        return (
            counted,
            structs.replace(keepsake, settings=structs.replace(keepsake.settings, pace=1.2)),
            Reply(speech=ANSWER),
        )

    return answer


@pytest.mark.parametrize("conflicts", [1, RETAKES])
def test_on_a_conflict_the_turn_is_taken_again_on_the_newer_keepsake(conflicts: int) -> None:
    store = MemoryStore()
    turn = DummyTurn(another_device_saves(store, conflicts))
    taken = take(exchange(store, turn), Conversation(turns=7))
    assert taken.kept
    assert kept(store).settings == Settings(pace=1.2, knows={"tilt": conflicts})
    assert [talk.turns for talk, _ in turn.given] == [7] * (conflicts + 1), "always this session's own conversation"
    assert taken.conversation.turns == 8


def test_after_three_retakes_she_is_answered_without_saving() -> None:
    store = MemoryStore()
    turn = DummyTurn(another_device_saves(store, 99))
    taken = take(exchange(store, turn))
    assert len(turn.given) == 1 + RETAKES
    assert not taken.kept
    assert taken.reply.text == f"Good. {StoreError.spoken}"
    assert kept(store).settings == Settings(knows={"tilt": 1 + RETAKES}), "the other device lost nothing"


# A store that fails


@pytest.mark.parametrize("call", ["load", "save"])
@pytest.mark.parametrize("error", [StoreError("locked"), StoreFull("full")])
def test_a_failing_store_is_said_once_in_a_session(call: str, error: StoreError) -> None:
    house = exchange(FailingStore(**{call: error}), DummyTurn())
    first = take(house)
    second = take(house, first.conversation)
    assert (first.kept, first.reply.text) == (False, f"Good. {error.spoken}")
    assert (second.kept, second.reply.text) == (False, "Good.")
    assert take(house).reply.text == first.reply.text, "another session is told too"


def test_what_could_not_be_loaded_is_never_saved_over() -> None:
    store = FailingStore(load=StoreError("kept by a newer version"))
    turn = DummyTurn()
    take(exchange(store, turn))
    given = turn.given[0][1]
    assert given == Keepsake(see_care_until=given.see_care_until)
    assert given.see_care_until is not None, "only the gentlest while it cannot be read"
    assert store.saves == 0


@pytest.mark.parametrize("turns", [0, 3])
def test_the_disclaimer_is_for_the_first_answer_of_a_session_though_nothing_can_be_read(turns: int) -> None:
    turn = DummyTurn()
    take(exchange(FailingStore(load=StoreError("locked")), turn), Conversation(turns=turns))
    assert turn.given[0][1].settings.welcomed == (turns > 0)


@pytest.mark.parametrize("level", ["SOON", "URGENT", "EMERGENCY"])
def test_nothing_stands_beside_advice_to_seek_care(level: Level) -> None:
    safe = Reply(speech=(Say("Call 911 now."),), level=level)
    house = exchange(FailingStore(save=StoreFull("full")), DummyTurn(reply=safe))
    taken = take(house)
    assert taken.reply == safe
    assert not taken.kept
    later = take(exchange(FailingStore(save=StoreFull("full")), DummyTurn()), taken.conversation)
    assert StoreFull.spoken in later.reply.text


def test_a_players_event_without_words_stays_without_words() -> None:
    taken = take(exchange(FailingStore(save=StoreFull("full")), DummyTurn(reply=Reply(speech=()))))
    assert taken.reply.speech == ()


@pytest.mark.parametrize(
    ("reply", "speech"),
    [
        (Reply(speech=(*ANSWER, Listen())), (*ANSWER, Say(StoreError.spoken), Listen())),
        (Reply(speech=(Say("How many weeks?"),), asking="weeks"), (Say(StoreError.spoken), Say("How many weeks?"))),
    ],
)
def test_a_question_or_an_open_microphone_stays_last(reply: Reply, speech: Timeline) -> None:
    taken = take(exchange(FailingStore(save=StoreError("locked")), DummyTurn(reply=reply)))
    assert taken.reply.speech == speech


def test_a_reply_never_says_saved_when_it_was_not() -> None:
    reply = Reply(speech=ANSWER, effects=(Save(), CancelReminder()))
    assert take(exchange(MemoryStore(), DummyTurn(reply=reply))).reply.effects == (Save(), CancelReminder())
    taken = take(exchange(FailingStore(save=StoreError("locked")), DummyTurn(reply=reply)))
    assert taken.reply.effects == (CancelReminder(),)


def test_a_broken_document_is_said_once_and_she_begins_afresh() -> None:
    store = MemoryStore()
    store.rows[KEY] = (3, b"junk")
    house = exchange(store, DummyTurn())
    first = take(house)
    assert (first.kept, first.reply.text) == (True, f"Good. {StoreCorrupt.spoken}")
    assert take(house, first.conversation).reply.text == "Good."
    assert kept(store).settings.knows == {"tilt": 2}


def test_a_broken_document_is_said_even_when_the_turn_is_retaken() -> None:
    store = MemoryStore()
    store.rows[KEY] = (3, b"junk")
    taken = take(exchange(store, DummyTurn(another_device_saves(store, 1))))
    assert (taken.kept, taken.reply.text) == (True, f"Good. {StoreCorrupt.spoken}")


# Erasing


GONE = Reply(speech=(Say("Everything is erased."),), ended=True, effects=(Erase(), CancelReminder()))


def test_erasing_leaves_nothing_not_even_an_empty_document() -> None:
    store = MemoryStore()
    store.save(KEY, Keepsake(profile=Profile(cleared=True)), 0)
    taken = take(exchange(store, DummyTurn(reply=GONE)))
    assert store.rows == {}
    assert (taken.kept, taken.keepsake, taken.reply) == (True, Keepsake(), GONE)


def test_what_cannot_be_read_can_still_be_erased() -> None:
    store = FailingStore(load=StoreError("kept by a newer version"))
    store.rows[KEY] = (3, b'{"version": 99}')
    assert take(exchange(store, DummyTurn(reply=GONE))).reply == GONE
    assert store.rows == {}


def test_she_never_hears_that_all_is_erased_when_it_is_not() -> None:
    store = FailingStore(erase=StoreError("locked"))
    store.save(KEY, Keepsake(profile=Profile(cleared=True)), 0)
    taken = take(exchange(store, DummyTurn(reply=GONE)))
    assert taken.reply.text == NotErased.spoken
    assert (taken.reply.ended, taken.reply.listening) == (False, True), "so that she can ask again"
    assert Erase() not in taken.reply.effects
    assert not taken.kept
    assert kept(store).profile == Profile(cleared=True)


# One deadline


def test_no_retake_is_begun_that_could_pass_the_deadline() -> None:
    clock, store = DummyClock(), MemoryStore()
    another = another_device_saves(store, 99)

    def slowly(talk: Conversation, keepsake: Keepsake) -> tuple[Conversation, Keepsake, Reply]:
        clock.passes(2.0)
        return another(talk, keepsake)

    turn = DummyTurn(slowly)
    taken = take(exchange(store, turn), deadline=Deadline(6.0, clock=clock))
    assert len(turn.given) == 2, "2 s of 6 leave room for reading and saving once more, 4 s do not"
    assert (taken.kept, taken.reply.text) == (False, f"Good. {StoreError.spoken}")
    assert kept(store).settings == Settings(knows={"tilt": 2}), "the other device lost nothing"


def test_the_deadline_of_one_turn_is_not_that_of_the_next() -> None:
    store = MemoryStore()
    turn = DummyTurn(another_device_saves(store, RETAKES))
    house = exchange(MemoryStore(), DummyTurn())
    take(house, deadline=Deadline(0.0, clock=DummyClock()))
    assert take(exchange(store, turn)).kept
