"""Every fact of the seed article is said to someone who asks, by the second turn: an intent, then at most "more".

Each fact names words that have to be heard. A fact that is lost fails by its name.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from msgspec import structs

from skill.coach.content import Content
from tests.factories import Session, content


class Fact(NamedTuple):
    """What is asked, and what has to be heard; `a|b` is one of several words."""

    intent: str
    slots: dict[str, Any]
    heard: str


def about(advice: str, heard: str) -> Fact:
    return Fact("ask_about", {"advice": advice}, heard)


def cause(advice: str, heard: str) -> Fact:
    return Fact("causes", {"advice": advice}, heard)


def exercise(id: str, heard: str) -> Fact:
    return Fact("explain_exercise", {"exercise": id}, heard)


FACTS: dict[str, Fact] = {
    # Causes
    "back pain after birth is common": Fact("causes", {}, "common"),
    "it usually doesn't indicate something serious": Fact("causes", {}, "usually not, serious"),
    "it generally improves over time": Fact("causes", {}, "time, help"),
    "it can linger for weeks or months": Fact("causes", {}, "weeks or months"),
    "hormones loosen ligaments and strain": cause("cause_hormones", "loosen, strain, pelvis"),
    "the joints between spine and pelvis": cause("cause_hormones", "joints, spine meets your pelvis"),
    "hormones don't resolve at delivery": cause("cause_hormones", "doesn't vanish"),
    "abdominal muscles stretch and may part": cause("cause_abdominals", "tummy muscles, stretch, part"),
    "less support for spine and pelvis": cause("cause_abdominals", "spine and pelvis, less support"),
    "the center of gravity shifts posture": cause("cause_posture", "balance forward, posture"),
    "stress on joints, nerves and muscles": cause("cause_posture", "joints, nerves and muscles"),
    "posture takes time to shift back": cause("cause_posture", "time to shift back"),
    "stress tenses muscles into spasm": cause("cause_stress", "stress, tight, spasm"),
    "newborn care loads the back": cause("cause_newborn_care", "lift from the crib, baths, car seats"),
    "hunching at breast or bottle": cause("cause_newborn_care", "hunching, breast or bottle"),
    "pain before pregnancy raises the risk": cause("cause_preexisting", "before pregnancy, more likely"),
    "the upper back may ache": cause("cause_upper_tail", "upper back"),
    "the tailbone may be sore from labor": cause("cause_upper_tail", "tailbone, giving birth"),
    # When to see a doctor
    "see a doctor: starts abruptly": about("see_doctor", "abruptly"),
    "see a doctor: severe": about("see_doctor", "severe"),
    "see a doctor: mainly at night": about("see_doctor", "mainly at night"),
    "see a doctor: worse or no better": about("see_doctor", "getting worse, stretching or exercise doesn't help"),
    "see a doctor: numb or tingling": about("see_doctor", "lower body, numb or tingly"),
    # Lifting and carrying
    "engage the core and exhale to lift": about("lift_crib", "breathe out, tighten your tummy"),
    "keep the baby close": about("lift_crib", "your chest"),
    "stagger the feet or use a footstool": about("lift_crib", "one foot ahead, low stool"),
    "a hip loads one side": about("carry", "one hip, one side"),
    "a hip seat or a carrier for a short trip": about("carry", "hip seat, carrier, short trip"),
    "a stroller for longer walks, fit for the age": about("carry", "longer walks, stroller, age"),
    # Feeding, changing, bath, car seat
    "newborns feed eight to twelve times": about("feed_position", "eight to twelve times, two to three hours"),
    "the same position tightens the back": about("feed_position", "same position, tight, upper and low back"),
    "vary the position each feed": about("feed_position", "change position each feed"),
    "change diapers at hip or waist height": about("diaper", "hip or waist height"),
    "everything in easy reach": about("diaper", "easy reach, wipes, cream, clothes"),
    "not on the floor leaning forward": about("diaper", "floor, leaning forward"),
    "a countertop tub or the sink": about("bath", "counter, kitchen sink"),
    "a bath kneeler and elbow pads": about("bath", "kneeler, elbow pads, crouch"),
    "a car seat adapter, push instead of carry": about("car_seat", "adapter, push instead of carry"),
    # Sleep
    "a pillow under the knees": about("sleep_pillows", "back, pillow under your knees"),
    "pillows between knees and feet": about("sleep_pillows", "side, between your knees and your feet"),
    "the academy advises against bed sharing": about(
        "bed_sharing", "American Academy of Pediatrics, avoid bed sharing"
    ),
    "bed sharing spoils the position": about("bed_sharing", "poor position"),
    "back to their own sleep space": about("bed_sharing", "after feeding or comforting, own sleep space"),
    # Self-care and therapy
    "a warm bath, with clearance": about("self_care", "ask your provider, warm bath"),
    "a heat pad or a massage gun": about("self_care", "heat pad, massage gun"),
    "a short stretch, doable in the day": about("self_care", "short stretch, fits your day"),
    "ask for the best self-care": about("self_care", "provider or a physical therapist, suits your low back"),
    "moving may be what the back needs": about(
        "walking", "may not feel like moving, movement may be what your back needs"
    ),
    "walking is an exercise": about("walking", "walking is the first exercise"),
    "yoga can ease the pain": about("yoga", "yoga, ease"),
    "clearance before any exercise": about("clearance", "provider before you start to exercise"),
    "a therapist tailors a program": about("clearance", "physical therapist, plan"),
    "therapy: stretches against stiffness": about("pt_what", "stretches, stiffness"),
    "therapy: core, pelvic floor, mid and upper back": about("pt_what", "tummy, pelvic floor, middle and upper back"),
    "therapy: pain strategies and more care": about("pt_what", "everyday pain relief, need more care"),
    "therapy: in person or by video": about("pt_what", "in person or by video"),
    "pelvic floor therapy: exercise, education, habits": about("pelvic_pt", "exercise, learning, habits"),
    "ergonomics and varied feeding help most": about("ergonomics", "feeding positions help most"),
    "doing things it isn't used to": about("ergonomics", "isn't used to"),
    "a gap that may separate": about("diastasis_check", "gap"),
    # The seven exercises
    "diaphragmatic breathing": exercise("diaphragmatic_breathing", "breathe in, ribs, breathe out"),
    "alternating pelvic tilts": exercise("alternating_pelvic_tilts", "flatten your low back, tip your tailbone"),
    "abdominal bracing": exercise("abdominal_bracing", "draw your low tummy in"),
    "cat cow": exercise("cat_cow", "round your back, lengthen"),
    "seated glute stretch": exercise("seated_glute_stretch", "ankle on the other knee"),
    "knee rocking": exercise("knee_rocking", "knees, tip, one side, other"),
    "side plank from knees": exercise("side_plank_knees", "side, knees bent, lift your hips"),
    # The article's own disclaimer
    "for education, not medical advice": Fact("launch", {}, "education, not medical advice"),
}


def lost(fact: Fact, words: Content) -> list[str]:
    """The words of a fact that are not heard in a fresh conversation within two turns."""
    session = Session(words=words).with_settings(welcomed=fact.intent != "launch")
    said = session.hear(fact.intent, **fact.slots).text
    if fact.intent != "launch":
        said += " " + session.hear("more").text
    return [word for word in fact.heard.split(", ") if word.lower() not in said.lower()]


@pytest.mark.parametrize("name", list(FACTS))
def test_a_fact_of_the_seed_article_is_told_by_the_second_turn(name: str) -> None:
    assert lost(FACTS[name], content()) == []


def test_the_seven_exercises_of_the_seed_are_marked_as_such_and_can_all_be_done() -> None:
    seeds = {id for id, exercise in content().exercises.items() if exercise.seed}
    assert seeds == {fact.slots["exercise"] for fact in FACTS.values() if "exercise" in fact.slots}
    assert len(seeds) == 7


@pytest.mark.parametrize("id", sorted({fact.slots["advice"] for fact in FACTS.values() if "advice" in fact.slots}))
def test_a_lost_entry_is_found(id: str) -> None:
    words = content()
    entry = structs.replace(words.advice[id], parts=("Ask me about something else.",))
    without = structs.replace(words, advice={**words.advice, id: entry})
    assert any(lost(fact, without) for fact in FACTS.values() if fact.slots.get("advice") == id)


@pytest.mark.parametrize("id", ["cat_cow", "knee_rocking"])
def test_a_lost_exercise_is_found(id: str) -> None:
    words = content()
    without = structs.replace(words, exercises={k: v for k, v in words.exercises.items() if k != id})
    assert any(lost(fact, without) for fact in FACTS.values() if fact.slots.get("exercise") == id)
