"""The sample's ids -> ours, for scoring only (`skill.measuring`)."""

from __future__ import annotations

EXERCISES = {"pelvic_tilt": "alternating_pelvic_tilts", "side_plank_from_knees": "side_plank_knees"}
_ONE = {
    "bilateral_leg_numbness": "both_legs", "bladder_incontinence": "control_loss", "bowel_incontinence": "control_loss",
    "bladder_retention": "bladder_retention", "saddle_numbness": "saddle_numb", "leg_weakness": "leg_weakness",
    "foot_drop": "leg_weakness", "breathless": "trouble_breathing", "coughing_blood": "trouble_breathing",
    "chest_pain": "chest_pain", "tearing_pain": "tearing_pain", "fainting": "fainted", "seizure": "seizure",
    "stroke_signs": "stroke_signs", "confusion": "sepsis_signs stroke_signs", "impending_doom": "sepsis_signs",
    "palpitations": "heart_racing", "heavy_bleeding": "heavy_bleeding", "high_blood_pressure": "bp_severe bp_high",
    "severe_headache": "headache_persistent headache_thunderclap", "vision_change": "vision_change",
    "face_hand_swelling": "swelling_face_hands", "severe_belly_pain": "belly_pain_severe",
    "vomiting": "vomiting_severe", "fever": "fever", "chills": "fever", "flank_pain_fever": "kidney_signs",
    "wound_redness": "wound_infection", "wound_discharge": "wound_infection", "wound_opening": "wound_infection",
    "foul_discharge": "discharge_smelly", "breast_infection": "breast_red_painful",
    "burning_urination": "urine_infection", "calf_swelling": "leg_clot", "epidural_site_swelling": "neuraxial_site",
    "extreme_tiredness": "overwhelming_tiredness", "trauma_fall": "trauma_major trauma_minor",
    "sudden_onset": "pain_sudden", "severe_pain": "pain_severe", "night_pain": "pain_night",
    "progressive_worsening": "pain_worse", "unexplained_weight_loss": "weight_loss", "cancer_history": "",
    "self_harm_thoughts": "self_harm_thoughts", "harm_baby_thoughts": "baby_harm_thoughts",
    "hallucinations": "psychosis_signs",
}  # fmt: skip
SIGNS: dict[str, frozenset[str]] = {name: frozenset(ours.split()) for name, ours in _ONE.items()}
"""Sign of the sample -> the signs of ours that mean it."""
_CRITICAL = """
    bladder_retention bladder_incontinence bowel_incontinence saddle_numbness bilateral_leg_numbness leg_weakness
    heavy_bleeding chest_pain breathless coughing_blood impending_doom fainting seizure stroke_signs confusion
    severe_headache vision_change high_blood_pressure tearing_pain flank_pain_fever severe_belly_pain
    self_harm_thoughts harm_baby_thoughts hallucinations
"""
CRITICAL = frozenset(_CRITICAL.split())
"""The sample's signs that must not be missed."""
