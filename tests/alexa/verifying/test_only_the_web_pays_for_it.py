"""What verifying needs is heavy, and a function at Amazon needs no verifying: nothing else may import it."""

from __future__ import annotations

import ast

from tests.house.source import modules

VERIFYING = {"certificate_chain", "fetching", "signing_url", "validated_keys", "verify"}
HEAVY = {"cryptography", "certifi"}
ROOTS = ("certifi", "skill/alexa/over_https.py")
"""Whoever asks a server needs them; they are read on the first question only."""


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_only_the_verifiers_modules_import_cryptography_and_roots_and_only_the_web_imports_those() -> None:
    ours = {f"skill/alexa/{name}.py" for name in VERIFYING}
    for name, tree, _ in modules("skill", "audio", "lambda"):
        if name in ours:
            continue
        for found in imported(tree):
            assert found.split(".")[0] not in HEAVY or (found, name) == ROOTS, name
            inner = found.removeprefix("skill.alexa.").split(".")[0] if found.startswith("skill.alexa.") else ""
            assert inner not in VERIFYING or name.startswith("skill/web/"), name
