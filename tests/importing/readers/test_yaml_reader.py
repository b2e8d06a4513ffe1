"""readers/yaml_reader.py: YAML lists of any size to rows with their lines, read strictly."""

from pathlib import Path

import pytest

from list_helpers import open_list, read, records
from stdplan.errors import BadData
from stdplan.importing.readers.rows import ReadOptions

LIST = """\
# A list.
- number: IEC 1:2011
  title: {en: "Pumps: one", fr: Pompes}
  ics: ["23.080", 23.10]
  edition: 1.0
- number: IEC 2:2011
  parts:
  - {id: 007, name: x}
  extra: {页: "9"}
"""
RECORDS = [
    {
        "number": "IEC 1:2011",
        "title.en": "Pumps: one",
        "title.fr": "Pompes",
        "ics": "23.080; 23.10",
        "edition": "1.0",
    },
    {"number": "IEC 2:2011", "parts": '[{"id":"007","name":"x"}]', "extra": '{"页":"9"}'},
]


def indented(text: str) -> str:
    """Return the text indented by two spaces."""
    return "".join(f"  {line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"---\n{LIST}",
        f"rows:\n{LIST}",
        f"total: 2\ndata:\n  list:\n{indented(LIST)}",
        "---\n" + LIST.replace("- number: IEC 2", "---\n- number: IEC 2"),
    ],
)
def test_rows_are_found_at_the_usual_keys(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(text, encoding="utf-8")
    assert read(path)[0] == "yaml"
    assert records(path) == RECORDS


def test_a_list_is_detected_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "list"
    for text in (LIST, f"rows:\n{LIST[10:]}", f"---\n{LIST}"):
        path.write_text(text, encoding="utf-8")
        assert read(path)[0] == "yaml"


def test_rows_have_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(LIST, encoding="utf-8")
    assert [row.line for row in read(path)[1]][1:] == [2, 6]


def test_a_mapping_is_a_record_and_an_empty_list_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.yml"
    path.write_text("number: IEC 1:2011\ntitle: x\n", encoding="utf-8")
    assert records(path) == [{"number": "IEC 1:2011", "title": "x"}]
    path.write_text("[]\n", encoding="utf-8")
    assert records(path) == []


def test_a_row_that_is_not_a_mapping_is_a_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- a: 1\n- just words\n- a: 2\n", encoding="utf-8")
    _, one, fault, two = read(path)[1]
    assert (one.cells, two.cells, fault.line) == (["1"], ["2"], 2)
    assert "each record must be an object" in str(fault.fault)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a: 1\n  b: 2\n  a: 3\n", ':3: the key "a" appears twice'),
        ("rows: []\nrows: []\n", ':2: the key "rows" appears twice'),
        ("- &x {a: 1}\n- *x\n", ":1: anchors and aliases"),
        ("rows: &x\n- a: 1\n", ":1: anchors and aliases"),
        ("- {a: 1}\n- !!python/object:os.system {a: 1}\n", ":2: the tag"),
        ("- {? {a: 1} : 2}\n", ":1: a key must be a single text"),
        ("- a: 1\n- a: [1\n", ":3: "),
        ("- a: " + "[" * 60 + "]" * 60, ":1: lists and mappings are nested too deeply"),
        ("# nothing\n", ": the file is empty"),
    ],
)
def test_yaml_that_is_not_strict_is_an_error_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadData) as caught:
        read(path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("version: 1\nstandards:\n- {number: GB 1-2022, name: Alpha}\n", "standards"),
        ("- name: a\n  items:\n  - {number: GB 1-2022, name: Alpha}\n", "[].items"),
        ("parts:\n- name: a\n  all:\n  - {number: GB 1-2022, name: Alpha}\n", "parts[].all"),
        ("all:\n  GB 1-2022:\n    name: Alpha\n", "all{}"),
        ("title: A list\nall:\n  first: {number: GB 1-2022, name: Alpha}\n", "all{}"),
    ],
)
def test_a_list_is_found_anywhere_and_named(tmp_path: Path, text: str, path: str) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(text, encoding="utf-8")
    with open_list(str(file), ReadOptions()) as source:
        header, row = source.iter_rows()
        cells = dict(zip(header.cells, row.cells, strict=True))
        assert (cells["number"], cells["name"]) == ("GB 1-2022", "Alpha")
        assert row.line == len(text.splitlines())
        assert source.skipped.examples["found"] == [path]


def test_texts_are_records_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("standards:\n- GB 1-2022 Alpha\n- GB/T 2-2022：Beta\n", encoding="utf-8")
    _, *rows = read(path)[1]
    assert [(row.line, *row.cells) for row in rows] == [
        (2, "GB 1-2022", "Alpha"),
        (3, "GB/T 2-2022", "Beta"),
    ]


PAGE = (
    "---\nstandard: GB/T {n}-2022\ntitle: Alpha\ntags: [a, b]\n---\n\n# Alpha\n\n- GB/T 9-2001 B\n"
)


def test_the_front_matter_of_a_page_is_a_record(tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.md").write_text(PAGE.format(n=n), encoding="utf-8")
    record = {"standard": "GB/T 1-2022", "title": "Alpha", "tags": "a; b"}
    assert read(tmp_path / "1.md")[0] == "yaml"
    assert records(tmp_path / "1.md") == [record]
    assert records(tmp_path) == [record, {**record, "standard": "GB/T 2-2022"}]


def test_a_page_without_a_number_in_its_front_matter_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Standards\n---\n\n- GB/T 9-2001 Beta\n", encoding="utf-8")
    assert [record["number"] for record in records(path)] == ["GB/T 9-2001"]
