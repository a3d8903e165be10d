"""What she says without what stands around it: playing it down in front, a command for the routine at either end.

Denial and minimising never lower a level (`clinical/triage.md` 3.4), and "next one, and my foot is numb" is about the
foot: so neither may change what the trained ear makes of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from skill.understanding.word_sets import word_set

_PLAYED_DOWN = tuple(
    tuple(text.split())
    for text in (
        "it is probably nothing but", "it is probably nothing", "probably nothing but", "it is nothing but",
        "do not laugh but", "do not laugh", "sorry to bother you but", "sorry to bother you", "this is silly but",
        "it is silly but", "this sounds silly but", "this might be silly but", "i am sure it is nothing but",
        "i am sure it is nothing", "i am sure it is fine but", "it is fine but", "my mum says it is normal but",
        "my mom says it is normal but", "everyone says it is normal but", "they say it is normal but",
        "i do not want to make fuss but", "not to be dramatic but", "it might be nothing but",
        "i am sure it is tiredness but",
    )
)  # fmt: skip
_COMMANDS = word_set(
    "next stop pause skip wait continue resume exercise one this please go on again repeat okay and oh"
)
_AFTER = word_set("next stop pause skip please wait")
LEAST = 2
"""Words that must be left: a short command is not taken apart."""


def playing_down(words: Sequence[str]) -> int:
    """How many words at the beginning only play down what follows."""
    return next((len(said) for said in _PLAYED_DOWN if tuple(words[: len(said)]) == said), 0)


def stripped(words: Sequence[str]) -> Sequence[str]:
    """The words in the middle; all of them where too little would be left."""
    start = begun = playing_down(words)
    while begun < len(words) and words[begun] in _COMMANDS:
        begun += 1
    end = len(words)
    while end > begun and words[end - 1] in _AFTER:
        end -= 1
    if end - begun >= LEAST:
        return words[begun:end]
    return words[start:] if len(words) - start >= LEAST else words
