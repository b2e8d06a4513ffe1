"""readers/json_reader.py: json and jsonl to rows; what was written is read back, and errors name
their line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from list_helpers import faults, open_list, read, records
from stdplan.domain.text import has_meaningless
from stdplan.errors import BadData
from stdplan.importing.readers.rows import ReadOptions

A, B = '{"number": "IEC 1:2011"}', '{"number": "IEC 2:2011"}'


@pytest.fixture
def a_file(tmp_path: Path):
    """Return a function that writes a text to a file: `a_file("[]", "list.json")`."""

    def write(text: str, name: str = "list.json") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return path

    return write


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"[{A},{B}]", "json"),
        (f"[\n  {A},\n  {B}\n]\n", "json"),
        (f'{{"code": 0, "rows": [{A}, {B}], "total": 2}}', "json"),
        (f'{{"rows": [\n{A},\n{B}]}}', "json"),
        (f'{{"data": {{"page": {{"no": 1}}, "rows": [{A}, {B}]}}}}', "json"),
        (f'{{"result": {{"records": [{A}, {B}]}}}}', "json"),
        (f'{{"data": {{"list": [{A}]}}, "records": [{B}]}}', "json"),
        (f"{A}\n{B}\n", "jsonl"),
        (f"\ufeff{A}\r\n\r\n{B}", "jsonl"),
    ],
)
@pytest.mark.parametrize("name", ["list.json", "list", "list.txt"])
def test_rows_are_found_at_the_usual_keys(a_file, text: str, form: str, name: str) -> None:
    path = a_file(text, name)
    assert read(path)[0] == form
    assert records(path) == [{"number": "IEC 1:2011"}, {"number": "IEC 2:2011"}]


@pytest.mark.parametrize("name", ["list.json", "list.jsonl", "list"])
def test_an_object_without_rows_is_a_record(a_file, name: str) -> None:
    [record] = records(a_file('{"number": "IEC 1:2011", "pages": {"en": 9}}', name))
    assert record == {"number": "IEC 1:2011", "pages.en": "9"}


def test_an_empty_list_has_no_rows(a_file) -> None:
    assert records(a_file("[]")) == []


@pytest.mark.parametrize("text", ["标准编号\n[GB]", "{x},标准编号\n1,2", "- GB 1-2011\n"])
def test_other_text_is_not_json(a_file, text: str) -> None:
    assert read(a_file(text, "list.txt"))[0] in ("csv", "tsv", "text")


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ('"x"', {"a": "x"}),
        ("null", {}),
        ("true", {"a": "true"}),
        ("false", {"a": "false"}),
        ("1.50", {"a": "1.50"}),
        ("1e5", {"a": "1e5"}),
        ("9" * 5000, {"a": "9" * 5000}),
        ('["x", null, 1.0]', {"a": "x; 1.0"}),
        ("[]", {}),
        ("{}", {}),
        ('{"en": "x", "fr": {"b": null, "c": "y"}}', {"a.en": "x", "a.fr.c": "y"}),
        ('[{"b": 1.0, "c": ["\\u4e2d", null, true]}]', {"a": '[{"b":1.0,"c":["中",null,true]}]'}),
    ],
)
def test_every_value_has_a_cell(a_file, value: str, cells: dict[str, str]) -> None:
    for text, name in ((f'[{{"a": {value}}}]', "x.json"), (f'{{"a": {value}}}', "x.jsonl")):
        assert records(a_file(text, name)) == [cells]


def test_our_own_other_columns_become_one_cell(a_file) -> None:
    [own, other] = records(a_file('[{"extra": {"页": "9", "b": ""}}, {"extra": {"页": 9}}]'))
    assert own == {"extra": '{"页":"9","b":""}'}
    assert other == {"extra.页": "9"}


def test_the_header_does_not_depend_on_the_order_of_the_records(a_file) -> None:
    lines = ['{"a": 1, "b": 2}', '{"a": 1, "c": 3, "b": 2}', '{"d": 4}']
    headers = [
        read(a_file("\n".join(order), "x.jsonl"))[1][0].cells for order in (lines, lines[::-1])
    ]
    assert headers == [["a", "d", "b", "c"]] * 2


def test_rows_of_jsonl_have_line_numbers_and_rows_of_json_have_positions(a_file) -> None:
    assert [row.line for row in read(a_file(f"{A}\n\n{B}\n", "x.jsonl"))[1]] == [1, 1, 3]
    assert [row.line for row in read(a_file(f"[{A},\n\n{B}]"))[1]] == [1, 1, 2]


DEEP = '{"a":' * 60 + "1" + "}" * 60
REFUSED = [
    ('{"a": 1, "b": 2, "a": 3}', 'the key "a" appears twice'),
    ('{"a": {"b": 2, "b": 3}}', 'the key "b" appears twice'),
    ('{"a": {"b": 2}, "a.b": 3}', 'the key "a.b" appears twice'),
    ('{"a": NaN}', "NaN is not a number"),
    ('{"a": [-Infinity]}', "-Infinity is not a number"),
    ('["a"]', "each record must be an object"),
    ('"a"', "each record must be an object"),
    (DEEP, "nested too deeply"),
    ('{"a": [' + DEEP + "]}", "nested too deeply"),
]


@pytest.mark.parametrize(("record", "problem"), REFUSED)
def test_an_invalid_record_is_a_fault_and_the_rest_is_read(
    a_file, record: str, problem: str
) -> None:
    for text, name in ((f"[{A},{record},{B}]", "x.json"), (f"{A}\n{record}\n{B}", "x.jsonl")):
        path = a_file(text, name)
        assert len(records(path)) == 2
        [(line, _, fault)] = faults(path)
        assert line == 2
        assert problem in fault


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a" 1}', "column 6: this is not JSON"),
        ('{"a": 1} x', "column 9: this is not JSON: Extra data"),
        ('{"a": "x', "column 7: this is not JSON"),
        ('{"a": "\t"}', "column 8: this is not JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_one_fault(a_file, line: str, problem: str) -> None:
    path = a_file(f"{A}\n{line}\n{B}", "x.jsonl")
    assert len(records(path)) == 2
    [(position, _, fault)] = faults(path)
    assert position == 2
    assert problem in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[{A},\n {{'a': 1}}]", ":2:3: this is not JSON"),
        (f"[{A}\n{B}]", ":2:1: this is not JSON: , ] is expected here"),
        (f"[{A},]", ":1:"),
        (f"[{A}", ":1:26: this is not JSON: , ] is expected here"),
        (f"[{A}] {A}", ":1:28: this is not JSON: Extra data"),
        ('{"rows": [1], 5: 6}', ':1:15: this is not JSON: " is expected here'),
        ('{"rows": [], "rows": []}', ':1:20: the key "rows" appears twice'),
        ("[" + "[" * 100_000, "nested too deeply"),
        ("", ":1:1: this is not JSON"),
    ],
)
def test_broken_json_names_line_and_column(a_file, text: str, message: str) -> None:
    with pytest.raises(BadData) as caught:
        read(a_file(text), form="json")
    assert message in str(caught.value)


def test_a_long_list_on_one_line_is_read_in_pieces(a_file) -> None:
    """Pieces can end anywhere: within names, numbers, escapes."""
    rows = [
        {"number": f"IEC {position}", "n": position, "t": '\n"中\\' * 9}
        for position in range(9_000)
    ]
    result = records(a_file(json.dumps(rows)))
    assert result == [
        {"number": record["number"], "n": str(record["n"]), "t": record["t"]} for record in rows
    ]


# Characters that mean nothing are removed; test_invisible.py has the rule.
letters = st.characters(exclude_categories=()).filter(lambda letter: not has_meaningless(letter))
texts = st.text(letters, max_size=6)
values = st.recursive(
    st.none() | st.booleans() | texts | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(texts, texts, max_size=4), max_size=4), values)
def test_what_json_writes_is_read_back(a_file, table: list[dict[str, str]], more: Any) -> None:
    """Texts cell for cell, whatever the other values are; a first column keeps records apart."""
    table = [{"a": "标", **{f"b{name}": text for name, text in row.items()}} for row in table]
    whole = [{**row, "c": more} for row in table]
    for text, form in (
        (json.dumps(whole), "json"),
        (json.dumps(whole, ensure_ascii=False, indent=1), "json"),
        ("\n".join(map(json.dumps, whole)), "jsonl"),
    ):
        if "\\ud" in json.dumps(whole) and not text.isascii():
            continue  # a lone surrogate cannot be encoded
        path = a_file(text)
        result = [
            {name: cell for name, cell in row.items() if name[0] in "ab"}
            for row in records(path, form=form)
        ]
        assert result == [{name: cell for name, cell in row.items() if cell} for row in table]


@pytest.mark.parametrize("text", ["1", '"甲"', "[1,null]"])
def test_a_value_that_is_not_an_object_is_shown(a_file, text: str) -> None:
    _, row = read(a_file(f"[{text}]", "list.json"))[1]
    assert (row.cells, row.cell_count) == ([text], 0)


# --- A list under any key ---

NAMED = {"number": "GB 1-2022", "name": "Alpha"}
CODED = {"code": "GB 2-2022", "name": "Beta"}


@pytest.mark.parametrize(
    ("document", "path", "numbers"),
    [
        ({"schema_version": 2, "standards": [NAMED, CODED]}, "standards", 2),
        ({"meta": {"n": 1}, "answer": {"standards": [NAMED]}}, "answer.standards", 1),
        ({"groups": [{"name": "a", "items": [NAMED, CODED]}, {"items": [NAMED]}]},
         "groups[].items", 3),
        ({"data": [{"name": "a", "standards": [NAMED]}]}, "data[].standards", 1),
        ([{"category": "a", "items": [NAMED]}, {"category": "b", "items": [CODED]}], "[].items", 2),
        ({"authors": [{"name": "A"}], "list_of": [NAMED]}, "list_of", 1),
        ({"title": "a catalogue", "standards": [NAMED]}, "standards", 1),
        ({"GB 1-2022": {"name": "Alpha"}, "GB 2-2022": {"name": "Beta"}}, "{}", 2),
        ({"version": 1, "all": {"GB 1-2022": {"name": "Alpha"}}}, "all{}", 1),
        ({"ships": {"note": "a", "one": NAMED, "two": {"refs": [CODED], **CODED}}}, "ships{}", 2),
    ],
)  # fmt: skip
def test_a_list_under_any_key_is_found_and_named(
    a_file, document: Any, path: str, numbers: int
) -> None:
    with open_list(str(a_file(json.dumps(document))), ReadOptions()) as source:
        header, *rows = source.iter_rows()
        assert (len(rows), [row.line for row in rows]) == (numbers, list(range(1, numbers + 1)))
        assert source.skipped.examples["found"] == [path]
        assert "name" in header.cells


@pytest.mark.parametrize(
    "document",
    [
        {"number": "GB 1-2022", "name": "Alpha", "parts": [{"number": "GB 1.1-2022"}]},
        {"rows": [{"number": "GB 1-2022", "parts": [{"number": "GB 1.1-2022"}]}]},
        [{"name": "Alpha", "authors": [{"name": "A"}]}],
        {"version": 1, "servers": [{"address": "a"}]},
    ],
)
def test_lists_within_records_are_no_lists(a_file, document: Any) -> None:
    with open_list(str(a_file(json.dumps(document))), ReadOptions()) as source:
        assert len(list(source.iter_rows())) == 2
        assert "found" not in source.skipped.counts


def test_what_a_group_says_stays_with_its_items(a_file) -> None:
    document = {"groups": [{"category": "safety", "items": [NAMED, {**CODED, "category": "own"}]}]}
    path = a_file(json.dumps(document))
    assert records(path) == [
        {**NAMED, "groups.category": "safety"},
        {**CODED, "groups.category": "safety", "category": "own"},
    ]


def test_lists_next_to_each_other_are_one_list(a_file) -> None:
    """The lists that a record has of its own are none of them."""
    old = {"number": "GB 0-2001", "name": "Old"}
    document = {"iso": [NAMED], "replaces": [old], "din": [{**NAMED, "number": "DIN 1:2022"}]}
    assert records(a_file(json.dumps(document))) == [
        {**NAMED, "under": "iso"},
        {"number": "DIN 1:2022", "name": "Alpha", "under": "din"},
    ]


@pytest.mark.parametrize(
    "document",
    [
        ["GB 1-2022 Alpha", "GB/T 2-2022：Beta"],
        {"project": "P", "references": ["GB 1-2022《Alpha》、GB/T 2-2022《Beta》"]},
        {"must": ["GB 1-2022 Alpha"], "may": ["GB/T 2-2022 Beta"]},
        {"GB 1-2022": "Alpha", "GB/T 2-2022": "Beta"},
        [["number", "title"], ["GB 1-2022", "Alpha"], ["GB/T 2-2022", "Beta"]],
    ],
)
def test_records_may_be_texts_or_rows(a_file, document: Any) -> None:
    result = records(a_file(json.dumps(document, ensure_ascii=False)))
    assert [(record["number"], record["title"]) for record in result] == [
        ("GB 1-2022", "Alpha"), ("GB/T 2-2022", "Beta"),
    ]  # fmt: skip


def test_a_key_that_is_a_number_is_that_of_its_record(a_file) -> None:
    """A key that is only a name, or another number than the record's own, goes to `under`."""
    document = {"of": {"GB 1-2022": {"title": "A"}, "one": NAMED, "GB 3-2001": NAMED}}
    numbers = [
        (record["number"], record.get("under")) for record in records(a_file(json.dumps(document)))
    ]
    assert numbers == [("GB 1-2022", None), ("GB 1-2022", "one"), ("GB 1-2022", "GB 3-2001")]


def test_the_number_of_a_record_within_an_entry_is_its_own(a_file) -> None:
    document = {"GBT_1": {"standard": NAMED, "pages": 3}, "GBT_2": {"standard": CODED}}
    assert records(a_file(json.dumps(document))) == [
        {"under": "GBT_1", **NAMED, "pages": "3"},
        {"under": "GBT_2", **CODED},
    ]


def test_an_object_of_dates_has_them_under_their_own_names(a_file) -> None:
    dates = {"published": "2022-01-01", "effective": "2022-07-01", "seen": "x"}
    assert records(a_file(json.dumps([{**NAMED, "dates": dates}]))) == [
        {**NAMED, "published": "2022-01-01", "effective": "2022-07-01", "dates.seen": "x"}
    ]


def test_the_name_of_a_group_is_no_title(a_file) -> None:
    document = [{"name": "group a", "items": [{"number": "GB 1-2022", "scope": "all"}]}]
    assert records(a_file(json.dumps(document))) == [
        {"number": "GB 1-2022", "scope": "all", "group.name": "group a"}
    ]


@pytest.mark.parametrize(
    ("document", "record"),
    [
        ({"std": NAMED, "pages": 3}, {**NAMED, "pages": "3"}),
        # Which of two objects is the standard is not known; what it replaces is another one.
        ({"a": NAMED, "b": CODED}, {"a.number": "GB 1-2022", "a.name": "Alpha",
                                    "b.code": "GB 2-2022", "b.name": "Beta"}),
        ({"replaces": NAMED}, {"replaces.number": "GB 1-2022", "replaces.name": "Alpha"}),
        ({"name": "own", "old": NAMED},
         {"name": "own", "old.number": "GB 1-2022", "old.name": "Alpha"}),
    ],
)  # fmt: skip
def test_a_record_may_be_within_an_object(a_file, document: Any, record: dict[str, str]) -> None:
    for text in (json.dumps([document]), json.dumps(document) + "\n" + json.dumps({"n": 1})):
        assert records(a_file(text))[0] == record
