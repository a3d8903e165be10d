"""Every phrase that code says exists, and every phrase that exists is said by some code."""

from __future__ import annotations

import ast
import re
from itertools import product
from typing import get_args

from skill.coach.choices import BUTTONS
from skill.coach.conversation import State
from skill.coach.keepsake import Keep
from skill.coach.routine import Fact, Reason
from skill.coach.situation import BABY_PLACES
from skill.coach.table import ROWS
from tests.factories import content
from tests.house.source import calls, modules

PHRASES = content().phrases
STATES = get_args(State)
REASONS = get_args(Reason)
WHY = ("baby", "pain", "break", "silence")
FREQUENCIES = ("daily", "weekdays", "weekends", "days", "once")
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
    "words_": ("full", "short"),
    "button": tuple(BUTTONS),
}
"""Phrases whose last word is decided at run time, with every value it may have."""
OPTIONAL = ("again", "why", "mean")
"""Families looked up only where the phrase exists: `again.<question>`, `why.<question>`, `mean.<intent>`."""


def literals(arg: ast.expr) -> set[str]:
    """The texts an argument may be: a constant, or either side of a condition."""
    if isinstance(arg, ast.Constant):
        return {arg.value} if isinstance(arg.value, str) else set()
    if isinstance(arg, ast.IfExp):
        return literals(arg.body) | literals(arg.orelse)
    if isinstance(arg, ast.BoolOp):
        return set().union(*map(literals, arg.values))
    return set()


def quiet(call: ast.Call) -> bool:
    return any(k.arg == "quietly" and getattr(k.value, "value", None) is True for k in call.keywords)


def said() -> set[str]:
    """Ids that code names outright: `say("x")`, `words("x")`, `label("x")`."""
    return {
        id
        for _, tree, _ in modules("skill/coach", "skill/alexa")
        for call in calls(tree, "say", "words", "label")
        for id in first_argument(call) | named_before(tree, call)
    }


def named_before(tree: ast.AST, call: ast.Call) -> set[str]:
    """The texts of a name that was given them just before: `id = "a" if wanted else "b"`, then `say(id)`."""
    names = {arg.id for arg in call.args[:1] if isinstance(arg, ast.Name)}
    assigned = (n for n in ast.walk(tree) if isinstance(n, ast.Assign) and n.lineno < call.lineno)
    return set().union(*(literals(n.value) for n in assigned if {ast.unparse(t) for t in n.targets} & names))


def first_argument(call: ast.Call) -> set[str]:
    return literals(call.args[0]) if call.args else set()


def asked() -> set[str]:
    """Every id that `ask` may be given, quietly or not."""
    ids = {id for _, tree, _ in modules("skill/coach") for call in calls(tree, "ask") for id in first_argument(call)}
    return ids | set(get_args(Fact)) - {"gate"}


def first_words(tree: ast.AST) -> set[str]:
    """The family of every phrase put together at run time: `f"left_out.{reason}"` -> `left_out`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            match = re.fullmatch(r"([a-z_]+)\.|(words_)", str(node.values[0].value))
            if match:
                found.add(match.group(1) or match.group(2))
    return found


def spoken_ids() -> set[str]:
    """Everything code may say: named outright, in a family, or as the question of `ask`."""
    families = {
        f"{family}{value}" if family.endswith("_") else f"{family}.{value}"
        for family, values in FAMILIES.items()
        for value in values
    }
    return said() | families | {f"ask.{id}" for id in asked()}


def test_every_family_put_together_at_run_time_is_known_here() -> None:
    used = {family for _, tree, _ in modules("skill/coach") for family in first_words(tree)}
    assert used - set(FAMILIES) - set(OPTIONAL) - {"ask"} == set()
    assert set(FAMILIES) - used == set()


def test_every_phrase_of_a_family_exists() -> None:
    missing = {
        f"{family}{value}" if family.endswith("_") else f"{family}.{value}"
        for family, values in FAMILIES.items()
        for value in values
    } - set(PHRASES)
    assert missing == set()


def test_every_phrase_that_code_names_exists() -> None:
    assert said() - set(PHRASES) == set()


def test_every_question_asked_aloud_has_its_words() -> None:
    aloud = {
        f"ask.{id}"
        for _, tree, _ in modules("skill/coach")
        for call in calls(tree, "ask")
        if not quiet(call)
        for id in first_argument(call)
    }
    assert aloud - set(PHRASES) == set()


def test_every_phrase_is_said_by_some_code() -> None:
    questions = asked()
    again = {f"{family}.{id}" for family, id in product(OPTIONAL, questions | ROWS.keys() | {"any"})}
    assert set(PHRASES) - spoken_ids() - again == set()
