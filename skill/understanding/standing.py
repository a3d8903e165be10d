"""A conversation that stands in a given state, for measuring and for trying words out."""

from __future__ import annotations

from skill.coach.conversation import Asked, Conversation, Running, State
from skill.coach.errors import BadRequest
from skill.coach.routine import Fitted

_STEP = Fitted(step="tilts", exercise="alternating_pelvic_tilts", variant="lying_mat", reps=5)
_RUNNING = Running(routine="floor_hands_free", steps=(_STEP, _STEP))
_IN: dict[str, Conversation] = {
    "open": Conversation(),
    "routine": Conversation(routine=_RUNNING),
    "between": Conversation(routine=_RUNNING, asked=Asked("ready")),
    "triage": Conversation(asked=Asked("gate_1", check=True)),
    "scale": Conversation(asked=Asked("pain_score")),
}


def standing(state: State | str) -> Conversation:
    """A conversation in `state`. Raises BadRequest for a state there is not."""
    if state not in _IN:
        raise BadRequest(f"no state {state!r}: one of {', '.join(_IN)}")
    return _IN[state]
