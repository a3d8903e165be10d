"""Who may do what, written down once more straight from `clinical/exercises.md` sections 1, 3, 4 and 5.

It shares no code with `skill.coach.routine`: two readings of one page must agree, or one of them is wrong.
"""

from __future__ import annotations

from typing import NamedTuple

UPRIGHT = {"seated", "standing", "wall", "table", "walking"}


class Row(NamedTuple):
    """First days after birth (later end of a range, a week is seven days), and whether clearance is needed."""

    tier: int
    vaginal: int
    cesarean: int
    """After a cesarean or a complicated birth; also where the kind of birth is unknown."""
    clearance: bool


# Section 1: vaginal "week 1-2" ends on day 14, cesarean "week 2-6" on day 42, and so on.
TIERS = (Row(0, 1, 1, False), Row(1, 14, 42, True), Row(2, 42, 70, True), Row(3, 56, 84, True))

# Section 4, "Earliest" and "Clearance needed" of each item.
ITEMS = {
    "diaphragmatic_breathing": Row(0, 1, 1, False),
    "alternating_pelvic_tilts": Row(0, 3, 7, False),
    "abdominal_bracing": Row(1, 7, 14, True),
    "cat_cow": Row(1, 14, 42, True),
    "seated_glute_stretch": Row(1, 14, 28, True),
    "knee_rocking": Row(0, 3, 3, False),
    "side_plank_knees": Row(3, 56, 84, True),
    "pelvic_floor_contraction": Row(0, 1, 1, False),
    "chin_tuck": Row(0, 1, 1, False),
    "shoulder_blade_squeeze": Row(0, 1, 1, False),
    "doorway_chest_stretch": Row(1, 7, 14, False),
    "seated_thoracic": Row(1, 3, 14, False),
    "wall_pelvic_tilt": Row(1, 5, 14, False),
    "heel_slide": Row(1, 14, 28, True),
    "bridge": Row(2, 28, 56, True),
    "bird_dog": Row(2, 42, 70, True),
    "wall_push_up": Row(2, 28, 42, True),
    "sit_to_stand": Row(2, 14, 28, True),
    "standing_march": Row(1, 7, 14, False),
    "childs_pose": Row(1, 14, 42, True),
    "hip_hinge": Row(2, 14, 42, True),
    "walking": Row(0, 1, 1, False),
}

# Section 4, "Holding the baby". Everything may be done with free hands, and where there is no baby to mind.
# A, B: in arms, carrier. C is two places: on the chest (rule 6: breathing, the pelvic floor, tiny tilts) and the mat.
PLACES = {
    "diaphragmatic_breathing": {"in_arms", "carrier", "on_chest", "mat"},
    "alternating_pelvic_tilts": {"in_arms", "carrier", "on_chest", "mat"},
    "abdominal_bracing": {"in_arms", "carrier", "mat"},
    "cat_cow": {"in_arms", "mat"},
    "seated_glute_stretch": {"mat"},
    "knee_rocking": {"mat"},
    "side_plank_knees": {"mat"},
    "pelvic_floor_contraction": {"in_arms", "carrier", "on_chest", "mat"},
    "chin_tuck": {"in_arms", "carrier", "mat"},
    "shoulder_blade_squeeze": {"in_arms", "carrier", "mat"},
    "doorway_chest_stretch": {"carrier", "mat"},
    "seated_thoracic": {"in_arms", "carrier", "mat"},
    "wall_pelvic_tilt": {"in_arms", "carrier"},
    "heel_slide": {"mat"},
    "bridge": {"mat"},
    "bird_dog": {"mat"},
    "wall_push_up": {"mat"},
    "sit_to_stand": {"in_arms", "carrier", "mat"},
    "standing_march": {"in_arms", "carrier"},
    "childs_pose": {"mat"},
    "hip_hinge": set(),
    "walking": {"in_arms", "carrier", "mat"},
}
NOBODY_TO_MIND = {"free", "not_here"}

# Section 6, "At the changing table": the only place for one hand on the baby.
AT_THE_TABLE = {"standing_march", "abdominal_bracing", "chin_tuck", "shoulder_blade_squeeze"}
TABLE_PLACES = {"in_arms", "free", "mat"}

# Section 4, item 18: with the baby only after week six (and the tier's own row).
WITH_THE_BABY = {"sit_to_stand": Row(2, 42, 70, True)}


class Facts(NamedTuple):
    """What is known of her; None is unknown."""

    place: str | None
    day: int | None
    delivery: str | None
    complicated: bool | None
    cleared: bool | None
    gate: bool | None
    ceiling: int


def strictest(*rows: Row) -> Row:
    return Row(*(max(column) for column in zip(*rows, strict=True)))


def row_of(exercise: str, place: str | None) -> Row:
    """The stricter of tier and item; with the baby on her, the stricter of those too."""
    item = ITEMS[exercise]
    row = strictest(TIERS[item.tier], item)
    held = (place or "in_arms") in {"in_arms", "carrier"}
    return strictest(row, WITH_THE_BABY[exercise]) if held and exercise in WITH_THE_BABY else row


def place_allows(exercise: str, position: str, place: str | None, *, table: bool, routine: str | None) -> bool:
    """Sections 3 and 5: an unknown place counts as in arms."""
    here = place or "in_arms"
    if table:
        return routine == "changing_table" and exercise in AT_THE_TABLE and here in TABLE_PLACES
    if here in {"in_arms", "carrier"} and position not in UPRIGHT:
        return False
    if here == "on_chest" and position != "half_lying":
        return False
    return here in PLACES[exercise] | NOBODY_TO_MIND


def row_allows(row: Row, she: Facts) -> bool:
    """Section 1: tier, day, kind of birth, clearance, gate and standing advice."""
    if row.tier > she.ceiling:
        return False
    if row.clearance and she.cleared is not True:
        return False
    if row.tier >= 1 and she.gate is not True:
        return False
    # Nobody is asked whether the birth was complicated: that is for who clears her. Said, it counts as a cesarean.
    first = row.vaginal if she.delivery == "vaginal" and she.complicated is not True else row.cesarean
    if she.day is None:
        # Gave birth at some day: what anyone may do from day one needs no date.
        return max(row.vaginal, row.cesarean) <= 1
    return she.day >= first
