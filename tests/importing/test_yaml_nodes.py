"""The compiled form of a YAML document equals the document, or is not used."""

from pathlib import Path

import pytest

from stdplan.importing import layouts, yaml_nodes
from stdplan.importing.strict_yaml import load_file
from stdplan.importing.yaml_nodes import Items, Mapping, Node, compile_document, load_compiled


def lines(node: Node) -> list[object]:
    """Return the lines of a node and of all nodes in it, in their order."""
    if isinstance(node, Mapping):
        return [node.line, *((key.line, lines(node[key])) for key in node)]
    return [node.line, *map(lines, node)] if isinstance(node, Items) else [node.line]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "layouts.yaml"
    path.write_text("stages:\n  '60': [发布, 现行]\n\n  '95':\n    - 废止\n", encoding="utf-8")
    compile_document(path, load_file(str(path)))
    return path


def test_a_compiled_document_has_the_same_nodes_and_lines() -> None:
    parsed = load_file(str(layouts.FILE))
    compiled = load_compiled(layouts.FILE)  # conftest.py compiles it
    assert compiled == parsed
    assert lines(compiled) == lines(parsed)


def test_only_the_file_itself_is_left_in_the_folder(document: Path) -> None:
    names = sorted(path.name for path in document.parent.iterdir())
    assert names == ["layouts.compiled.json", "layouts.yaml"]


def test_a_changed_document_is_parsed_again(document: Path) -> None:
    assert load_compiled(document) is not None
    document.write_text(document.read_text("utf-8").replace("废止", "作废"), encoding="utf-8")
    assert load_compiled(document) is None


@pytest.mark.parametrize("change", ["", "cut", "flipped", "long"])
def test_a_damaged_compiled_file_is_not_used(document: Path, change: str) -> None:
    path = yaml_nodes.compiled_path(document)
    content = path.read_bytes()
    changed = {
        "": b"",
        "cut": content[:-5],
        "flipped": content.replace("废".encode(), "发".encode()),
        "long": content + b" ",
    }
    path.write_bytes(changed[change])
    assert load_compiled(document) is None


def test_a_compiled_file_of_another_form_is_not_used(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "_FORM", b"0")
    assert load_compiled(document) is None


def test_a_document_without_a_compiled_file_is_parsed(document: Path) -> None:
    yaml_nodes.compiled_path(document).unlink()
    assert load_compiled(document) is None
