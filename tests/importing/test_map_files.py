"""The file of --map-file: it decides what columns feed, and its errors have a line."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.domain.fields import FIELDS
from stdplan.errors import BadData
from stdplan.importing.headers import HeaderMapping, map_headers
from stdplan.importing.layouts import standard_layout
from stdplan.importing.map_files import MapFile, column_names, fields_of, load_map_file
from stdplan.importing.readers.detect import FORMS
from stdplan.importing.yaml_nodes import Text


def file_of(columns: dict[str, str]) -> MapFile:
    return MapFile("map.yaml", {Text(name, 1): Text(fed, 1) for name, fed in columns.items()})


def apply(columns: dict[str, str], header: list[str], **chosen: str) -> HeaderMapping:
    return file_of(columns).map(header, chosen, standard_layout(), partial(map_headers, header))


def saved(header: list[str], mapping: HeaderMapping) -> dict[str, str]:
    """Return what --save-map writes for a header."""
    return dict(zip(column_names(header), fields_of(mapping, len(header)), strict=True))


OWN = [field.name for field in FIELDS if field.kind != "records"]


@pytest.mark.parametrize(
    "header",
    [
        ["序号", "标准编号", "标准名称", "代替标准 \n全部", "代替标准 \n部分", "经办人"],
        ["标准号", "部分代替标准", "状态", "备注", "", "code"],
        ["计划号", "项目名称", "被代替标准号", "完成年限"],
        ["原标准编号", "现标准号", "转化时间"],
        ["number", "stage"],
        OWN,
    ],
)
def test_a_saved_mapping_reads_the_same_list_in_the_same_way(header: list[str]) -> None:
    mapping = map_headers(header)
    assert apply(saved(header, mapping), header) == mapping


@given(st.lists(st.sampled_from(sorted(standard_layout().fields)), min_size=1, max_size=6))
def test_the_same_holds_for_all_known_headers(header: list[str]) -> None:
    try:
        mapping = map_headers(header)
    except BadData:
        return
    assert apply(saved(header, mapping), header) == mapping


def test_the_file_decides_where_it_differs() -> None:
    header = ["标准编号", "标准名称", "说明", "日期"]
    columns = {"标准编号": "number", "标准名称": "extra", "说明": "title", "日期": "published"}
    assert fields_of(apply(columns, header), 4) == ["number", "extra", "title", "published"]
    # The command line takes precedence over the file.
    assert fields_of(apply(columns, header, 日期="effective"), 4)[3] == "effective"


def test_a_header_that_is_given_twice_needs_the_file() -> None:
    header = ["标准编号", "备注", "备注", "代替标准 \n部分"]
    columns = {"标准编号": "number", "备注": "note", "备注#2": "", "代替标准 部分": "replaces"}
    mapping = apply(columns, header)
    assert fields_of(mapping, 4) == ["number", "note", "", "replaces"]
    assert mapping.columns[-1].partly


def test_a_column_that_feeds_a_field_must_be_in_a_list() -> None:
    loaded = file_of({"标准编号": "number", "发布日": "published", "经办人": "extra"})
    header = ["标准编号", "新列"]
    loaded.map(header, {}, standard_layout(), partial(map_headers, header))
    assert loaded.new_columns(header, {}) == [1]
    with pytest.raises(BadData) as caught:
        loaded.check_found()
    assert caught.value.faults == (
        'map.yaml:1: no list has the column "发布日": correct its name, or delete the line',
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- 1", "map.yaml:1: this is no mapping file; its keys are columns, set, from"),
        ("column:\n  a: b", "map.yaml:1: column: there is no such key; use one of columns"),
        ("columns:\n  a: [b]", "map.yaml:2: a: must have a single text as its value"),
        ("columns:\n  标准 号: b\n  标准号: c", "map.yaml:3: 标准号: appears twice"),
        ("columns: a", "map.yaml:1: columns: must be a list of lines NAME: VALUE"),
        ("set:\n  sector:", "map.yaml:2: sector: has no value"),
        ("table: two", 'map.yaml:1: table: "two" is not a number'),
        ("from: word", 'map.yaml:1: from: "word" is not valid; use one of csv'),
        ("encoding: utf-99", 'map.yaml:1: encoding: "utf-99" is not valid'),
        ("sheet:", "map.yaml:1: sheet: must have a single text as its value"),
        ("columns:\n  a: b\n  a: c", 'map.yaml:3: the key "a" appears twice'),
    ],
)
def test_faults_name_the_line(
    text: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map.yaml").write_text(text + "\n", "utf-8")
    with pytest.raises(BadData) as caught:
        load_map_file("map.yaml", FORMS)
    assert str(caught.value).startswith(fault)


def test_an_unknown_field_names_its_line() -> None:
    with pytest.raises(BadData, match=r'map\.yaml:1: 标准编号: there is no field "nummer"'):
        apply({"标准编号": "nummer"}, ["标准编号"])
