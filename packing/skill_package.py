"""What ask-cli deploys of the skill: manifest, models and its own settings, laid out as it expects them.

A folder of copies, because ask-cli packs a link as a link. `lambda/skill.json` holds everything but the two addresses,
which belong to a deployment.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from packing.errors import PackingError

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "lambda" / "skill.json"
MODELS = ROOT / "interaction_models" / "alexa"
ASK = ("ask-resources.json", "package.json")
"""Beside the package: where ask-cli looks for it, and the ask-cli that starts."""
FUNCTION = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?")
"""An ARN of a function, with or without an alias."""
WEB = re.compile(r"https://[a-z0-9.-]+(/[^\s?#]*)?", re.IGNORECASE)
"""Port 443, so none is named (host-a-custom-skill-as-a-web-service)."""
SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f-]{36}")


def lay_out(folder: Path, *, endpoint: str, privacy: str, skill_id: str = "", wildcard: bool = False) -> None:
    """Write the folder anew. `wildcard`: the endpoint's certificate is for `*.` of its domain.

    Raises PackingError for an address or an id that Amazon would refuse, and then writes nothing.
    """
    told = manifest(endpoint, privacy, wildcard=wildcard)
    if skill_id and not SKILL_ID.fullmatch(skill_id):
        raise PackingError(
            f"{skill_id!r} is no skill id. One ends like this: amzn1.ask.skill.1a2b3c4d-0000-4000-8000-5e6f7a8b9c0d"
        )
    shutil.rmtree(folder / "skill-package", ignore_errors=True)
    models = folder / "skill-package" / "interactionModels" / "custom"
    models.mkdir(parents=True)
    _write(folder / "skill-package" / "skill.json", told)
    for model in sorted(MODELS.glob("*.json")):
        shutil.copyfile(model, models / model.name)
    for name in ASK:
        shutil.copyfile(ROOT / "lambda" / name, folder / name)
    if skill_id:
        # ask-cli updates the skill that is named here, and makes a new one where none is.
        (folder / ".ask").mkdir(exist_ok=True)
        states = {"askcliStatesVersion": "2020-03-31", "profiles": {"default": {"skillId": skill_id}}}
        _write(folder / ".ask" / "ask-states.json", states)


def manifest(endpoint: str, privacy: str, *, wildcard: bool = False) -> dict[str, Any]:
    """The manifest with the addresses of a deployment. Raises PackingError for one that Amazon would refuse."""
    whole: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    told = whole["manifest"]
    told["apis"]["custom"]["endpoint"] = told["events"]["endpoint"] = _endpoint(endpoint, wildcard=wildcard)
    if not WEB.fullmatch(privacy):
        raise PackingError(f"{privacy!r} is no https address of a privacy page.")
    for locale in told["privacyAndCompliance"]["locales"].values():
        locale["privacyPolicyUrl"] = privacy
    return whole


def _endpoint(address: str, *, wildcard: bool) -> dict[str, str]:
    if FUNCTION.fullmatch(address):
        return {"uri": address}
    if WEB.fullmatch(address):
        return {"uri": address, "sslCertificateType": "Wildcard" if wildcard else "Trusted"}
    raise PackingError(f"{address!r} is neither the ARN of a Lambda function nor an https address without a port.")


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
