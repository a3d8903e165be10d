"""An open question decides what a sentence means: yes, no, don't know, on with it, or the baby's place."""

from __future__ import annotations

import pytest

from tests.understanding.asking import answer

LEAST = 0.6


def missed(asked: str, texts: list[str], intent: str) -> dict[str, object]:
    """The sentences that are not surely this intent."""
    heard = {text: answer(asked, text) for text in texts}
    return {t: (h.intent, h.confidence, h.signs) for t, h in heard.items() if h.intent != intent or h.confidence < LEAST}


NO = {
    "hurt_numb": [
        "no it's only achy", "nope nothing like that just stiff", "it's just sore", "nah it only aches", "only a bit sore",
        "no i can wiggle everything it just hurts", "no that's fine", "just tight muscles", "nothing new no", "no none",
        "no i can lift it it's only really tender", "no my foot feels normal", "thankfully no", "no no it's only stiff",
    ],
    "leg_numb_tingle": ["no it went away", "no it's all passed", "nope gone now", "no it only tingled for a second", "it stopped no",
                        "no it's gone back to normal", "no that's settled"],
    "gate_1": [
        "no worse than yesterday", "no same as it always is", "same as usual no", "well no", "i see well no same as before",
        "no just the usual", "nah about the same", "okay no not really", "right no it's the same as always",
        "oh thanks no it's the same", "no if anything it's better", "not worse no",
    ],
    "gate_2": ["nope all normal down there", "no nothing", "none no", "nah my legs are fine"],
    "gate_3": ["no fever", "no i feel well", "no i've not had a temperature", "nope not ill just knackered", "not a fever no"],
    "gate_4": ["no it's nearly stopped", "no it's lighter if anything", "nope hardly any bleeding now", "nah just spotting",
               "no the bleeding has pretty much stopped"],
    "bladder_retention": ["no i can wee perfectly well", "no i'm peeing fine", "ooh no i can go okay", "no problems there"],
    "anything_new": ["no nothing new", "nothing different no", "nah all the same", "no just been on my feet all day"],
    "pain_severe": ["no it's bearable", "no i can move around it's just really sore", "no it's just sore", "nope i can still move"],
    "heavy_bleeding": ["no not that much", "no it's light", "nope one pad does me the whole day"],
    "offer": ["no thanks", "nah not now", "no tomorrow maybe", "not today no", "nope i'm good", "no i'm shattered"],
    "start": ["no not right now", "nah", "not just yet no"],
    "cleared": ["no not yet", "nope", "no my appointment is next week", "not yet no"],
    "erase": ["no leave it as it is", "no don't", "nope keep it", "hang on no keep it"],
}  # fmt: skip


@pytest.mark.parametrize("asked", NO)
def test_a_sentence_that_begins_or_ends_with_no_is_a_no(asked: str) -> None:
    assert not missed(asked, NO[asked], "answer_no")


YES = {
    "hurt_numb": ["yeah a bit", "yes a little tingling", "yep down one side", "aye some", "yeah it does when i move"],
    "gate_1": ["yeah it's worse today", "yes it's different", "yep", "a bit worse yeah", "yes since this morning"],
    "gate_4": ["yeah it's heavier", "yes a lot heavier", "yep it has"],
    "fever": ["yes i think so", "yeah i feel hot", "yep since last night"],
    "leg_weakness": ["yes", "yeah my foot drags a bit", "aye it gives way"],
    "safe_to_talk": ["yes i'm alone", "yeah", "yep he's out"],
    "offer": ["okay lets do that one", "yeah go on", "go on then", "ready", "let's go", "sure why not", "yes please do",
              "yeah go ahead", "okay ready", "fine what you suggested", "right let's start", "sounds good", "aye go on",
              "alright then let's do it", "okay then whatever you suggest"],
    "start": ["yeah let's", "ready", "okay ready", "go ahead", "let's go", "yes let's crack on", "yep start", "go on then",
              "okay let us do that", "uh huh ready", "yeah i'm up for that"],
    "resume": ["yeah go ahead", "ready", "yes where i was", "let's go", "okay let's do it", "yep go on"],
    "erase": ["yes erase it", "yes do it", "yep all of it"],
    "cleared": ["yes at my check", "yep last week", "yeah she did"],
}  # fmt: skip


@pytest.mark.parametrize("asked", YES)
def test_a_sentence_that_begins_or_ends_with_yes_is_a_yes(asked: str) -> None:
    texts = [t for t in YES[asked] if not (asked == "cleared" and answer(asked, t).slots.get("cleared") is True)]
    assert not missed(asked, texts, "answer_yes")


UNSURE = {
    "gate_1": ["i don't know really", "not sure it might be", "hard to say", "i'd rather not say", "pass", "no idea",
               "i don't want to answer that one", "no i'm not sure"],
    "cleared": ["i don't know my doctor never mentioned it", "not sure nobody talked about it", "no idea to be honest",
                "i don't know the midwife did not say anything"],
    "heavy_bleeding": ["i'd rather not talk about it", "i don't want to say", "prefer not to answer", "can't tell"],
    "hurt_numb": ["maybe i can't tell", "i'm not sure", "no clue"],
    "safe_to_talk": ["i don't want to answer that", "i would rather not say"],
}  # fmt: skip


@pytest.mark.parametrize("asked", UNSURE)
def test_not_knowing_and_not_wanting_to_say_are_never_a_no(asked: str) -> None:
    assert not missed(asked, UNSURE[asked], "answer_unsure")


def test_not_knowing_about_clearance_is_no_fact() -> None:
    assert "cleared" not in answer("cleared", "i don't know the doctor hasn't said a thing about exercise").slots


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("is_it_now", "yeah but which one is it a disc or a muscle"),
        ("gate_2", "no but why do you ask"),
        ("fever", "yeah but what counts as a fever"),
        ("offer", "yes but how long will that take"),
        ("hurt_numb", "okay but is that dangerous"),
    ],
)
def test_a_question_is_no_answer(asked: str, text: str) -> None:
    assert answer(asked, text).intent not in ("answer_yes", "answer_no")


@pytest.mark.parametrize(
    ("asked", "text", "sign"),
    [
        ("gate_1", "no but i can't pee", "bladder_retention"),
        ("gate_3", "no fever but my chest hurts", "chest_pain"),
        ("fever", "no but i'm soaking a pad an hour", "heavy_bleeding"),
        ("offer", "no i've got no feeling between my legs", "saddle_numb"),
    ],
)
def test_another_warning_sign_beats_a_no(asked: str, text: str, sign: str) -> None:
    heard = answer(asked, text)
    assert (sign, "present") in {(s.id, s.status) for s in heard.signs}
    assert heard.intent == "report_warning_sign"


def test_a_no_with_the_word_of_the_sign_that_was_asked_raises_nothing() -> None:
    for asked, text in (
        ("leg_numb_tingle", "no the tingling has gone"), ("hurt_numb", "no tingling only sore"),
        ("gate_4", "no the bleeding has nearly stopped"), ("gate_3", "no not feverish just hot from the shower"),
        ("leg_weakness", "nope it's not weak it only hurts"), ("pain_severe", "no it's not that bad"),
    ):  # fmt: skip
        heard = answer(asked, text)
        assert (heard.intent, heard.signs) == ("answer_no", ()), (text, heard)


def test_an_offer_declined_for_something_else_is_the_something_else() -> None:
    assert answer("offer", "no i want to do bridges").intent == "start_exercise"
    assert answer("offer", "nah do the bedtime routine").intent == "start_routine"


READY = [
    "uh huh ready", "yep all finished", "all done", "done", "that was nice next one", "that felt lovely next", "finished",
    "yeah done that", "okay done next", "i'm done", "that one's done", "mm hmm ready", "good ready", "yes all done",
    "done with that one", "that was easy next", "right ready", "aye go on", "yep next",
]  # fmt: skip


def test_done_and_ready_are_next_when_she_was_asked_if_she_is_ready() -> None:
    assert not missed("ready", READY, "next")
    assert answer("ready", "stop").intent == "stop"
    assert answer("ready", "thanks bye").intent == "thanks_goodbye"
    assert answer("ready", "not ready").intent != "next"


PLACES = {
    "free": ["put down", "down", "sleeping", "asleep", "with his dad", "hubby's got her", "crib", "cot", "moses basket",
             "bassinet", "swing", "in bed", "in the bouncer", "he's with my mum", "gone down for a nap", "my wife has him",
             "she's in her bed", "nana's got him", "in the pram"],
    "in_arms": ["arms", "on me", "i've got her", "in my arms", "i've got him here", "holding her", "on my lap", "feeding",
                "i'm feeding him", "she's on my shoulder", "with me", "right here on me"],
    "carrier": ["carrier", "sling", "in the wrap", "strapped on", "i'm wearing her", "in the ergo"],
    "on_chest": ["on my chest", "chest", "asleep on my chest", "on my tummy", "skin to skin"],
    "mat": ["on the mat", "back on the mat", "the mat", "playing on the floor", "on his playmat", "on a blanket"],
}  # fmt: skip


@pytest.mark.parametrize("asked", ["baby", "baby_now"])
@pytest.mark.parametrize("place", PLACES)
def test_any_word_for_a_place_answers_where_the_baby_is(place: str, asked: str) -> None:
    heard = {text: answer(asked, text) for text in PLACES[place]}
    wrong = {
        t: h for t, h in heard.items()
        if (h.intent, h.slots.get("baby")) != ("baby_status", place) or h.confidence < 0.7
    }  # fmt: skip
    assert not wrong
