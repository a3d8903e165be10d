"""Small faults, one at a time, in the syntax tree of a module: what a slip of the pen could be."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from msgspec import Struct


class Mutant(Struct, frozen=True):
    """One changed module."""

    line: int
    change: str
    text: str
    """The whole module, changed."""
    original: str
    """The same, unchanged."""


Change = tuple[str, ast.AST]
"""What it is, and the node that stands instead."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COMBINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Mult: ast.Add,
}
_SWAPPED = {"max": "min", "min": "max", "any": "all", "all": "any"}


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, from its first line to its last."""
    return sorted(_mutants(source), key=lambda mutant: mutant.line)


def _mutants(source: str) -> Iterator[Mutant]:
    original = ast.parse(source)
    places = [node for node in ast.walk(original) if not _is_typing(node, original)]
    for n, node in enumerate(places):
        for change, _ in _changes(node):
            tree = ast.parse(source)
            twin = [other for other in ast.walk(tree) if not _is_typing(other, tree)][n]
            made = dict(_changes(twin))[change]
            text = ast.unparse(ast.fix_missing_locations(_Put(twin, made).visit(tree)))
            if text != ast.unparse(original):
                yield Mutant(_line(node), change, text, source)


def _line(node: ast.AST) -> int:
    """Where a node stands; one without a place of its own stands where its first part does."""
    return next((line for part in ast.walk(node) if (line := getattr(part, "lineno", 0))), 0)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _is_typing(node: ast.AST, tree: ast.Module) -> bool:
    """Annotations, docstrings, imports and names of types: a change there changes nothing that runs."""
    if not hasattr(tree, "typing"):
        tree.typing = {id(inner) for outer in ast.walk(tree) for part in _still(outer) for inner in ast.walk(part)}  # type: ignore[attr-defined]
    return id(node) in tree.typing  # type: ignore[attr-defined]


def _still(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield node
    if isinstance(node, ast.AnnAssign):
        yield node.annotation
    if isinstance(node, ast.arg) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
        yield node.returns
    if isinstance(node, ast.Assign) and "Literal[" in ast.unparse(node.value):
        yield node
    if isinstance(node, ast.ClassDef):
        yield from node.keywords


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        yield from _compared(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _said(node, "and <-> or"), ast.BoolOp(other, node.values)
        for n, value in enumerate(node.values):
            rest = [v for v in node.values if v is not value]
            yield (
                f"{_said(node, 'without')} {ast.unparse(value)} [{n}]",
                ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0],
            )
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _said(node, "without not"), node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMBINED:
        operator = _COMBINED[type(node.op)]()
        yield _said(node, type(operator).__name__), ast.BinOp(node.left, operator, node.right)
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.Return):
        if node.value is not None and ast.unparse(node.value) != "None":
            yield _said(node, "returns None"), ast.Return(ast.Constant(None))
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield from _condition(node)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.comprehension):
        for n, condition in enumerate(node.ifs):
            rest = [c for c in node.ifs if c is not condition]
            yield (
                f"comprehension without `if {ast.unparse(condition)}` [{n}]",
                ast.comprehension(node.target, node.iter, rest, 0),
            )


def _said(node: ast.AST, change: str) -> str:
    text = ast.unparse(node).splitlines()[0]
    return f"{text[:90]}  =>  {change}"


def _compared(node: ast.Compare) -> Iterator[Change]:
    for n, op in enumerate(node.ops):
        for other in _COMPARED.get(type(op), ()):
            ops = [*node.ops[:n], other(), *node.ops[n + 1 :]]
            yield _said(node, other.__name__), ast.Compare(node.left, ops, node.comparators)


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield _said(node, str(not value)), ast.Constant(not value)
    elif isinstance(value, int):
        yield _said(node, str(value + 1)), ast.Constant(value + 1)
        yield _said(node, str(value - 1)), ast.Constant(value - 1)
    elif isinstance(value, str):
        yield _said(node, "another text"), ast.Constant(f"{value}_")


def _condition(node: ast.If | ast.IfExp) -> Iterator[Change]:
    for value in (True, False):
        test = ast.Constant(value)
        made = copy.copy(node)
        made.test = test
        yield f"if {ast.unparse(node.test)[:90]}  =>  if {value}", made


def _call(node: ast.Call) -> Iterator[Change]:
    function = node.func
    if isinstance(function, ast.Name) and function.id in _SWAPPED:
        other = ast.Name(_SWAPPED[function.id], ast.Load())
        yield _said(node, other.id), ast.Call(other, node.args, node.keywords)
    elif isinstance(function, ast.Attribute) and not ast.unparse(function).startswith(("structs.", "judging.")):
        yield _said(node, "left out"), function.value
    if node.args and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp)) and not _made(function):
        yield _said(node, "its first argument"), node.args[0]
    for n, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            rest = [k for k in node.keywords if k is not keyword]
            change = f"without {keyword.arg} [{n}]"
            yield _said(node, change), ast.Call(function, node.args, rest)


def _made(function: ast.expr) -> bool:
    """A method's first argument is no scene, and a type's is no value: leaving those calls out only breaks them."""
    return isinstance(function, ast.Attribute) and not ast.unparse(function).startswith(("structs.", "safety."))
