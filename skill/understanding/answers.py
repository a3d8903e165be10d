"""What she says to an open question: yes, no, don't know, on with it, or where her baby is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from skill.coach.answering import gate_signs
from skill.coach.conversation import Asked
from skill.coach.heard import SURE
from skill.coach.pain import NUMB_SIGNS
from skill.understanding.intents import MOST, SENTENCE, Choice
from skill.understanding.word_sets import word_set

_YES_OR_NO = word_set(
    "cleared neuraxial complicated cancer_history bone_risk immune_risk erase anything_new new_since care_new "
    "clinician_said readback check_more safety_net net_more finish_check offer start resume go_on more which_one "
    "which_one_more hurt_choice hurt_other"
)
"""Open questions besides the safety questions that a yes or a no answers."""
_ON_WITH_IT = word_set("start offer resume go_on")
WHERE = word_set("baby baby_now")
_YES = word_set("yes yeah yep yup aye yah yea yess affirmative absolutely definitely")
_NO = word_set("no nope nah naw never nay negative")
_BEFORE = (
    "i see", "fair enough", "thanks", "thank you", "let me think", "good question", "okay", "well", "right", "ooh",
    "alright", "i mean", "hang on", "hold on", "erm", "to be honest",
    "god", "thankfully", "luckily", "thank god", "honest", "like", "no worries", "fine",
)  # fmt: skip
"""What people say before they answer."""
_UNSURE = (
    "i do not know", "do not know", "not sure", "i am not sure", "no idea", "i have no idea", "no clue", "maybe",
    "perhaps", "i can not tell", "can not tell", "hard to say", "hard to tell", "could be", "might be", "it depends",
    "i hope not", "hopefully not", "it comes and goes", "comes and goes", "sometimes", "now and then", "a bit",
    "i am not certain", "not certain", "i could not say", "possibly", "yes and no", "no not sure", "i do not remember",
)  # fmt: skip
_RATHER_NOT = (
    "want to answer", "rather not", "prefer not", "want to say", "want to talk about", "not going to answer",
    "want to tell you", "not answering", "not telling you", "none of your business", "skip that question",
    "skip this question", "not going to say", "not comfortable", "refuse to answer", "leave that question",
)  # fmt: skip
_NOTHING = (
    "nothing new",
    "nothing different",
    "nothing else",
    "nothing like that",
    "nothing worse",
    "not really",
    "not at all",
)
_SAYS_SO: dict[str, frozenset[str]] = {
    "control_loss/clarify": word_set("cough coughing sneeze sneezing laugh laughing jump jumping trampoline giggle"),
}
"""Clarifying questions that are answered yes by naming what they ask about: "only when I sneeze"."""
_TURNS_ROUND = word_set("wait actually sorry hang hold")
"""Between a no and a yes these take the no back."""
_HEDGED = re.compile(r"\W*(no|nope|nah|not)\b.*\b(just|only|more like|more than|worse than|exactly)\b", re.I)
"""After a no to a warning sign these may say that it is there: "no, just tight", "no more than on the stairs"."""
_NOT_NOW = (
    "not any more", "not anymore", "not right now", "not at moment", "not today", "not now", "not since",
    "not this week", "not lately", "not recently",
)  # fmt: skip
"""Not now may mean that it was there: to a sign that counts for days afterwards it is no clear no."""
_WORD_FOR_WORD: dict[str, dict[str, str]] = {
    "bladder_retention": {
        "i can not": "answer_yes", "can not": "answer_yes", "impossible": "answer_yes", "hard": "answer_yes",
        "it is impossible": "answer_yes", "it is hard": "answer_yes", "really hard": "answer_yes",
        "not hard": "answer_no", "i can": "unclear", "i can pee": "unclear", "i can wee": "unclear",
    },
}  # fmt: skip
"""Answers that are clear only beside their question. "I can" is asked again: it is too close to "I can't" (3.3)."""
_ASKING = word_set("which what why how who is are can could should does will would")
_SUBJECT = word_set("i you we they my people")
_TURN = word_set("but and so well okay though")
_KEPT = word_set(
    "stop pause repeat why_do_you_ask correct_answer been_seen help_coming find_care help answer_unsure what_to_tell"
)
"""What a safety question leaves standing although the sentence holds a yes or a no."""
_NOT_CERTAIN = word_set("fine normal normally gone stopped okay better usual same nothing not good well")
_GO = frozenset((
    "ready", "lets go", "go", "go ahead", "go on", "lets do it", "lets do that", "lets do this", "let us do that",
    "let us do it", "start", "begin", "do it", "do that", "why not", "sounds good", "i am ready", "i am ready now",
    "ready when you are", "ready now", "lets start", "lets begin", "go for it", "that one", "lets do that one",
    "do that one", "your idea", "that will do", "we can", "can do", "lets", "crack on", "lets crack on", "i am game",
    "all set", "i am up for that", "up for it", "i am up for it", "lets have it", "good to go", "suppose so",
    "i suppose so", "i suppose", "i guess", "i guess so", "if you like", "let us", "on we go", "please do", "start it",
    "start that", "take me there", "erase it", "all of it", "go on with it", "off we go", "lets try", "lets try it",
))  # fmt: skip
"""Said to an offer, these take it."""
_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("free", ("not holding", "not on me", "off me", "put down", "with his", "with her", "with my", "in bed",
              "off my chest", "not in my arms", "out of my arms", "got her now", "got him now")),
    ("mat", ("mat", "playmat", "floor", "rug", "blanket", "play gym", "baby gym", "tummy time")),
    ("on_chest", ("chest", "my tummy", "my belly", "skin to skin")),
    ("carrier", ("carrier", "sling", "wrap", "strapped", "strapped on", "wearing", "bjorn", "ergo")),
    ("free", ("husband", "hubby", "partner", "dad", "daddy", "wife", "mum", "mom", "nana", "nan", "grandma", "granny",
              "gran", "sister", "friend", "neighbour", "neighbor", "childminder", "minder", "babysitter", "brother")),
    ("in_arms", ("arms", "arm", "lap", "holding", "held", "feeding", "nursing", "hip", "shoulder", "on me", "got him",
                 "got her", "have him", "have her", "knee", "breast", "boob", "bottle", "breastfeeding", "cuddling",
                 "on top of me", "attached", "got baby", "hands", "got them", "have them")),
    ("free", ("crib", "cot", "bassinet", "basket", "moses", "pram", "stroller", "buggy", "swing", "bouncer", "bed",
              "free", "playpen", "cradle", "nursery", "upstairs", "away", "settled", "car seat", "high chair", "rocker",
              "gone down", "down", "other room", "next room")),
    ("in_arms", ("with me", "here")),
)  # fmt: skip
"""Said alone to "where is your baby?", in the order in which they are looked for."""


_IN_PAIN = word_set("pain pains paining hurts hurting hurt sore ouch")
_WANTING = ("i said", "give me", "i told you", "i want", "i asked for", "let me do", "skip the questions")
"""A "no" with these is no answer: she wants something else."""


def place_of(words: Sequence[str]) -> str | None:
    """The baby's place, where only that was asked: a word is enough."""
    text = f" {' '.join(words)} "
    return next((place for place, said in _PLACES if any(f" {word} " in text for word in said)), None)


def signs_asked(asked: Asked | None) -> frozenset[str]:
    """The warning signs an open question is about."""
    if asked is None:
        return frozenset()
    if asked.id == "hurt_numb":
        return frozenset(NUMB_SIGNS)
    if asked.id.startswith("gate_") and asked.id[-1].isdigit():
        return gate_signs(int(asked.id[-1]) - 1)
    return frozenset({asked.id.partition("/")[0]})


SINCE_BIRTH = frozenset({"weeks", "born", "weeks_postpartum"})
"""The open question is how long ago the birth was."""


def to_ready(words: Sequence[str], choice: Choice) -> Choice | None:
    """An answer to "ready?": "that was good, next", "all done, ready"."""
    if _IN_PAIN & set(words):
        return Choice("that_hurts", MOST)
    if choice.intent == "answer_yes":
        return choice._replace(intent="next")
    if set(words) & (_NO | {"not"}) or _asks(words):
        return None
    if words[-1] in ("next", "ready") and len(words) <= 7:
        return Choice("next", MOST)
    return None


def to_question(words: Sequence[str], choice: Choice, asked: Asked) -> Choice | None:
    """A clear yes, no or don't know to a question that takes one; None where she said something else."""
    if not (asked.check or asked.id in _YES_OR_NO):
        return None
    if (word := _WORD_FOR_WORD.get(asked.id, {}).get(" ".join(words))) is not None:
        return Choice(word, 0.0 if word == "unclear" else MOST)
    if choice.exact and choice.intent in ("answer_yes", "answer_no", "answer_unsure", "correct_answer"):
        return choice
    value = _says_so(asked.id, words) or _clear(words)
    if (asked.id in _ON_WITH_IT or value == "answer_yes") and value != "answer_no" and _is_go(words):
        return Choice("answer_yes", SENTENCE, exact=True)
    if value is None:
        return None
    if asked.check and words[-1] == "stop":
        return Choice("stop", MOST)
    if asked.check:
        at_last = value == "answer_yes" and words[-1] in _YES  # "no, wait, yes" is a yes to this question
        kept = choice.intent in _KEPT and choice.confidence >= 0.8 and not at_last
        return choice if kept else Choice(value, MOST)
    wish = choice.intent not in _SIDE_WISHES and not (choice.intent == "stop" and "stop" not in words)
    return None if wish and choice.confidence >= SURE else Choice(value, MOST)


_SIDE_WISHES = word_set(
    "pause next repeat previous privacy_delete resume answer_yes answer_no answer_unsure"
) | word_set("unclear out_of_scope profile baby_status")
"""What is no wish of its own in a sentence that holds a yes or a no."""


def _is_go(words: Sequence[str]) -> bool:
    left = list(words)
    while len(left) > 1 and left[0] in _YES | {"okay", "right", "alright", "fine", "sure", "well", "ooh"}:
        left = left[1:]
    text = " ".join(left)
    return text in _GO or (len(left) < 5 and text.startswith(("whatever you", "what you s")))


def doubtful_no(asked: Asked, text: str, words: Sequence[str], sticky: Collection[str]) -> bool:
    """A no to a warning sign's question that may hide the sign: it is asked once more, never booked as a no.

    `text` is what she said, as it came: "just" is gone from `words`. Signs that count for days afterwards are the grave
    ones; to the others a hedged no is a no.
    """
    sign = asked.id.partition("/")[0]
    if sign not in sticky or "/clarify" in asked.id:
        return False
    passed = " ".join(words).removeprefix("no ").startswith(_NOT_NOW)
    if sign == "leg_weakness" and {"hurts", "aches", "achy", "sore", "stiff", "tired"} & set(words[-2:]):
        return False  # "not weak, it only hurts" says which of the two it is
    return passed or _HEDGED.match(text[:200]) is not None


def _says_so(question: str, words: Sequence[str]) -> str | None:
    named = bool(_SAYS_SO.get(question, frozenset()) & set(words))
    more = {"not", "also", "too", "always", "even", "and", "feel", "anytime", "time"} & set(words)
    return "answer_yes" if named and not more else None


def _clear(words: Sequence[str]) -> str | None:
    text = " ".join(words)
    if text.startswith(("no one ", "nobody ")):
        return "answer_unsure"
    if any(wanting in text for wanting in _WANTING):
        return None
    if any(said in text for said in _RATHER_NOT) and not _asks(words):
        return "answer_unsure"
    left = _without_opener(words)
    if _asks(left):
        return None
    rest = " ".join(left)
    if any(rest == said or rest.startswith(said + " ") for said in _UNSURE):
        return "answer_unsure"
    led = [word for word in _lead(left) if word in _YES | _NO]
    if led:
        return _after_no(left) if led[-1] in _NO else "answer_yes"
    if left[-1] in _NO or any(rest.startswith(said) for said in _NOTHING):
        return "answer_no"
    if left[-1] in _YES and not set(left) & _NOT_CERTAIN:
        return "answer_yes"
    return None


def _after_no(words: Sequence[str]) -> str:
    """ "No idea" and "no, I'm not sure" are no no; a yes after a no is one, or leaves it open."""
    rest = words[len(_lead(words)) :]
    if rest and _YES & set(rest):
        return "answer_yes" if rest[-1] in _YES and rest[0] in _TURNS_ROUND else "answer_unsure"
    after = " ".join(rest)
    return "answer_unsure" if any(after == said or after.startswith(said + " ") for said in _UNSURE) else "answer_no"


def _lead(words: Sequence[str]) -> Sequence[str]:
    """The yes and no words a sentence begins with: the last of them counts ("yeah, no")."""
    end = next((at for at, word in enumerate(words) if word not in _YES | _NO), len(words))
    return words[: end - 1] if tuple(words[end - 1 : end + 1]) == ("no", "one") else words[:end]


def _without_opener(words: Sequence[str]) -> Sequence[str]:
    again = True
    while again:
        again = False
        for said in _BEFORE:
            opener = said.split()
            if len(words) > len(opener) and list(words[: len(opener)]) == opener:
                words, again = words[len(opener) :], True
    return words


def question_at(words: Sequence[str]) -> int | None:
    """Where a question begins that follows the yes, the no or a "but"; None where there is none."""
    at = len(_lead(words))
    while at < len(words) - 1 and words[at] in _TURN:
        at += 1
    if at < len(words) - 1 and (words[at] in _ASKING or (words[at] == "do" and words[at + 1] in _SUBJECT)):
        return at
    return next((n for n, (a, b) in enumerate(pairwise(words), 1) if a in _TURN and b in _ASKING), None)


def _asks(words: Sequence[str]) -> bool:
    return question_at(words) is not None
