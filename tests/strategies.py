"""Values for property tests: any Keepsake a core could hand to a store."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from skill.coach.keepsake import Entry, Keepsake, Left, Place, PlanPlace, Reminder, Settings, Why
from skill.coach.levels import ANSWERS
from skill.coach.situation import BABY_PLACES, Profile

steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=80,
    # One contract test runs in the class of every store, with that class's own store.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, HealthCheck.too_slow],
)
"""The same examples in every run, and nothing timed."""

words = st.text(max_size=20)
counts = st.integers(min_value=0, max_value=10_000)
flags = st.none() | st.booleans()
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
zones = st.integers(min_value=-12 * 60, max_value=14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
"""Fixed offsets: in the hour that a clock change repeats, Python calls no two zones' times equal."""
moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 12, 31), timezones=zones)

keepsake_settings = st.builds(
    Settings,
    locale=st.sampled_from(["en-US", "en-AU", "es-US"]),
    country=st.none() | st.sampled_from(["US", "AU", "NZ"]),
    time_zone=st.none() | words,
    voice=st.none() | words,
    pace=st.floats(min_value=0.5, max_value=2.0),
    chimes=st.booleans(),
    night=st.sampled_from(["auto", "on", "off"]),
    words=st.sampled_from(["auto", "full", "short"]),
    guide=st.sampled_from(["turns", "tracks"]),
    no_baby_words=st.booleans(),
    welcomed=st.booleans(),
    knows=st.dictionaries(words, counts, max_size=4),
)
places = st.builds(
    Place,
    routine=words,
    version=counts,
    step=words,
    exercise=words,
    variant=words,
    rep=counts,
    status=st.sampled_from(["running", "paused", "stopped", "finished"]),
    why=st.sampled_from(get_args(Why)),
    minutes=st.none() | counts,
    baby=st.none() | st.sampled_from(BABY_PLACES),
    at=moments,
    moves=counts,
    ease=st.sampled_from([-1, 0, 1]),
    chain=words,
    by_turns=st.booleans(),
)
entries = st.builds(
    Entry,
    day=days,
    kind=st.sampled_from(["score", "session", "hurt"]),
    score=st.none() | st.floats(min_value=0, max_value=10),
    routine=st.none() | words,
    exercise=st.none() | words,
    minutes=counts,
    finished=st.booleans(),
)
profiles = st.builds(
    Profile,
    born=st.none() | days,
    born_within_days=counts,
    delivery=st.none() | st.sampled_from(["vaginal", "cesarean"]),
    complicated=flags,
    neuraxial=flags,
    cancer_history=flags,
    bone_risk=flags,
    immune_risk=flags,
    cleared=flags,
    gave_birth=flags,
)
checks = st.builds(
    Left,
    question=words,
    survey=st.booleans(),
    answers=st.dictionaries(words, st.sampled_from(ANSWERS), max_size=4),
    told=st.lists(words, max_size=3).map(tuple),
    at=st.none() | moments,
)
keepsakes = st.builds(
    Keepsake,
    settings=keepsake_settings,
    place=st.none() | places,
    see_care_until=st.none() | days,
    profile=st.none() | profiles,
    diary=st.lists(entries, max_size=4).map(tuple),
    hurt=st.dictionaries(words, days, max_size=4),
    plan=st.none() | st.builds(PlanPlace, week=counts, since=days, repeats=counts),
    reminder=st.none() | st.builds(Reminder, time=words, frequency=words, on=st.none() | days, key=words),
    left=st.none() | checks,
)
