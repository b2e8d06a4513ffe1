"""importing/markup.py: tags and entities in cells; which text has none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Run
from stdplan.importing.markup import without_markup, without_remark_mark


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("<sacinfo>甲</sacinfo>评估方法", "甲评估方法"),
        ("GB/T <sacinfo>90123</sacinfo>-2018", "GB/T 90123-2018"),
        ("<em class='hit'>泵</em>和<b>阀</b>", "泵和阀"),
        ("甲<br/>乙<p>丙</p>", "甲\n乙丙"),
        ("CO<sub>2</sub>", "CO2"),
        ("Safety &amp; health &#8212; &lt;5&nbsp;V", "Safety & health — <5\xa0V"),
        ("&amp;amp;lt;em&amp;amp;gt;甲&lt;/em&gt;", "甲"),
        ("甲<!-- <b> -->乙", "甲乙"),
        ("直径<D的管，a<5 & b>3", "直径<D的管，a<5 & b>3"),
        ("R&D; AT&T; &copy", "R&D; AT&T; &copy"),
        ("接口<A>与<B>", "接口<A>与<B>"),
    ],
)
def test_markup_is_removed(text: str, read_as: str) -> None:
    assert without_markup(text) == read_as


@given(st.text("<>/&;#ab emlt38", max_size=40))
def test_what_is_left_has_no_markup(text: str) -> None:
    assert without_markup(without_markup(text)) == without_markup(text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.json", '[{"number": "GB/T <i>1</i>-2018", "title": "<em>甲</em> &amp; 乙"}]'),
        ("list.csv", "标准编号,标准名称\nGB/T <i>1</i>-2018,<em>甲</em> &amp; 乙\n"),
        ("list.txt", "GB/T 1-2018 《<em>甲</em> &amp; 乙》\n"),
    ],
)
def test_every_form_of_list(run: Run, tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    run("standards", "import", str(path))
    listed = run("standards", "list", "-f", "tsv", "--fields", "number,title").rows
    assert listed[1:] == [["GB/T 1-2018", "甲 & 乙"]]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GB/T 191-2008*", "GB/T 191-2008"),
        ("★GB/T 191-2008", "GB/T 191-2008"),
        ("▲ GB/T 191-2008 ②", "GB/T 191-2008"),
        ("GB/T 191-2008 1)", "GB/T 191-2008"),
        ("GB/T 191-2008¹)", "GB/T 191-2008"),
        ("GB/T 191-2008 注1", "GB/T 191-2008"),
        # What may be part of the number stays.
        ("GB/T 191-20081)", "GB/T 191-20081)"),
        ("GB/T 191-2008a", "GB/T 191-2008a"),
        ("GB/T 191-2008(1)", "GB/T 191-2008(1)"),
    ],
)
def test_the_mark_of_a_remark_is_no_part_of_a_number(text: str, number: str) -> None:
    assert without_remark_mark(text) == number


def test_marks_of_remarks_are_kept_with_the_record(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "list.csv"
    path.write_text("标准编号,标准名称\nGB/T 1-2020*,甲①\nGB/T 2-2020,乙*\nGB/T 3-2020,丙\n")
    answer = run("standards", "import", str(path))
    assert "stored in extra" in answer.err
    shown = run("standards", "list", "--fields", "key,title,extra", "-f", "json")
    assert [tuple(record.values()) for record in json.loads(shown.out)] == [
        ("GB/T 1-2020", "甲", {"标准编号": "GB/T 1-2020*", "标准名称": "甲①"}),
        ("GB/T 2-2020", "乙", {"标准名称": "乙*"}),
        ("GB/T 3-2020", "丙", {}),
    ]
