"""From evidence to an answer: the open question, facts told on their own, and the slots each intent takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skill.coach.conversation import Conversation
from skill.coach.heard import SURE
from skill.understanding import answers, slots
from skill.understanding.advising import ADVICE, FAMILIES, OF_MEDICINES, asking_for, entry_asked
from skill.understanding.intents import MOST, NOTHING, Choice
from skill.understanding.lexicon import Lexicon
from skill.understanding.phrases import Match
from skill.understanding.stopping import WHY, why_stopped
from skill.understanding.word_sets import word_set

_TAKES_MINUTES = frozenset({"start_routine", "start_exercise", "list_exercises", "baby_status", "plan", "resume"})
_TAKES_KIND = frozenset({"start_routine", "list_exercises", "reminder", "plan"})
_TAKES_EXERCISE = word_set(
    "start_exercise explain_exercise exercise_safety easier harder that_hurts next repeat previous why_this "
    "unclear start_over whats_next list_exercises"
)
_MAY_BE_MEDICINES = word_set("ask_about tips medication_question baby_status unclear out_of_scope is_this_serious")
_ABOUT_HER = ("weeks_postpartum", "delivery", "complicated", "neuraxial", "cleared", "gave_birth", "pregnant")
_NEARLY_CLEARED = frozenset({"exercise_safety", "is_this_serious", "resume", "next"})
"""What "my doctor says I can" sounds like when only its words are weighed."""
_ASKING = word_set("how what which best tips tip advice should any way when why without")
_ASKED_FIRST = word_set("is are can do does could would will")
TELLING = frozenset({"profile", "baby_status", "partner"})
"""What she wants when she tells facts and asks for nothing."""
_ASIDE = ADVICE | word_set("baby_health medication_question is_this_serious privacy_question find_care") | NOTHING
"""Where a place that is only asked about is no place."""


def resolve(
    choice: Choice,
    words: Sequence[str],
    after: int,
    names: Sequence[Match],
    told: dict[str, Any],
    conversation: Conversation,
    lexicon: Lexicon,
) -> tuple[Choice, dict[str, Any]]:
    """The intent in this conversation and its slots."""
    told = _where_he_is(choice, words, told, conversation)
    told = _who_she_is(told, words, conversation)
    choice, told = _answering(choice, words, after, told, conversation)
    choice = _facts_alone(choice, words, told)
    advice = entry_asked(choice, words, names, told, conversation)
    of_topic = choice.intent in ADVICE or choice.confidence < SURE
    if advice and of_topic and not choice.exact and conversation.asked and conversation.asked.id == "which_topic":
        choice = Choice("tips", MOST)
    of_family = lexicon.families.get(advice or "") in FAMILIES and slots.named(names, "exercise") is None
    if choice.intent == "explain_exercise" and of_family and not choice.exact and conversation.routine is None:
        choice = choice._replace(intent="tips")
    if told.get("sleepy") and choice.intent in ("ask_about", "tips"):
        return choice._replace(intent="ask_about"), told | {"advice": "sofa_sleep"}
    if choice.intent in _MAY_BE_MEDICINES and not choice.exact and advice in OF_MEDICINES:
        return choice._replace(intent="medication_question"), told | {"advice": advice}
    if choice.intent in ADVICE:
        choice = asking_for(choice, advice, lexicon)
    asks_where = conversation.asked is not None and conversation.asked.id in answers.WHERE
    if asks_where and choice.intent in NOTHING and _ASLEEP & set(words):
        choice = Choice("baby_status", MOST)
    if conversation.routine is not None and choice.intent in _STOLEN_BY and not choice.exact:
        choice = next((Choice(pace, MOST) for pace, said in _PACE.items() if said & set(words)), choice)
    if choice.intent == "next" and _SKIPPING & set(words):
        told = told | {"skip": True}
    if "catheter" in words and not {"no", "not", "without", "out", "had"} & set(words):
        told = told | {"catheter": True}
        choice = Choice("profile", MOST) if choice.intent in NOTHING else choice
    return choice, _slots(choice.intent, words, after, names, told, advice, lexicon)


_PACE = {"slower": word_set("slower slowly"), "faster": word_set("faster quicker quickly")}
_STOLEN_BY = word_set(
    "start_routine start_exercise resume next repeat explain_exercise harder more unclear out_of_scope"
)
"""Mid-routine a word of pace wins over these: "can you do it slower" begins nothing anew."""
_ASLEEP = word_set("asleep sleeping napping snoozing dozing sleeps slept")
"""Asleep may be on her: it is no place, and the question is put again."""
_SKIPPING = word_set("skip not pass leave miss without")
"""Words that decline what is offered: "skip this one", "not that one"."""


def _where_he_is(
    choice: Choice, words: Sequence[str], told: dict[str, Any], conversation: Conversation
) -> dict[str, Any]:
    """The baby's place; to "where is your baby?" a single word is enough, and a question gives none."""
    told = dict(told)
    if told.pop("asked_about", False) and choice.intent in _ASIDE:
        told.pop("baby", None)
    if "baby" in told or conversation.asked is None or conversation.asked.id not in answers.WHERE:
        return told
    if set(words) & _GONE and set(words) <= _OF_A_LOSS:
        return told | {"baby": "not_here", "loss": True}
    place = answers.place_of(words)
    return told | {"baby": place} if place and not _asks(words) else told


_BIRTHS = {
    "vaginal": word_set("normal natural naturally normally regular vaginally pushed standard birth"),
    "cesarean": word_set("surgery operation surgical theatre cut"),
}
_GONE = word_set("died dead stillborn passed")
_OF_A_LOSS = _GONE | word_set(
    "he she they it baby babies my our son daughter boy girl little is are has have was were away on at birth in i we "
    "no not here any more yes sorry last this week month year"
)
"""Said to "where is your baby?", and nothing besides: "dead tired" and "do the dead bug" are no loss."""


def _who_she_is(told: dict[str, Any], words: Sequence[str], conversation: Conversation) -> dict[str, Any]:
    """Who did not give birth speaks of a back of their own; to "what kind of birth?" a single word is enough."""
    asked = conversation.asked.id if conversation.asked is not None else ""
    if asked == "delivery" and "delivery" not in told:
        kind = next((kind for kind, said in _BIRTHS.items() if said & set(words)), None)
        told = told | {"delivery": kind} if kind else told
    if told.get("gave_birth") is False:
        told.pop("partner", None)
    if told.get("home"):
        told.pop("loss", None)
    return told


def _answering(
    choice: Choice, words: Sequence[str], after: int, told: dict[str, Any], conversation: Conversation
) -> tuple[Choice, dict[str, Any]]:
    """What an answer means to the question that is open."""
    if conversation.asked is None:
        return choice, told
    asked = conversation.asked
    if asked.id in WHY and (why := why_stopped(words)) is not None:
        return (why, told | {"why": "baby"}) if why.intent == "pause" else (why, told)
    answer = answers.to_ready(words, choice) if asked.id == "ready" else None
    if asked.check and after and _MEANT & set(words[:after]) and {"yes", "no"} & set(words[after:]):
        return Choice("correct_answer", MOST), told
    if asked.id in answers.SINCE_BIRTH and "weeks_postpartum" in told and not choice.exact:
        return Choice("profile", MOST), told  # "five, I think": the number is the answer
    answer = answer or answers.to_question(words[after:] or words, choice, asked)
    if answer is not None and answer.intent == "answer_unsure":
        told = {name: value for name, value in told.items() if name != asked.id}
    if answer is not None and not (asked.id in told and answer.intent != "answer_unsure"):
        return answer, told
    return _telling_what_was_asked(choice, words, after, told, conversation), told


def _telling_what_was_asked(
    choice: Choice, words: Sequence[str], after: int, told: dict[str, Any], conversation: Conversation
) -> Choice:
    """The fact, number, place or time that was asked for."""
    asked = conversation.asked.id if conversation.asked is not None else ""
    if conversation.state == "scale" and choice.confidence < MOST and slots.score_in(words, after) is not None:
        return Choice("pain_score", MOST)
    if _is_more(words, conversation) and choice.intent in ("harder", "next", "repeat", *NOTHING):
        return Choice("more", MOST)
    if asked in ("weeks", "born") and "weeks_postpartum" in told and choice.confidence < MOST:
        return Choice("profile", MOST)
    exact = choice.exact and not (asked == "delivery" and choice.intent.startswith("answer_"))
    if asked in ("delivery", "neuraxial", "complicated", "cleared") and asked in told and not exact:
        return Choice("profile", MOST)
    if asked in answers.WHERE and "baby" in told and not (choice.exact and choice.intent not in _PLACE_LIKE):
        return Choice("baby_status", MOST)
    if asked == "more" and "more" in words[:4] and choice.intent in ("harder", "answer_yes", "resume"):
        return Choice("more", choice.confidence, choice.exact)
    if asked in ("reminder_time", "reminder_sure") and slots.time_in(words) is not None and not choice.exact:
        return Choice("reminder", MOST)
    if asked == "minutes" and slots.minutes_in(words, loose=True) is not None and not choice.exact:
        return Choice("start_routine", MOST)
    return choice


def _is_more(words: Sequence[str], conversation: Conversation) -> bool:
    """ "More" before the next exercise is more of what was just told, if something was."""
    told = conversation.topic is not None and conversation.part > 0
    return told and conversation.asked is not None and "more" in words and set(words) <= _MORE


_MORE = word_set("more go on tell me us some bit of that it about any little yes okay")
_MEANT = word_set("meant mean")
"""She corrects an answer she gave before: "no, I meant yes"."""
_PLACE_LIKE = word_set("resume pause next unclear out_of_scope thanks_goodbye start_exercise tips ask_about profile")
"""What a baby's place sounds like when it is not known that it was asked for."""


_STOPS = frozenset({("stop", "there"), ("stop", "now"), ("stop", "here"), ("stop", "stop")})
"""Whoever begins like this wants to stop, whatever follows."""
_SHORT = 12
"""More words than this around the name of a setting are not about it."""


def ready_answer(choice: Choice, conversation: Conversation) -> Choice:
    """An answer the platform decided, to the question that is open."""
    asked = conversation.asked
    return choice._replace(intent="next") if asked and asked.id == "ready" and choice.intent == "answer_yes" else choice


_OF_PAIN = word_set("pain score back ache level number today")


def _facts_alone(choice: Choice, words: Sequence[str], told: dict[str, Any]) -> Choice:
    """Facts without a request: where the baby is, who she is, how the birth was."""
    of_home = TELLING | NOTHING | {"pause", "resume"} | (frozenset() if "me" in words else {"been_seen"})
    if told.get("home") and choice.intent in of_home:
        return Choice("baby_status", MOST)
    if told.get("gave_birth") is False and choice.intent in ("partner", *NOTHING):
        return Choice("profile", 0.85)
    if "cleared" in told and choice.intent in _NEARLY_CLEARED and not choice.exact:
        return Choice("profile", 0.8)
    if choice.intent == "pain_score" and "weeks_postpartum" in told and not (choice.exact or _OF_PAIN & set(words)):
        return Choice("profile", 0.85)
    if choice.intent == "exercise_safety" and told.get("kind") and not choice.exact:
        return choice._replace(intent="start_routine")
    if "baby" in told and choice.intent in ADVICE and not choice.exact and not _asks(words):
        return Choice("baby_status", 0.8)
    if choice.exact or not (choice.intent in NOTHING or choice.confidence < SURE):
        return choice
    if told.get("partner"):
        return Choice("partner", 0.8)
    if told.get("sleepy"):
        return Choice("ask_about", 0.8)
    if "pregnant" in told or told.get("gave_birth") is False:
        return Choice("profile", 0.85)
    if "setting" in told and len(words) <= _SHORT:
        return Choice("settings", 0.8)
    if tuple(words[:2]) in _STOPS:
        return Choice("stop", 0.9)
    if "baby" in told and choice.intent not in _TAKES_MINUTES:
        return Choice("baby_status", 0.85)
    if any(fact in told for fact in _ABOUT_HER) and choice.intent in NOTHING:
        return Choice("profile", 0.8)
    return choice


def _asks(words: Sequence[str]) -> bool:
    return bool(_ASKING & set(words)) or words[0] in _ASKED_FIRST


def _slots(
    intent: str,
    words: Sequence[str],
    after: int,
    names: Sequence[Match],
    told: dict[str, Any],
    advice: str | None,
    lexicon: Lexicon,
) -> dict[str, Any]:
    out = {name: value for name, value in told.items() if name not in ("kind", "cause", "setting", "why")}
    _add(out, "minutes", slots.minutes_in(words, loose=intent == "start_routine"), intent in _TAKES_MINUTES)
    _add(out, "kind", slots.named(names, "kind") or told.get("kind"), intent in _TAKES_KIND)
    _add(out, "exercise", slots.named(names, "exercise"), intent in _TAKES_EXERCISE)
    _add(out, "cause", told.get("cause"), intent in ("causes", "ask_about"))
    _add(out, "why", told.get("why"), intent in ("pause", "stop"))
    setting, _, value = str(told.get("setting", "")).partition("=")
    _add(out, "guide", value, intent == "start_routine" and setting == "guide")
    _add(out, "score", slots.score_in(words, after), intent == "pain_score")
    if intent == "start_routine" and out.get("delivery") and out.get("kind") == "c-section":
        out.pop("delivery")
    if intent in ADVICE and advice is not None:
        out["advice"] = advice
        if lexicon.families.get(advice) in FAMILIES:
            out["topic"] = lexicon.families[advice]
    if intent == "reminder":
        _add(out, "time", slots.time_in(words), True)
        _add(out, "frequency", slots.frequency_in(words), True)
        _add(out, "day", slots.day_in(words), True)
        out.pop("weeks_postpartum", None)
    if intent == "settings" and "setting" in told:
        out["setting"], _, out["value"] = str(told["setting"]).partition("=")
    return out


def _add(out: dict[str, Any], name: str, value: Any, wanted: bool) -> None:
    if wanted and value is not None and name not in out:
        out[name] = value
