"""What verifying needs is heavy, and a function at Amazon needs no verifying: nothing else may import it."""

from __future__ import annotations

import ast

from tests.house.source import modules

VERIFYING = {"certificate_chain", "signing_url", "validated_keys", "verify"}
HEAVY = {"cryptography", "certifi"}
LATE = {"skill/alexa/over_https.py"}
"""Reads the roots on the first question only, and does without where certifi is missing."""


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
        if name in ours | LATE:
            continue
        for found in imported(tree):
            assert found.split(".")[0] not in HEAVY, name
            inner = found.removeprefix("skill.alexa.").split(".")[0] if found.startswith("skill.alexa.") else ""
            assert inner not in VERIFYING or name.startswith("skill/web/"), name
