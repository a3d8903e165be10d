"""What the schema cannot see: lengths, reading level, impossible cues, dangling ids. `gentle-back check-content`.

Every finding names file, line and mend. Build time only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from pathlib import Path

from skill.coach.errors import ContentError
from skill.coach.exercise import UPRIGHT
from skill.coach.routine import SETTLE
from skill.coach.timeline import Measure, estimate
from skill.content import schema
from skill.content.compile import HERE, build
from skill.content.read import Sources, closest
from skill.content.reading import grade

MOST_WORDS_A_CUE = 10
MOST_WORDS_A_SENTENCE = 20
MOST_WORDS_A_REPLY = 45
MOST_WORDS_A_PART = 36
"""A part of an advice entry leaves room for the question that follows it in the same reply."""
MOST_GRADE = 6.99
"""Grade 6 or lower (`clinical/triage.md` section 2, rule 11), measured over a whole entry."""
GRADE_NEEDS_WORDS = 20
"""Shorter texts give no meaningful grade."""


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(phrases) + r")\b", re.I)


NEVER = _any(
    *("just", "don't worry", "you're fine", "it's normal", "no pain,? no gain", "bounce back"),
    *("good mothers?", "probably", "nothing serious"),
)
BABY = _any(
    *("bab(?:y|y's|ies)", "newborn", "little one", "feed(?:s|ing)?", "nursing", "crib", "cot", "diaper", "nappy"),
    *("carrier", "toddler", "twins?", "stroller", "pram"),
)
NOT_WITH_FULL_ARMS = _any(
    *("lie down", "lying", "kneel", "hands and knees", "on the floor", "get down", "lean forward", "hands? on your"),
    *("place your hands?", "reach your", "arms out", "one leg off"),
)
NOT_SPOKEN = re.compile(r"[0-9;()\[\]/*_#]|\s[-–—]\s")  # noqa: RUF001
VOCABULARY = frozenset(
    ["crib", "diaper", "stroller", "csection", "pt", "pts", "provider", "pediatrician", "pee", "mom"]
)
Finding = ContentError
Texts = Iterator[tuple[str, str, tuple[str | int, ...]]]


def words(text: str) -> int:
    """How many words a listener hears."""
    return len(re.findall(r"[A-Za-z{}'’]+(?:-[A-Za-z]+)*", text))  # noqa: RUF001


def findings(root: Path = HERE, language: str = "en", measure: Measure = estimate) -> Iterator[Finding]:
    """Everything wrong with the content, file by file. The first schema error ends it.

    `measure`: how long a voice takes to say something. Raises what it raises.
    """
    src = Sources(root, language)
    try:
        build(root, language, src)
    except ContentError as error:
        yield error
        return
    yield from _exercises(src, measure)
    yield from _routines(src)
    yield from _advice(src)
    yield from _phrases(src)


def _spoken(
    src: Sources, name: str, text: str, path: tuple[str | int, ...], most: int, slots: bool = False
) -> Iterator[Finding]:
    """The rules for every spoken text."""
    if (count := words(text)) > most:
        yield src.error(name, f"{count} words, at most {most}: {text!r}", *path, mend="Say one thing, or split it.")
    if match := NEVER.search(text):
        yield src.error(
            name, f"{match.group(0)!r} is never said: {text!r}", *path, mend="See the list in docs/content-guide.md."
        )
    if match := NOT_SPOKEN.search(re.sub(r"\{\w+\}", "", text)):
        yield src.error(name, f"{match.group(0)!r} cannot be read aloud: {text!r}", *path, mend="Write it as words.")
    for token in re.findall(r"\{(\w+)\}", text):
        if token not in VOCABULARY and not slots:
            yield src.error(name, f"Unknown word {{{token}}}.", *path, mend=closest(token, sorted(VOCABULARY)))


def _graded(src: Sources, name: str, texts: list[str], *path: str | int) -> Iterator[Finding]:
    text = " ".join(texts)
    if words(text) >= GRADE_NEEDS_WORDS and (level := grade(text)) > MOST_GRADE:
        yield src.error(
            name,
            f"Reading grade {level:.1f}, at most {MOST_GRADE:.0f}.",
            *path,
            mend="Shorter sentences, shorter words.",
        )


def _exercises(src: Sources, measure: Measure) -> Iterator[Finding]:
    known = set(src.read("sources.yaml", dict[str, dict[str, str]]))
    for path in sorted((src.root / "exercises").glob("*.yaml")):
        rules: schema.ExerciseRules = src.read(f"exercises/{path.name}", schema.ExerciseRules)
        name = f"{src.language}/exercises/{path.name}"
        said: schema.ExerciseWords = src.words(f"exercises/{path.name}", schema.ExerciseWords)
        for n, key in enumerate(rules.sources):
            if key not in known:
                yield src.error(
                    f"exercises/{path.name}", f"Unknown source {key!r}.", "sources", n, mend=closest(key, sorted(known))
                )
        for field in ("why", "how", "stop_if", "dose"):
            yield from _spoken(src, name, getattr(said, field), (field,), MOST_WORDS_A_REPLY)
        yield from _graded(src, name, [said.why, said.how, said.stop_if, said.dose], "how")
        for id, variant in said.variants.items():
            yield from _variant(src, name, id, rules.variants[id], variant, measure)


def _variant(
    src: Sources, name: str, id: str, rule: schema.VariantRule, said: schema.VariantWords, measure: Measure
) -> Iterator[Finding]:
    full_arms = {"in_arms", "carrier"} & set(rule.places)
    if full_arms and rule.position not in UPRIGHT:
        yield src.error(
            name, f"`{id}` is {rule.position} with a baby in arms.", "variants", id, mend="Seated or upright only."
        )
    for text, path in _cues(id, said):
        yield from _spoken(src, name, text, path, MOST_WORDS_A_CUE)
        if full_arms and "table" not in id and (match := NOT_WITH_FULL_ARMS.search(text)):
            yield src.error(
                name,
                f"{match.group(0)!r} is impossible with full arms: {text!r}",
                *path,
                mend="Write a cue that needs no hand.",
            )
        if (
            {"not_here", "free"} & set(rule.places)
            and "table" not in id
            and "stroller" not in id
            and (match := BABY.search(text))
        ):
            yield src.error(
                name,
                f"{match.group(0)!r} where there is no baby to speak of: {text!r}",
                *path,
                mend="Leave the word out.",
            )
    for beat in rule.beats:
        for n, text in enumerate(said.beats[beat.id]):
            if (needs := measure(text)) > beat.seconds:
                letters = int(len(text) * beat.seconds / needs)
                mend = f"Say it in at most {letters} letters, or give the beat {ceil(needs * 2) / 2:g} seconds."
                yield src.error(
                    name,
                    f"{text!r} takes {needs:.1f} s of {beat.seconds:g} s.",
                    "variants",
                    id,
                    "beats",
                    beat.id,
                    n,
                    mend=mend,
                )


def _cues(id: str, said: schema.VariantWords) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for field in ("enter", "setup", "leave"):
        for n, text in enumerate(getattr(said, field)):
            yield text, ("variants", id, field, n)
    for beat, texts in said.beats.items():
        for n, text in enumerate(texts):
            yield text, ("variants", id, "beats", beat, n)
    for field in ("easier", "harder"):
        if text := getattr(said, field):
            yield text, ("variants", id, field)


def _routines(src: Sources) -> Iterator[Finding]:
    rules: list[schema.RoutineRules] = src.read("routines.yaml", list[schema.RoutineRules])
    said: dict[str, schema.RoutineWords] = src.words("routines.yaml", dict[str, schema.RoutineWords])
    exercises = {
        p.stem: src.read(f"exercises/{p.name}", schema.ExerciseRules) for p in (src.root / "exercises").glob("*.yaml")
    }
    name = f"{src.language}/routines.yaml"
    for n, routine in enumerate(rules):
        seen: set[str] = set()
        for i, step in enumerate(routine.steps):
            where = (n, "steps", i)
            if step.id in seen:
                yield src.error(
                    "routines.yaml", f"The step id {step.id!r} is there twice.", *where, mend="Give each its own."
                )
            seen.add(step.id)
            if step.exercise != SETTLE and step.exercise not in exercises:
                yield src.error(
                    "routines.yaml",
                    f"Unknown exercise {step.exercise!r}.",
                    *where,
                    mend=closest(step.exercise, sorted(exercises)),
                )
                continue
            for variant in step.prefer:
                if variant not in exercises[step.exercise].variants:
                    mend = closest(variant, sorted(exercises[step.exercise].variants))
                    yield src.error("routines.yaml", f"{step.exercise} has no variant {variant!r}.", *where, mend=mend)
        yield from _spoken(src, name, said[routine.id].who, (routine.id, "who"), MOST_WORDS_A_SENTENCE)
        for id, lines in said[routine.id].lines.items():
            for place, cues in lines.items():
                for i, text in enumerate(cues):
                    path = (routine.id, "lines", id, place, i)
                    yield from _spoken(src, name, text, path, MOST_WORDS_A_CUE)
                    if place == "not_here" and (match := BABY.search(text)):
                        yield src.error(
                            name, f"{match.group(0)!r} where there is no baby.", *path, mend="Leave the word out."
                        )


def _advice(src: Sources) -> Iterator[Finding]:
    rules: dict[str, schema.AdviceRule] = src.read("advice.yaml", dict[str, schema.AdviceRule])
    said: dict[str, schema.AdviceWords] = src.words("advice.yaml", dict[str, schema.AdviceWords])
    name = f"{src.language}/advice.yaml"
    known = set(src.read("sources.yaml", dict[str, dict[str, str]]))
    for id, entry in said.items():
        for key in rules[id].sources:
            if key not in known:
                yield src.error(
                    "advice.yaml", f"Unknown source {key!r}.", id, "sources", mend=closest(key, sorted(known))
                )
        for field in ("parts", "not_here"):
            for n, text in enumerate(getattr(entry, field)):
                yield from _spoken(src, name, text, (id, field, n), MOST_WORDS_A_PART)
                speaks_of_none = field == "not_here" or not rules[id].about_baby
                if speaks_of_none and (match := BABY.search(text)):
                    mend = "Leave the word out, or set about_baby with not_here words."
                    yield src.error(
                        name, f"{match.group(0)!r} where there may be no baby: {text!r}", id, field, n, mend=mend
                    )
        yield from _graded(src, name, entry.parts, id, "parts")


def _phrases(src: Sources) -> Iterator[Finding]:
    said: dict[str, schema.PhraseWords] = src.words("phrases.yaml", dict[str, schema.PhraseWords])
    name = f"{src.language}/phrases.yaml"
    for id, phrase in said.items():
        for field in ("full", "short", "night", "partner", "not_here", "by_name"):
            for n, text in enumerate(getattr(phrase, field)):
                yield from _spoken(src, name, text, (id, field, n), MOST_WORDS_A_REPLY, slots=True)
                # Where no word about a baby may be said, `by_name` stands for `not_here` too.
                bare = field == "not_here" or (field == "by_name" and phrase.not_here)
                if bare and (match := BABY.search(text)):
                    yield src.error(
                        name, f"{match.group(0)!r} where there is no baby.", id, field, n, mend="Leave the word out."
                    )
            texts = getattr(phrase, field)
            if len(texts) > 1 and len(set(texts)) < len(texts):
                yield src.error(name, "The same wording twice.", id, field, mend="Write another, or leave one.")
