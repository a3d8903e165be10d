"""Saying something while a question is open."""

from __future__ import annotations

from skill.coach.conversation import Asked, Conversation, Running
from skill.coach.heard import Heard, Said
from skill.coach.routine import Fitted
from skill.opening import names
from skill.understanding import hear
from skill.understanding.word_sets import word_set
from tests.understanding.speaking import TODAY

CHECKS = word_set(
    "hurt_numb safe_to_talk anything_new new_since care_new is_it_now is_it_like_that gate_1 gate_2 gate_3 gate_4 "
    "fever heavy_bleeding saddle_numb leg_weakness leg_numb_tingle bladder_retention chest_pain pain_severe pain_worse "
    "fainted headache_persistent"
)
STEP = Fitted(step="tilts", exercise="alternating_pelvic_tilts", variant="lying_mat", reps=5)
RUNNING = Running(routine="floor_hands_free", steps=(STEP, STEP))


def answer(asked: str, text: str) -> Heard:
    """What is heard of `text` while the question `asked` is open; in a routine where it comes in one."""
    routine = RUNNING if asked in ("ready", "go_on") or asked.startswith("gate_") else None
    talk = Conversation(asked=Asked(asked, check=asked in CHECKS), routine=routine)
    return hear(Said(text=text), talk, names("en-US"), TODAY)
