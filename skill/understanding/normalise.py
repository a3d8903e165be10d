"""Her words made comparable: lower case, plain apostrophes, no contractions, no fillers, numbers as digits.

Templates go through the same door at build time, so an author writes as people speak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from skill.understanding.numbers import digits
from skill.understanding.phrases import Automaton, scan
from skill.understanding.word_sets import word_set

LONGEST = 600
"""Characters looked at; what comes after is cut. Nobody speaks that long to a coach."""

_ARTICLES = frozenset({"a", "an", "the"})
_FILLERS = _ARTICLES | word_set(
    "um umm uh uhh uhm er erm hmm hm mm ah oh please pls kindly just really quite actually basically literally so "
    "coach alexa computer hey hi hello then honestly anyway also very yeah yes yep yup eh sorry"
)
"""Words that carry no meaning of their own inside a longer utterance; alone they stay."""
_OPENERS = word_set("okay alright right well like eh sorry")
"""Words people start with before they say what they want."""
_LINKS = word_set("am is are was be feel feels not it")
"""After these an "okay" says something."""
_ANSWERS = word_set("yeah yes yep yup")
"""Fillers that answer something at either end of the utterance, so they are dropped only in its middle."""
_WHOLE = {
    "cannot": "can not", "cant": "can not", "can't": "can not", "won't": "will not", "wont": "will not",
    "shan't": "shall not", "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me",
    "lemme": "let me", "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "y'all": "you all",
    "yall": "you all", "let's": "lets", "ain't": "is not", "aint": "is not", "its": "it is", "im": "i am",
    "ive": "i have", "dont": "do not", "didnt": "did not", "doesnt": "does not", "isnt": "is not",
    "havent": "have not", "hasnt": "has not", "wasnt": "was not", "couldnt": "could not", "hes": "he is",
    "shes": "she is", "thats": "that is", "whats": "what is", "theres": "there is", "cos": "because",
    "cuz": "because", "coz": "because", "'cause": "because", "mum's": "mum is", "c-section": "section",
    "csection": "section", "c-sections": "section", "ya": "you", "ye": "you", "u": "you", "nappie": "nappy",
    "mins": "minutes", "min": "minutes", "minute": "minutes", "wks": "weeks", "wk": "weeks", "ok": "okay",
    "em": "them", "'em": "them", "till": "until", "til": "until", "doin": "doing", "goin": "going",
    "havin": "having", "feelin": "feeling", "bleedin": "bleeding", "nothin": "nothing", "somethin": "something",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"),
            ("'s", " is"))  # fmt: skip
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u2010": "-", "\u2011": "-"})
_NOISE = re.compile(r"[^\w'\-.:/]|_|(?<!\d)[.:/]|[.:/](?!\d)")
"""What is neither a letter nor a digit, nor stands inside a number."""
_CORRECTIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(text.split())
    for text in (
        "no wait", "wait no", "i mean", "i meant", "no sorry", "sorry no", "no scratch that", "scratch that",
        "no make that", "make that", "no actually", "actually no", "or rather", "no hang on", "correction",
        "sorry i mean", "no i mean", "no i meant", "wait i mean", "no no i mean",
    )
)  # fmt: skip


class Words(Struct, frozen=True):
    """An utterance ready to be understood."""

    all: tuple[str, ...]
    """Every word, numbers as digits, fillers gone: what the ear hears."""
    after: int = 0
    """Where the words after her last correction begin; 0 without one."""

    @property
    def last(self) -> tuple[str, ...]:
        """What she means after correcting herself."""
        return self.all[self.after :]


def split(text: str) -> list[str]:
    """Lower-case words with contractions opened; punctuation gone, `38.5`, `8:30` and `145/92` kept as numbers."""
    out: list[str] = []
    for raw in _clean(text).split():
        word = raw.strip("'.-:/") or raw
        if word in ("'", ".", "-", ":", "/"):
            continue
        if word in _WHOLE:
            out += _WHOLE[word].split()
        elif "/" in word and word.replace("/", "").isdigit():
            out += word.replace("/", " over ").split()
        else:
            out += _open(word)
    for at in range(len(out) - 1):
        if out[at] == "is" and out[at + 1] in ("got", "been", "had"):
            out[at] = "has"
    return out


def _clean(text: str) -> str:
    return _NOISE.sub(" ", text[:LONGEST].lower().translate(_QUOTES))


def _open(word: str) -> list[str]:
    if "'" not in word:
        return word.replace("-", " ").split()
    for ending, full in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)] + full).split()
    return word.replace("'", "").replace("-", " ").split()


def normalise(text: str, rewrites: Automaton | None = None) -> Words:
    """Her words as the rest of the house reads them. Never raises."""
    words = split(text)
    if rewrites is not None:
        words = _rewrite(words, rewrites)
    words = digits(words)
    after = _corrected(words)
    if after and not _without_fillers(words[after:]):
        after = 0
    head, tail = words[:after], words[after:]
    start = [w for w in head if w not in _FILLERS]
    return Words(tuple(start + _without_fillers(tail)), len(start))


def phrase(text: str) -> list[str]:
    """An author's phrase in the same shape as `normalise` gives, without looking for corrections."""
    return _without_fillers(digits(split(text)))


def part(text: str) -> tuple[list[str], bool]:
    """A phrase that may stand inside an utterance, and whether it lost words that could have mattered."""
    words = digits(split(text))
    kept = [word for word in words if word not in _FILLERS or word in _ANSWERS]
    return kept, any(word in _FILLERS and word not in _ARTICLES and word not in _ANSWERS for word in words)


def _without_fillers(words: Sequence[str]) -> list[str]:
    last = len(words) - 1
    kept = [w for i, w in enumerate(words) if w not in _FILLERS or (w in _ANSWERS and i in (0, last))]
    while len(kept) > 1 and kept[0] in _OPENERS:
        kept = kept[1:]
    if len(kept) > 1 and kept[-1] in ("okay", "alright") and kept[-2] not in _LINKS:
        kept = kept[:-1]
    return kept or list(words[:3])


def _corrected(words: Sequence[str]) -> int:
    for at in range(len(words) - 1, 0, -1):
        for marker in _CORRECTIONS:
            if tuple(words[at : at + len(marker)]) == marker and at + len(marker) < len(words):
                return at + len(marker)
    return 0


def _rewrite(words: list[str], rewrites: Automaton) -> list[str]:
    best: dict[int, tuple[int, str]] = {}
    for match in scan(words, {}, rewrites):
        if match.end > best.get(match.start, (0, ""))[0]:
            best[match.start] = (match.end, match.entry[1])
    out: list[str] = []
    at = 0
    while at < len(words):
        if at in best:
            end, text = best[at]
            out += text.split()
            at = end
        else:
            out.append(words[at])
            at += 1
    return out
