"""What she said: `Said` -> `Heard`. Normalising, intents, slots, numbers, the safety ear; one way for every door.

What she may say is authored in `interaction_models/<language>/` and compiled by `skill.understanding.compile`.
"""

from skill.understanding.hearing import hear
from skill.understanding.lexicon import Lexicon, lexicon
from skill.understanding.model import Model, load

__all__ = ["Lexicon", "Model", "hear", "lexicon", "load"]
