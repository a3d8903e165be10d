"""Amazon's own intents: what each means to us, and what people say to reach it. The one table for model, door, twin."""

from __future__ import annotations

from typing import NamedTuple


class Builtin(NamedTuple):
    """One of Amazon's standard intents."""

    ours: str
    """The intent of ours it stands for; `unclear` where nothing was understood."""
    spoken: tuple[str, ...]
    """What reaches it without any sample of ours: the examples of Amazon's page on standard built-in intents. Amazon
    knows more of them, and keeps them to itself."""


FALLBACK = "AMAZON.FallbackIntent"

BUILTINS = {
    "AMAZON.CancelIntent": Builtin("stop", ("cancel", "never mind", "forget it")),
    FALLBACK: Builtin("unclear", ()),
    "AMAZON.HelpIntent": Builtin("help", ("help", "help me", "can you help me")),
    "AMAZON.NavigateHomeIntent": Builtin("stop", ("go home", "home")),
    "AMAZON.NextIntent": Builtin("next", ("next", "skip", "skip forward")),
    "AMAZON.NoIntent": Builtin("answer_no", ("no", "no thanks")),
    "AMAZON.PauseIntent": Builtin("pause", ("pause", "pause that")),
    "AMAZON.PreviousIntent": Builtin("previous", ("go back", "previous", "skip back", "back up")),
    "AMAZON.RepeatIntent": Builtin("repeat", ("repeat", "repeat that", "say that again")),
    "AMAZON.ResumeIntent": Builtin("resume", ("resume", "continue", "keep going")),
    "AMAZON.StartOverIntent": Builtin("start_over", ("start over", "restart", "start again")),
    "AMAZON.StopIntent": Builtin("stop", ("stop", "off", "shut up")),
    "AMAZON.YesIntent": Builtin("answer_yes", ("yes", "yes please", "sure")),
    # A player must answer these. We have neither to offer: in a routine nothing happens, else she hears what we can do.
    "AMAZON.LoopOffIntent": Builtin("out_of_scope", ("loop off",)),
    "AMAZON.LoopOnIntent": Builtin("out_of_scope", ("loop", "loop on")),
    "AMAZON.ShuffleOffIntent": Builtin("out_of_scope", ("shuffle off", "stop shuffling", "turn off shuffle")),
    "AMAZON.ShuffleOnIntent": Builtin("out_of_scope", ("shuffle", "shuffle on", "shuffle mode")),
}
"""Every built-in of our models, all of which are also in skill.json's player. Source: developer.amazon.com,
custom-skills/standard-built-in-intents."""
