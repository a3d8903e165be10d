"""One example of every cue, reply, effect and document of the core. `tests/house/test_examples.py` finds the types."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec import Struct, structs

from skill.coach.choices import Choice
from skill.coach.conversation import SURVEY, Asked, Conversation, Running, Survey
from skill.coach.heard import Heard, Said, SignHeard
from skill.coach.judging import Told, Verdict
from skill.coach.keepsake import Entry, Keepsake, Left, Place, PlanPlace, Reminder, Settings
from skill.coach.manifest import Manifest, Recording, Rendered
from skill.coach.reply import CancelReminder, Erase, Export, Play, Reply, Save, SetReminder
from skill.coach.routine import Fit, Fitted, LeftOut, Permit
from skill.coach.showing import Call, Shown
from skill.coach.situation import Profile, Situation
from skill.coach.timeline import Breathe, Chapter, Chime, Count, Hold, Listen, Mark, Rest, Say, Span, Track
from skill.coach.triage import Picture
from skill.coach.whole import Whole
from tests.factories import content

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
BORN = date(2026, 9, 1)
PROFILE = Profile(
    born=BORN, born_within_days=6, delivery="cesarean", complicated=False, neuraxial=True, cleared=True, gave_birth=True
)
FITTED = Fitted(step="tilts", exercise="alternating_pelvic_tilts", variant="lying", reps=5, ask=("cleared", "gate"))
LEFT = LeftOut("bridge", "bridge", "clearance")
PLACE = Place(
    routine="before_bed",
    version=2,
    step="rocks",
    exercise="knee_rocking",
    variant="lying",
    rep=3,
    status="paused",
    why="baby",
    minutes=5,
    baby="free",
    at=AT,
    moves=4,
    ease=-1,
    chain="19abc-2",
    by_turns=True,
)
REMINDER = Reminder(time="19:30", frequency="daily", key="daily@19:30")
ENTRY = Entry(day=BORN, kind="score", score=3.5)
LEFT_OPEN = Left(question="both_legs/clarify", survey=True, answers={"fever": "no"}, told=("pain_night",), at=AT)
VERDICT = Verdict(
    level="URGENT", signs=("fever", "pain_night"), rules=("R7",), unsure=("fever",), sources=("NHSBACK",), version=1
)
RENDERED = Rendered(
    file="0f3a.mp3", sha256="0" * 64, ms=2500, chapters=(Chapter("bridge#0", 0),), cues="0123456789abcdef"
)
PLAY = Play(track="bridge/lying", title="Bridge", at=2, ms=1500, after=True)
TIMELINE = (
    Mark("tilts#1"),
    Say("Knees bent."),
    Breathe("in", 4.0, "In."),
    Count(3.0, "Tip."),
    Hold(5.0),
    Rest(2.0),
    Chime("end"),
    Listen(),
)
WORDS = content()
EXERCISE = WORDS.exercises["bridge"]
ROUTINE = WORDS.routines["before_bed"]

RECORDING = Recording(**structs.asdict(RENDERED), title="The bedtime routine", baby="free")

EXAMPLES: tuple[Struct, ...] = (
    *TIMELINE,
    Span(Hold(5.0, "Hold."), 1.0, 6.0, 0.5),
    Chapter("tilts#1", 1500),
    Track(ms=2500, chapters=(Chapter("bridge#0", 0), Chapter("bridge#1", 1500)), pace=1.0),
    RENDERED,
    RECORDING,
    Manifest(
        locale="en-GB",
        voice="en-gb-x-rp",
        pace=1.0,
        tracks={"bridge/lying": RENDERED},
        routines={"before_bed/free-0badcafe": RECORDING},
    ),
    Whole(TIMELINE, {"tilts": "pelvic tilts"}, (LEFT,)),
    Said(text="my baby is asleep", reached="tilts#2"),
    Heard(intent="baby_status", slots={"baby": "mat"}, signs=(SignHeard("fever", "possible"),), reached="tilts#2"),
    SignHeard("fever", "possible"),
    PROFILE,
    Situation(baby="mat", day=30, delivery="vaginal", cleared=True, hurt=frozenset({"bridge"})),
    FITTED,
    LEFT,
    Fit((FITTED,), (LEFT,)),
    Permit(ask=("weeks",)),
    Settings(country="en-GB", pace=1.15, chimes=False, knows={"bridge": 2}),
    PLACE,
    ENTRY,
    REMINDER,
    PlanPlace(week=3, since=BORN, repeats=1),
    Keepsake(
        settings=Settings(welcomed=True),
        place=PLACE,
        see_care_until=BORN,
        profile=PROFILE,
        diary=(ENTRY,),
        hurt={"bridge": BORN},
        plan=PlanPlace(since=BORN),
        reminder=REMINDER,
        left=LEFT_OPEN,
    ),
    LEFT_OPEN,
    Asked("ready", "tilts"),
    Survey(status="left", first=("leg_numb_tingle",), again=True, lifts=True),
    VERDICT,
    Told(weeks=5, facts={"neuraxial": "yes"}, signs=("pain_night",), answers={"fever": "unknown"}),
    Picture(weeks=5, level=2, settled=frozenset({"fever"}), doubts=frozenset({"fever"}), open=(("a/clarify", "yes"),)),
    Running(routine="before_bed", steps=(FITTED,), left_out=(LEFT,), rep=2, done=("breathe",)),
    Conversation(asked=Asked("gate_2", "tilts"), gate=(False, None), declined=frozenset({"weeks"}), profile=PROFILE),
    Conversation(
        asked=Asked("fever", SURVEY, check=True), survey=Survey(), verdict=VERDICT, answers={"chest_pain": "no"}
    ),
    Save(),
    Erase(),
    Export(),
    SetReminder(REMINDER, key="reminder:daily@19:30"),
    CancelReminder(),
    PLAY,
    Reply(speech=(), listening=False, ended=True, play=PLAY),
    Choice("In my arms", "baby_status", {"baby": "in_arms"}),
    Call("000", "Call 000, Australia", "Australia"),
    Shown(
        title="Bridges",
        count="3 of 8",
        caption=("Feet flat.",),
        calls=(Call("911", "Call 911"),),
        asked=("ready", "bird"),
    ),
    Reply(speech=TIMELINE, reprompt="Ready?", asking="ready", guiding=True, private=True, effects=(Save(),)),
    EXERCISE,
    EXERCISE.variants[0],
    EXERCISE.variants[0].limits,
    EXERCISE.variants[0].beats[0],
    ROUTINE,
    ROUTINE.steps[0],
    WORDS,
    WORDS.phrases["ask.ready"],
    WORDS.advice["lift_crib"],
    WORDS.plan,
    WORDS.plan.weeks[0],
    WORDS.countries["en-US"],
    WORDS.protocol,
    WORDS.signs["fever"],
    WORDS.protocol.rules[0],
    WORDS.protocol.rules[0].groups[0][0],
    WORDS.protocol.follow_ups["fever"],
    WORDS.scripts["EMERGENCY.physical"],
    WORDS.gate[0],
)
