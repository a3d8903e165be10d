"""What a request needs besides its intent: minutes, a score, a time to be reminded, the exercise or topic named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match
from skill.understanding.word_sets import word_set

_SCORE_WORDS = {
    "nil": 0.0, "none": 0.0, "nothing": 0.0, "zilch": 0.0, "naught": 0.0, "nought": 0.0, "painless": 0.0,
    "to": 2.0, "too": 2.0, "for": 4.0, "won": 1.0, "ate": 8.0, "tree": 3.0, "sex": 6.0, "fife": 5.0, "tin": 10.0,
}  # fmt: skip
_HOMOPHONES = word_set("to too for won ate tree sex fife tin")
_THEN = word_set("yesterday last earlier was before usually normally")
_NOW = word_set("today now currently tonight")
_RANGE = frozenset({"or", "to", "and", "half"})
_TURNS = word_set("but though and because")
_DAYS = {"monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri", "saturday": "sat",
         "sunday": "sun"}  # fmt: skip
_CLOCK = {"noon": "12:00", "midday": "12:00", "midnight": "00:00", "lunchtime": "12:30"}
_LATE = word_set("evening night tonight pm dinner bedtime afternoon")
_MOST_MINUTES = 120


def minutes_in(words: Sequence[str], loose: bool) -> int | None:
    """Minutes she has or wants; the last one said. `loose`: a bare number counts too (she is starting something)."""
    found: int | None = None
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None:
            continue
        unit = words[at + 1] if at + 1 < len(words) else ""
        if unit in ("minutes", "minuter") or (unit == "or" and "minutes" in words[at + 2 : at + 4]):
            found = round(value)
        elif unit in ("hour", "hours") and words[max(0, at - 1)] != "every":
            found = round(60 * value)
        elif word != "one" and (at == len(words) - 1 if found is not None else loose and unit not in _NOT_MINUTES):
            found = round(value)
    return found if found is not None and 0 < found <= _MOST_MINUTES else None


_NOT_MINUTES = word_set(
    "weeks week days day months month years year am pm o'clock times reps seconds second hours percent point"
)


def score_in(words: Sequence[str], after: int = 0) -> float | None:
    """Her pain 0 to 10: worst of a range, halves kept, clamped; today's, and the last after a correction."""
    if after and (corrected := score_in(words[after:])) is not None:
        return corrected
    if tuple(words[:2]) in (("no", "pain"), ("not", "any")) or "pain free" in " ".join(words):
        return 0
    candidates = _numbers(words)
    if not candidates:
        return None
    clauses = _clauses(words, candidates)
    about_back = [
        c for c in clauses if c[0] & {"back", "pain"} and not c[0] & {"head", "leg", "chest", "wrist", "neck"}
    ]
    today = [c for c in clauses if c[0] & _NOW] or [c for c in clauses if not c[0] & _THEN]
    chosen = (today or about_back or clauses)[-1] if not about_back or len(today) == 1 else about_back[-1]
    return max(0, min(10, max(half(value) for value in chosen[1])))


def half(value: float) -> float:
    """The nearest half; a whole number as an int."""
    near = int(2 * value + 0.5) / 2
    return int(near) if near == int(near) else near


def _numbers(words: Sequence[str]) -> list[tuple[int, float]]:
    exact = [(at, value_of(word)) for at, word in enumerate(words)]
    found = [(at, value) for at, value in exact if value is not None and value <= 1000]
    found = [(at, v) for at, v in found if not (v == 10 and at >= 2 and tuple(words[at - 2 : at]) == ("out", "of"))]
    found = [(at, v) for at, v in found if not (v == 10 and at >= 1 and words[at - 1] == "over" and len(found) > 1)]
    found = [
        (at, v) for at, v in found if (words[at + 1] if at + 1 < len(words) else "") not in _NOT_MINUTES | {"minutes"}
    ]
    if not found:
        lone = [(at, _SCORE_WORDS[w]) for at, w in enumerate(words) if w in _SCORE_WORDS]
        found = [(at, v) for at, v in lone if words[at] not in _HOMOPHONES or at == len(words) - 1]
    out = []
    for at, value in found:
        halved = words[at + 1 : at + 3]
        half = 0.5 if tuple(halved) == ("and", "half") else 0.0
        minus = at > 0 and words[at - 1] in ("minus", "negative")
        out.append((at, 0.0 if minus else value + half))
    return out


def _clauses(words: Sequence[str], numbers: Sequence[tuple[int, float]]) -> list[tuple[set[str], list[float]]]:
    """Words and numbers between turns of the sentence; "and a half" and a plain range do not turn it."""
    cuts = [0]
    told = {at for at, _ in numbers}
    for at, word in enumerate(words):
        here = range(cuts[-1], at)
        timed = any(words[i] in _NOW | _THEN for i in here) and any(i in told for i in here)
        follows = words[at + 1] if at + 1 < len(words) else ""
        turns = word in _TURNS and follows != "half" and value_of(follows) is None and "between" not in words
        if turns or (timed and word not in _RANGE and words[at - 1] not in _RANGE):
            cuts.append(at)
    cuts.append(len(words))
    clauses = []
    for start, end in pairwise(cuts):
        inside = [value for at, value in numbers if start <= at < end]
        if inside:
            clauses.append((set(words[start:end]), inside))
    return clauses


def time_in(words: Sequence[str]) -> str | None:
    """HH:MM she named for a reminder, or None."""
    for at, word in enumerate(words):
        if word in _CLOCK:
            return _CLOCK[word]
        before = words[at - 1] if at else ""
        follows = words[at + 1] if at + 1 < len(words) else ""
        if before == "every" or follows in ("minutes", "hours", "hour", "days", "weeks", "times"):
            continue
        hour, minute = _hour(words, at)
        if hour is not None:
            return _on_clock(hour, minute, words, at)
    return None


def _hour(words: Sequence[str], at: int) -> tuple[int | None, int]:
    word = words[at]
    if ":" in word:
        left, _, right = word.partition(":")
        return (int(left), int(right[:2])) if left.isdigit() and right[:2].isdigit() else (None, 0)
    if word == "one" and (at == 0 or words[at - 1] not in ("at", "past", "to")):
        return None, 0
    bare = word[:-2] if word.endswith(("am", "pm")) else word
    value = value_of(bare) if bare else None
    if value is None or value > 23 or value != int(value):
        return None, 0
    hour, before = int(value), tuple(words[max(0, at - 2) : at])
    if before == ("half", "past") or before[-1:] == ("half",):
        return hour, 30
    if before == ("quarter", "past"):
        return hour, 15
    if before == ("quarter", "to"):
        return (hour - 1) % 24, 45
    minute = value_of(words[at + 1]) if at + 1 < len(words) else None
    return hour, int(minute) if minute is not None and minute in range(5, 60, 5) else 0


def _on_clock(hour: int, minute: int, words: Sequence[str], at: int) -> str | None:
    spoken = set(words)
    near = " ".join(words[at : at + 4])
    late = bool(spoken & _LATE) or "p m" in near or any(w[:1].isdigit() and w.endswith("pm") for w in words)
    early = bool({"am", "morning"} & set(words[at:])) or "a m" in near
    if hour < 12 and (late or (not early and 1 <= hour <= 5)):
        hour += 12
    elif hour == 12 and early:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def frequency_in(words: Sequence[str]) -> str | None:
    """How often: `daily`, `weekdays`, `weekends`, `weekly`, `mon_wed_fri`, `every_3_hours`, `twice_daily`, `once`."""
    spoken, text = set(words), f" {' '.join(words)} "
    for at, word in enumerate(words[:-1]):
        value = value_of(words[at + 1])
        if word == "every" and value is not None and at + 2 < len(words) and words[at + 2].startswith(("hour", "day")):
            return f"every_{int(value)}_{words[at + 2].rstrip('s')}s"
    days = [short for name, short in _DAYS.items() if {name, name + "s"} & spoken]
    if "weekly" in spoken or " once week " in text or " every week " in text or "per week" in text:
        return "weekly"
    if len(days) > 1:
        return "_".join(days)
    if days:
        return "weekly" if any(name + "s" in spoken for name in _DAYS) or "every" in spoken else "once"
    if {"weekdays", "weekday"} & spoken or "monday to friday" in text:
        return "weekdays"
    if {"weekends", "weekend"} & spoken:
        return "weekends"
    if " every hour " in text or "hourly" in spoken:
        return "every_1_hours"
    if "twice" in spoken:
        return "twice_daily"
    daily = {"daily", "everyday", "nightly"} & spoken or any(
        f" {each} {part} " in text
        for each in ("every", "each")
        for part in ("day", "morning", "night", "evening", "afternoon", "lunchtime")
    )
    if daily or " once day " in text:
        return "daily"
    return "once" if {"tomorrow", "tonight", "later"} & spoken else None


def day_in(words: Sequence[str]) -> str | None:
    """The one day she named for a reminder: `mon` to `sun`, `today` or `tomorrow`; None for none or several."""
    days = {_DAYS.get(word, _DAYS.get(word.removesuffix("s"))) for word in words} - {None}
    if "tomorrow" in words:
        return "tomorrow"
    if {"today", "tonight"} & set(words):
        return "today"
    return days.pop() if len(days) == 1 else None


def named(matches: Sequence[Match], fills: str) -> str | None:
    """The id of the exercise, topic or kind named, the longest name winning, the later on a tie."""
    best: tuple[int, int, str] | None = None
    for match in matches:
        if match.entry[1] == fills and match.entry[2]:
            rank = (match.words, match.start, match.entry[2])
            best = rank if best is None or rank > best else best
    return best[2] if best else None
