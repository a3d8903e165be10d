"""Amazon's own definitions of models and manifest (npm ask-smapi-model, spec.json) as a strict JSON schema.

The file is Swagger 2.0. Strict means: a key that is not defined is an error, and where a definition names a
discriminator, only its known kinds count.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MODEL = "v1.skill.interactionModel.InteractionModelData"
MANIFEST = "v1.skill.Manifest.SkillManifestEnvelope"


def schema(spec: Path, root: str = MODEL) -> dict[str, Any]:
    """A draft-07 schema of one interaction model file, or of a manifest."""
    told = json.loads(spec.read_text(encoding="utf-8"))["definitions"]
    return {"$ref": f"#/definitions/{root}", "definitions": {name: _strict(name, told) for name in told}}


def _strict(name: str, told: dict[str, Any]) -> dict[str, Any]:
    kinds = [other for other in told if _parent(told[other]) == name and "x-discriminator-value" in told[other]]
    if kinds:
        return {"anyOf": [_closed(_merged(kind, told)) for kind in kinds]}
    return _closed(_merged(name, told))


def _parent(definition: dict[str, Any]) -> str:
    refs = [part["$ref"] for part in definition.get("allOf", ()) if "$ref" in part]
    return refs[0].rpartition("/")[2] if refs else ""


def _merged(name: str, told: dict[str, Any]) -> dict[str, Any]:
    """A definition with what it inherits, and its discriminator's value as a constant."""
    definition = told[name]
    if "allOf" not in definition:
        return definition
    out: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    for part in definition["allOf"]:
        whole = _merged(part["$ref"].rpartition("/")[2], told) if "$ref" in part else part
        out["properties"] = out["properties"] | whole.get("properties", {})
        out["required"] = [*out["required"], *whole.get("required", ())]
    if value := definition.get("x-discriminator-value"):
        out["properties"] = out["properties"] | {"type": {"const": value}}
    return out


def _closed(node: Any) -> Any:
    """The node with every object closed, and only the words of JSON schema left."""
    if isinstance(node, list):
        return [_closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    out = {key: node[key] for key in _KEPT & set(node)}
    for key in ("items", "allOf", "anyOf"):
        if key in node:
            out[key] = _closed(node[key])
    if "properties" in node:
        out["properties"] = {name: _closed(inner) for name, inner in node["properties"].items()}
        out["additionalProperties"] = False
    elif "additionalProperties" in node:
        out["additionalProperties"] = _closed(node["additionalProperties"])
    return out


_KEPT = {"type", "enum", "const", "required", "pattern", "minItems", "maxItems", "minLength", "maxLength"}
