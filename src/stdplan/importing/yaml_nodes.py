"""The nodes of a YAML document, and its compiled form, which loads without a YAML parser.

    compile_document(Path("layouts.yaml"), node)    # writes layouts.compiled.json
    load_compiled(Path("layouts.yaml"))             # the same node, or None

Rule: a compiled file is used only if it is complete and belongs to the document next to it, byte by
byte. Its first line is a digest of the document and of everything after that line. In all other
cases the document itself is parsed, so that its errors are reported with their lines.

A node is compiled to a pair: its line, and its text, its list of nodes, or the list of its keys
(with their lines) and nodes.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Change it with the compiled form, so that older files are not used.
_FORM = b"1"


class Text(str):
    """A scalar and its line."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> "Text":
        self = super().__new__(cls, text)
        self.line = line
        return self


class Items(list["Node"]):
    """A list and its first line."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Mapping(dict[str, "Node"]):
    """A mapping and its first line; the keys are Texts, in the order of the file."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Text]: ...


Node = Text | Items | Mapping


def compiled_path(document: Path) -> Path:
    """Return the path of the compiled form of a document."""
    return document.with_suffix(".compiled.json")


def compile_document(document: Path, node: Node) -> None:
    """Write the compiled form of a document, whose node is `node`; it appears complete."""
    content = json.dumps(_to_json(node), ensure_ascii=False, separators=(",", ":")).encode()
    path = compiled_path(document)
    unfinished = path.with_suffix(f".{os.getpid()}")  # tests may run in several processes
    unfinished.write_bytes(_digest(document, content) + b"\n" + content)
    unfinished.replace(path)


def load_compiled(document: Path) -> Node | None:
    """Return the node of a document from its compiled form; None if that is missing, incomplete
    or belongs to another version of the document."""
    try:
        digest, _, content = compiled_path(document).read_bytes().partition(b"\n")
        if digest != _digest(document, content):
            return None
    except OSError:
        return None
    return _from_json(json.loads(content))


def _digest(document: Path, content: bytes) -> bytes:
    source = document.read_bytes()
    parts = (_FORM, str(len(source)).encode(), source, content)
    return hashlib.sha256(b"\n".join(parts)).hexdigest().encode()


def _to_json(node: Node) -> list[Any]:
    if isinstance(node, Text):
        return [node.line, node]
    if isinstance(node, Items):
        return [node.line, [_to_json(item) for item in node]]
    return [node.line, {"keys": [[*_to_json(key), _to_json(node[key])] for key in node]}]


def _from_json(pair: list[Any]) -> Node:
    line, value = pair
    if isinstance(value, str):
        return Text(value, line)
    if isinstance(value, list):
        items = Items(line)
        items.extend(map(_from_json, value))
        return items
    mapping = Mapping(line)
    for key_line, key, node in value["keys"]:
        mapping[Text(key, key_line)] = _from_json(node)
    return mapping
