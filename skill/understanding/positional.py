"""The positional tingling test (`clinical/triage.md` 3.10): a limb that fell asleep and woke up again is no sign.

It came in one position, it went within minutes of moving, it is not between the legs, and it came without weakness.
Where one of the four is not said, the test is not passed and the sign stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from skill.understanding.word_sets import word_set

OF_POSITION = frozenset({"leg_numb_tingle", "both_legs", "leg_weakness", "stroke_signs", "leg_pain_one"})
"""What such words sound like."""
_LIMB = word_set("arm arms hand hands fingers foot feet leg legs toes calf shin thigh")
_ASLEEP = word_set(
    "asleep sleep numb numbness tingle tingles tingled tingling tingly pins needles fizzy fizzing dead wood wooden "
    "buzzing buzzed prickly prickled prickles jelly static"
)
_POSITION = word_set(
    "sat sit sitting perch perched perching kneel knelt kneeling squat squatted squatting crouched crouching cross "
    "crossed legged lying lay laid leaning leant propped heels toilet loo tucked folded holding under underneath"
)
_WENT = word_set(
    "gone went passed wiggle wiggled wiggling shook shake shaken stopped fine normal settled rain wore woke"
)
_WENT_BACK = frozenset({("came", "back"), ("come", "back"), ("comes", "back"), ("feeling", "back"), ("walked", "it")})
_SOON = word_set(
    "minutes minute seconds second moment straight once stood soon instantly flapped shook wiggled waggled stretched "
    "stamped"
)
_SOON_AFTER = frozenset({("by", "time"), ("as", "soon"), ("when", "i")})
_BETWEEN_THE_LEGS = word_set(
    "between saddle crotch groin vagina vulva bum bottom butt backside buttocks perineum wipe bits pee wee poo bladder"
)
_WEAK = word_set(
    "weak weakness buckle buckled buckles lift drag drags dragging trip tripped fell collapse collapsed heavy"
)
_STAYS = word_set("still keeps keep hours hour days always constantly permanent never spreading worse again")
_NOT = word_set("not never without cannot no")


def fell_asleep(words: Sequence[str]) -> bool:
    """Whether these words pass all four parts of the test."""
    said = set(words)
    pairs = set(pairwise(words))
    if not (said & _LIMB and said & _ASLEEP and said & _POSITION):
        return False
    went = said & _WENT or pairs & _WENT_BACK
    soon = said & _SOON or pairs & _SOON_AFTER
    return bool(went and soon) and not said & (_BETWEEN_THE_LEGS | _WEAK | _STAYS | _NOT)
