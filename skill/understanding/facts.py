"""Facts said in passing, in any sentence: the baby's place, the birth, clearance, how long ago it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from skill.understanding.numbers import value_of
from skill.understanding.phrases import Match
from skill.understanding.word_sets import word_set

WEEKS_A_MONTH = 4.345
_BIRTH = word_set(
    "born birth birthed delivered delivery postpartum postnatal postnatally pp section cesarean caesarean vaginal "
    "forceps ventouse labour labor arrived birthday gave pushed freshly"
)
"""Words that make a length of time the time since birth."""
_AGE = word_set("old baby he she bub bubba daughter son newborn twins")
_HAD = word_set("him her baby twins bub it them she he daughter son")
_UNITS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 7 * WEEKS_A_MONTH, "year": 365.25}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_AILS = word_set(
    "pain ache hurts hurting sore headache fever bleeding numb tingling started reminder remind routine minutes "
    "wait plan sleep slept exercise tired"
)
"""Words that make a length of time something else's, unless birth is named too."""
_COUNTED_ALONE = 7
"""A length of time with at most this many words around it, and nothing else named, is the time since birth."""
_LEAN = word_set("about around nearly almost only like maybe is was i am it been has at now ago out exactly")


def said_facts(matches: Iterable[Match], words: Sequence[str], after: int) -> dict[str, Any]:
    """Facts in the phrases found; what comes after her last correction (word `after`) wins, then the later one.

    A place or a birth that is only asked about ("can I do this with him in the sling?") is `asked_about`, beside it.
    """
    facts: dict[str, Any] = {}
    asked: set[str] = set()
    for match in sorted(matches, key=lambda m: (m.start >= after, m.end, m.words)):
        if match.entry[0] == "f":
            facts[match.entry[1]] = _value(match.entry[2])
            (asked.add if _is_asked(words, match.start) else asked.discard)(match.entry[1])
    if facts.get("loss"):
        facts["baby"] = "not_here"
    if facts.get("home") and facts.get("baby") in (None, "not_here"):
        facts["baby"] = "free"
    if "baby" in asked:
        facts["asked_about"] = True
    return facts


def _is_asked(words: Sequence[str], start: int) -> bool:
    """Whether a question or a condition stands before this place in the same clause."""
    if start < len(words) and words[start] in _SUBJECT:
        return start > 0 and words[start - 1] in _CONDITION
    for at in range(start - 1, -1, -1):
        if words[at] in _CLAUSE:
            return False
        if words[at] in _QUESTION or (at == 0 and words[at] in _OPENS_QUESTION):
            return True
    return False


_SUBJECT = word_set("i he she baby my")
_CONDITION = word_set("that because if when whenever is does was has can should whether until once unless")
_CLAUSE = word_set("and but because so since now")
_QUESTION = word_set("how what why where when which if whether")
_OPENS_QUESTION = word_set("is are does do can could should would will did has")


def _value(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def since_birth(words: Sequence[str], today: date, asked: bool) -> dict[str, int]:
    """`weeks_postpartum`, and `days_postpartum` where she said days or a day; empty if birth is not meant.

    `asked`: it is known that how long ago the birth was is meant, so no other hint is needed.
    """
    spoken = set(words)
    born = asked or bool(spoken & _BIRTH) or _had_baby(words) or ("post" in spoken and "natal" in spoken | {"natal"})
    for at, word in enumerate(words):
        length = _length(words, at)
        if length is not None and not _of_something_else(words, at, length[2]):
            days, unit, end = length
            if born or _is_age(words, at, end) or (not spoken & _AILS and _stands_alone(words, at, end)):
                return _told(days, unit)
        if born and (day := _day(words, at, today)) is not None and word:
            days_ago = (today - day).days
            return {"weeks_postpartum": days_ago // 7, "days_postpartum": days_ago}
    if asked and words:
        kept = list(words[: words.index("not")] if "not" in words else words)  # "it's ten, not eight"
        while kept and kept[-1] in _ROUGHLY:
            kept.pop()
        value = value_of(kept[-1]) if kept else None
        if value is not None:
            return {"weeks_postpartum": min(int(value), 520)}
    return {}


_ROUGHLY = word_set("i think maybe about around roughly ish or so probably now guess reckon")


def since_birth_of(words: Sequence[str], today: date) -> dict[str, int]:
    """The same where what she says is about herself in any case: a bare length of time is then since the birth."""
    lasting = bool(_AILS & set(words)) or not any(_unit(word) for word in words)
    return {} if lasting else since_birth(words, today, True)


def _of_something_else(words: Sequence[str], at: int, end: int) -> bool:
    """How far a pregnancy was or is, or what a check is called: "came at 31 weeks", "my 6 week check"."""
    after = words[end] if end < len(words) else ""
    before = words[at - 1] if at else ""
    since = after == "along" and "birth" in words
    if (after in _NOT_SINCE and not since) or (after == "with" and "next" in words[end:]):
        return True
    return before == "at" and bool(_CAME & set(words[:at])) and after not in ("postpartum", "old")


_NOT_SINCE = word_set(
    "check checks checkup appointment review visit early premature prem preemie gestation pregnant along gone "
    "gestational jabs plan program programme scan prematurely"
)
_CAME = word_set("came born arrived delivered birthed was had")


def _told(days: float, unit: str) -> dict[str, int]:
    if unit == "day":
        return {"weeks_postpartum": int(days) // 7, "days_postpartum": int(days)}
    return {"weeks_postpartum": min(round(days / 7), 520)}


def _length(words: Sequence[str], at: int) -> tuple[float, str, int] | None:
    """Days, unit and end of a length of time that begins at word `at`: "6 weeks", "a month", "3 and a half months"."""
    word = words[at]
    value = value_of(word)
    unit_at = at + 1
    if value is None:
        unit = _unit(word)
        alone = at + 1 < len(words) and words[at + 1] in ("ago", "old", "postpartum", "out", "since")
        before = words[at - 1] if at else ""
        if unit and alone and value_of(before) is None and before not in ("half", "few", "couple", "last"):
            return _UNITS[unit], unit, at + 1
        return None
    half = 0.0
    if words[unit_at : unit_at + 2] and tuple(words[unit_at : unit_at + 2]) == ("and", "half"):
        half, unit_at = 0.5, unit_at + 2
    unit = _unit(words[unit_at]) if unit_at < len(words) else ""
    if not unit or value > 600:
        return None
    if tuple(words[unit_at + 1 : unit_at + 3]) == ("and", "half"):
        half = 0.5
    return (value + half) * _UNITS[unit], unit, unit_at + 1


def _unit(word: str) -> str:
    singular = word[:-1] if word.endswith("s") else word
    return singular if singular in _UNITS else ""


def _had_baby(words: Sequence[str]) -> bool:
    return any(w in ("had", "have") and words[i + 1] in _HAD | {"my", "our"} and (
        words[i + 1] in _HAD or (i + 2 < len(words) and words[i + 2] in _HAD)
    ) for i, w in enumerate(words[:-1])) and not any(w in ("pain", "carrier", "arms") for w in words)  # fmt: skip


def _is_age(words: Sequence[str], at: int, end: int) -> bool:
    """ "she's four months old", "baby is six weeks", "I'm five weeks out"."""
    after = words[end] if end < len(words) else ""
    if after == "old":
        return True
    if "old" in words and "baby" in words and words.index("old") > at:
        return True
    before = words[max(0, at - 4) : at]
    is_after = not after or after in ("now", "today", "out", "and", "but", "since", "in", "section", "with", "tomorrow")
    said_of = bool(_AGE & set(before)) and bool({"is", "are", "turned", "turns"} & set(before))
    me = "am" in before and "i" in before
    return is_after and (said_of or me)


def _stands_alone(words: Sequence[str], at: int, end: int) -> bool:
    if len(words) > _COUNTED_ALONE:
        return False
    return all(word in _LEAN for word in (*words[:at], *words[end:]))


def _day(words: Sequence[str], at: int, today: date) -> date | None:
    """The day named at word `at`: a weekday, today, yesterday, last night, last week, a date."""
    word = words[at]
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(word)) % 7
        week = 7 if after == "week" or (before == "last" and back < 2) else 0
        return today - timedelta(days=(back or (7 if before in ("last", "since") else 0)) + week)
    if word in ("today", "tonight") or (word == "morning" and before == "this"):
        return today
    if word == "yesterday" or (word == "night" and before == "last"):
        return today - timedelta(days=2 if before == "before" or (before == "day") else 1)
    if before == "last" and word in ("week", "month"):
        return today - timedelta(days=7 if word == "week" else 30)
    if word in _MONTHS and not (
        word == "may" and value_of(before) is None and value_of(after.rstrip("stndrh")) is None
    ):
        return _dated(words, at, today)
    return None


def _dated(words: Sequence[str], at: int, today: date) -> date | None:
    month = _MONTHS.index(words[at]) + 1
    near = [w.rstrip("stndrh") for w in (*words[at + 1 : at + 2], *reversed(words[max(0, at - 2) : at]))]
    day = next((int(w) for w in near if w.isdigit() and 1 <= int(w) <= 31), 15)
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None
