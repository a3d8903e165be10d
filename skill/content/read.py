"""Reading one YAML file against its schema, with errors that name file, line and mend. Build time only."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from skill.coach.errors import ContentError

T = TypeVar("T")


class _UniqueKeys(yaml.SafeLoader):
    """YAML that refuses a key written twice, which PyYAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is there twice (first in line {seen[key]})", key_node.start_mark
                )
            seen[key] = key_node.start_mark.line + 1
        return super().construct_mapping(node, deep)


class Document:
    """A YAML file: its data, and the line of any path in it."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = str(path.relative_to(root))
        try:
            text = path.read_text(encoding="utf-8")
            loader = _UniqueKeys(text)
            self._node = loader.get_single_node()
            self.data = loader.construct_document(self._node) if self._node is not None else None
        except FileNotFoundError:
            raise ContentError(
                "The file is missing.", file=self.name, mend="Write it, or take its id out of the others."
            ) from None
        except UnicodeDecodeError as error:
            raise ContentError(f"Not UTF-8 text: {error}", file=self.name, mend="Save it as UTF-8.") from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            problem = " ".join(part for part in (error.context, error.problem) if part)
            mend = "Check indentation, colons and quotes on this line and the one before."
            raise ContentError(f"Not valid YAML: {problem}", file=self.name, line=line, mend=mend) from None

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of its nearest parent that exists."""
        node, line = self._node, 1
        for key in path:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == str(key)), None)
                if found is None:
                    return line
                node, line = found[1], found[0].start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            else:
                return line
        return line

    def error(self, message: str, *path: str | int, mend: str = "") -> ContentError:
        """A ContentError at the line of `path`."""
        return ContentError(message, file=self.name, line=self.line(*path), mend=mend)

    def convert(self, type: type[T]) -> T:
        """The data as `type`. Raises ContentError."""
        try:
            return msgspec.convert(self.data, type)
        except msgspec.ValidationError as error:
            path = _path(self.data, type, str(error))
            raise self.error(str(error).split(" - at ")[0], *path, mend=_mend(str(error))) from None


def _keys(message: str) -> list[tuple[str, str]]:
    where = re.search(r"at `\$?(.*?)`$", message)
    return re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", where.group(1)) if where else []


def _path(data: Any, type: Any, message: str) -> list[str | int]:
    """The path msgspec names, with its `[...]` (some key of a mapping) resolved by trying one key at a time."""
    path: list[str | int] = []
    for name, index in _keys(message):
        if name:
            path.append(name)
        elif index != "...":
            path.append(int(index))
        else:
            mapping = _at(data, path)
            if not isinstance(mapping, dict):
                return path
            for key in mapping:
                try:
                    msgspec.convert(_with(data, path, {key: mapping[key]}), type)
                except msgspec.ValidationError as error:
                    if str(error) == message:
                        path.append(key)
                        break
            else:
                return path
    return path


def _at(data: Any, path: list[str | int]) -> Any:
    for key in path:
        data = data[key]
    return data


def _with(data: Any, path: list[str | int], value: Any) -> Any:
    if not path:
        return value
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _with(data[path[0]], path[1:], value)
    return copy


def _mend(message: str) -> str:
    unknown = re.search(r"contains unknown field `(\w+)`", message)
    if unknown:
        return f"Remove `{unknown.group(1)}`, or correct its spelling (skill/content/schema.py lists the keys)."
    missing = re.search(r"missing required field `(\w+)`", message)
    if missing:
        return f"Add `{missing.group(1)}:`."
    value = re.search(r"Invalid enum value '?(.*?)'? -", message)
    if value:
        return f"{value.group(1)!r} is not in the vocabulary; see skill/content/schema.py."
    return "Write the type the schema asks for; a sentence with a colon needs quotes."


def closest(word: str, words: list[str]) -> str:
    """A hint such as `Did you mean "bridge"?`, or the list of what there is."""
    match = difflib.get_close_matches(word, words, 1)
    return f"Did you mean {match[0]!r}?" if match else f"There are: {', '.join(sorted(words))}."


class Sources:
    """All YAML documents of one language, read and converted; keeps them for line numbers."""

    def __init__(self, root: Path, language: str = "en") -> None:
        self.root, self.language = root, language
        self.documents: dict[str, Document] = {}

    def read(self, name: str, type: Any) -> Any:
        """The file `name` (relative to the content folder) as `type`."""
        document = self.documents.get(name) or Document(self.root / name, self.root)
        self.documents[name] = document
        return document.convert(type)

    def words(self, name: str, type: Any) -> Any:
        """The same for a file of words in this language."""
        return self.read(f"{self.language}/{name}", type)

    def error(self, name: str, message: str, *path: str | int, mend: str = "") -> ContentError:
        """A ContentError at a line of a file read before."""
        return self.documents[name].error(message, *path, mend=mend)
