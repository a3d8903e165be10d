"""Which entry of the advice she asks about, and which intent asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skill.coach.conversation import Conversation
from skill.understanding import slots
from skill.understanding.intents import Choice
from skill.understanding.lexicon import Lexicon
from skill.understanding.phrases import Match
from skill.understanding.word_sets import word_set

ADVICE = frozenset({"tips", "causes", "ask_about", "more"})
FAMILIES = word_set(
    "lifting carrying feeding diaper bath car_seat stroller sleep bed_sharing self_care posture heat walking"
)
"""The families of advice she can ask tips for (`topic`); every other entry is asked about by itself."""
OF_MEDICINES = frozenset({"sleepy_medicine_bed"})
"""Advice entries that answer a question about a medicine."""


def entry_asked(
    choice: Choice, words: Sequence[str], names: Sequence[Match], told: dict[str, Any], conversation: Conversation
) -> str | None:
    """The entry of advice she names, the longest name first; what is said of a medicine comes before all."""
    if any(m.entry[1] == "topic" and m.entry[2] in OF_MEDICINES for m in names):
        return next(iter(OF_MEDICINES))
    advice = slots.named(names, "topic")
    if advice is None and choice.intent == "causes":
        return _CAUSES.get(str(told.get("cause")))
    if advice is None and conversation.asked is not None and conversation.asked.id == "which_topic":
        return next((_TOPICS[word] for word in words if word in _TOPICS), None)
    return advice


_CAUSES = {
    "hormones": "cause_hormones", "abdominals": "cause_abdominals", "posture": "cause_posture",
    "stress": "cause_stress", "newborn_care": "cause_newborn_care", "preexisting": "cause_preexisting",
    "upper_tail": "cause_upper_tail", "epidural": "epidural_back", "c_section": "csection_back",
}  # fmt: skip
_TOPICS = {
    "sleep": "sleep_pillows", "sleeping": "sleep_pillows", "bed": "sleep_pillows", "pillows": "sleep_pillows",
    "feeding": "feed_position", "feed": "feed_position", "feeds": "feed_position", "nursing": "feed_position",
    "breastfeeding": "feed_position", "bottle": "feed_position", "carrying": "carry", "carry": "carry",
    "holding": "carry", "lifting": "lift_crib", "picking": "lift_crib", "bending": "lift_crib", "driving": "car_seat",
    "car": "car_seat", "walking": "walking", "sitting": "posture", "standing": "posture", "nappies": "diaper",
    "changing": "diaper", "bath": "bath", "washing": "bath", "pram": "stroller", "carrier": "carrier_fit",
    "sling": "carrier_fit", "rest": "self_care", "stress": "self_care", "heat": "heat_pad", "warmth": "heat_pad",
}  # fmt: skip
"""One word is enough when the topic was asked for."""


def asking_for(choice: Choice, advice: str | None, lexicon: Lexicon) -> Choice:
    """Asking for advice is `tips` where the entry belongs to a family, `causes` or `ask_about` otherwise."""
    if advice is None or choice.intent in ("causes", "more"):
        return choice
    if lexicon.families.get(advice) in FAMILIES:
        return choice if choice.intent == "tips" else choice._replace(intent="tips")
    if advice.startswith("cause_"):
        return choice._replace(intent="causes")
    return choice._replace(intent="ask_about")
