"""importing/strict_yaml.py: scalars are text, every node has its line, and anything unusual is an
error."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stdplan.errors import BadData, Missing
from stdplan.importing.strict_yaml import load_file, load_text
from stdplan.importing.yaml_nodes import Items, Mapping, Text

SECTORS = """\
# The sectors of a plan.
plan: 2011
sectors:
- code: steel
  name: {zh: 钢铁, en: "Steel"}
  prefixes: [YB]
- code: gold
  phrase: >-
    选矿、
    尾矿
  prefixes:
"""


def test_a_document_is_plain_data_with_line_numbers() -> None:
    read = load_text(SECTORS, "sectors.yaml")
    assert read == {
        "plan": "2011",
        "sectors": [
            {"code": "steel", "name": {"zh": "钢铁", "en": "Steel"}, "prefixes": ["YB"]},
            {"code": "gold", "phrase": "选矿、 尾矿", "prefixes": ""},
        ],
    }
    assert isinstance(read, Mapping)
    sectors = read["sectors"]
    assert isinstance(sectors, Items)
    gold = sectors[1]
    assert isinstance(gold, Mapping)
    assert gold.line == 7
    assert isinstance(gold["code"], Text)
    assert [key.line for key in gold] == [7, 8, 11]


@pytest.mark.parametrize(
    "scalar",
    ["NO", "0123", "1:30", "18306.10", "2011-02-30", "~", "null", "1e3", "=", "0x1F", ".inf"],
)
def test_a_scalar_is_its_text(scalar: str) -> None:
    assert load_text(f"a: {scalar}", "x.yaml") == {"a": scalar}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 'x.yaml:3: the key "a" appears twice'),
        ("a: &x 1\nb: 2\n", "x.yaml:1: anchors and aliases"),
        ("a: 1\nb: *x\n", "x.yaml:2: anchors and aliases"),
        ("a: 1\n<<: {b: 2}\n", "x.yaml:2: a key must be"),
        ("a: 1\n? [b]\n: 2\n", "x.yaml:2: a key must be"),
        ("a: !!python/name:os.system\n", "x.yaml:1: the tag"),
        ("a: !!int 1\n", "x.yaml:1: the tag"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2: there is a second document"),
        ("a: 1\n b: 2\n", "x.yaml:2: "),
        ("a: [1\n", "x.yaml:"),
        ("a: 1\nb: \x1b[31m\n", r"x.yaml:2: the character \\x1b"),
        ("a: 1\nb: \0\n", r"x.yaml:2: the character \\x00"),
        ("", "x.yaml: the file is empty"),
        ("# only a comment\n", "x.yaml: the file is empty"),
        ("[" * 51 + "]" * 51, "x.yaml:1: lists and mappings are nested"),
        ("[" * 100_000, "x.yaml:"),
        ("- " * 100_000, "x.yaml:"),
    ],
)
def test_an_error_names_its_line(text: str, message: str) -> None:
    with pytest.raises(BadData, match=message):
        load_text(text, "x.yaml")


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes("标准编号: JB/T 1-2011\n".encode("utf-8-sig"))
    assert load_file(str(path)) == {"标准编号": "JB/T 1-2011"}
    with pytest.raises(BadData, match="larger than 10 bytes"):
        load_file(str(path), largest=10)
    path.write_bytes("a: 1\nb: 标准\n".encode("gb18030"))
    with pytest.raises(BadData, match=r"list.yaml:2: this is not UTF-8"):
        load_file(str(path))
    with pytest.raises(Missing):
        load_file(str(tmp_path / "none.yaml"))


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
keys = texts.filter(lambda text: text != "<<")


@given(
    st.recursive(
        texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=10,
    )
)
def test_what_yaml_writes_is_read_back(data: object) -> None:
    assert load_text(yaml.dump(data, allow_unicode=True, default_style='"'), "x.yaml") == data


@given(st.text())
def test_any_text_is_data_or_an_error(text: str) -> None:
    try:
        load_text(text, "x.yaml")
    except BadData as error:
        assert str(error).startswith("x.yaml")
