"""Every phrase that code says exists, and every phrase that exists is said by some code."""

from __future__ import annotations

import ast
import re
from itertools import product
from typing import get_args

from skill.coach.conversation import State
from skill.coach.keepsake import Keep, Place
from skill.coach.routine import Fact, Reason
from skill.coach.situation import BABY_PLACES
from tests.factories import content
from tests.house.source import calls, modules

PHRASES = content().phrases
STATES = get_args(State)
REASONS = get_args(Reason)
WHY = [why or "break" for why in get_args(Place.__annotations__["why"]) if isinstance(why, str)] if False else [
    "baby",
    "pain",
    "break",
    "silence",
]
FREQUENCIES = ("daily", "weekdays", "weekly", "mon_wed_fri", "once")
FAMILIES = {
    "left_out": REASONS,
    "not_now": REASONS,
    "instead": REASONS,
    "resume_offer": WHY,
    "swap": BABY_PLACES,
    "baby_noted": BABY_PLACES,
    "hint": STATES,
    "help": STATES,
    "privacy": get_args(Keep),
    "frequency": FREQUENCIES,
}
"""Phrases whose last word is decided at run time, with every value it may have."""
OPTIONAL = ("again", "why")
"""Families looked up only where the phrase exists: `again.<question>`, `why.<question>`."""
SAID_ELSEWHERE = frozenset({"again", "why"})


def said() -> set[str]:
    """Ids that code names outright: `say("x")`, `words("x")`, `ask("x")`, in conditional expressions too."""
    found = set()
    for _, tree, _ in modules("skill"):
        for call in calls(tree, "say", "words", "ask", "ask_fact"):
            prefix = "ask." if getattr(call.func, "attr", "") in ("ask", "ask_fact") else ""
            quiet = any(k.arg == "quietly" and getattr(k.value, "value", None) is True for k in call.keywords)
            for arg in call.args[:2]:
                for node in ast.walk(arg):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not quiet:
                        found.add(prefix + node.value)
    return found


def asked() -> set[str]:
    """Every id that `ask` may be given, quietly or not."""
    ids = {
        str(node.value)
        for _, tree, _ in modules("skill/coach")
        for call in calls(tree, "ask")
        for arg in call.args[:1]
        for node in ast.walk(arg)
        if isinstance(node, ast.Constant)
    }
    return ids | {fact for fact in get_args(Fact) if fact != "gate"}


def first_words(tree: ast.AST) -> set[str]:
    """The family of every phrase put together at run time: `f"left_out.{reason}"` -> `left_out`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            match = re.fullmatch(r"([a-z_]+)\.", str(node.values[0].value))
            if match:
                found.add(match.group(1))
    return found


def spoken_ids() -> set[str]:
    """Everything code may say: named outright, in a family, or as the question of `ask`."""
    families = {f"{family}.{value}" for family, values in FAMILIES.items() for value in values}
    return said() | families | {f"ask.{id}" for id in asked()}


def test_every_family_put_together_at_run_time_is_known_here() -> None:
    used = {family for _, tree, _ in modules("skill/coach") for family in first_words(tree)}
    assert used - set(FAMILIES) - set(OPTIONAL) - {"ask"} == set()
    assert set(FAMILIES) - used == set()


def test_every_phrase_of_a_family_exists() -> None:
    missing = {f"{family}.{value}" for family, values in FAMILIES.items() for value in values} - set(PHRASES)
    assert missing == set()


def test_every_phrase_that_code_names_exists() -> None:
    named = {
        id
        for _, tree, _ in modules("skill/coach")
        for call in calls(tree, "say", "words")
        for arg in call.args[:1]
        for node in ast.walk(arg)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_.]+[a-z]", node.value)
        for id in [node.value]
        if not isinstance(arg, ast.JoinedStr)
    }
    in_f_strings = {
        str(node.value)
        for _, tree, _ in modules("skill/coach")
        for joined in ast.walk(tree)
        if isinstance(joined, ast.JoinedStr)
        for node in ast.walk(joined)
        if isinstance(node, ast.Constant)
    }
    compared = {"easier", "harder"}
    assert {id for id in named - in_f_strings - compared if id not in PHRASES} == set()


def test_every_question_asked_aloud_has_its_words() -> None:
    aloud = {
        "ask." + str(call.args[0].value)
        for _, tree, _ in modules("skill/coach")
        for call in calls(tree, "ask")
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and not any(k.arg == "quietly" and getattr(k.value, "value", None) is True for k in call.keywords)
    }
    assert aloud - set(PHRASES) == set()


def test_every_phrase_is_said_by_some_code() -> None:
    questions = asked()
    again = {f"{family}.{id}" for family, id in product(OPTIONAL, questions | {"any"})}
    assert set(PHRASES) - spoken_ids() - again == set()
