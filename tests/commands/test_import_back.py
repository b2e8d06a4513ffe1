"""The output of `stdplan standards list` can be imported again without any loss."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from helpers import FILED, WITHDRAWN, Run, run_app, shown

HEADER = (
    "标准编号,计划号,标准名称,性质,代替标准,被代替标准,采标情况,状态,发布日期,实施日期,废止日期,"
    "备注,标准类别,完成年限,起草单位,起草人,重点工作,创新成果,重点领域,经办人"
)
ROWS = (
    'T/CAS 1-2024,,"团标，""引号"" 与, 逗号",推荐,T/CAS 1-2020,,采,现行,2024,2024-05,,'
    '"x: y; z",方法,,"Co., Ltd.；甲（a；b）",张三；李四,,,,王五',
    "DB35 1-2020,,地标,,,DB35 3-2022(部分),等同采用ISO 1:2000,废止,,2020-05-01,,,,,,,,,,",
    "JB/T 1-2011,,甲,,JB/T 1-2001;部分代替JB/T 2-2001,,"
    '"ISO 1:2000,IDT; ISO 2:2000,NEQ",,2011-05-18,与JB/T 2同步,,,,,,,quality-brands,专利,'
    "machinery/basic-components; rare-earth/permanent-magnets,",
    "JB/T 5-2011,,一,,部分代替JB/T 5-1999；JB/T 6-1999,部分代替JB/T 5-2021；JB/T 6-2021,"
    ",,,,,,,,,,,,,",
    "JB/T 7-2011,,二,,JB/T 7-1999；部分代替JB/T 8-1999,JB/T 7-2021；部分代替JB/T 8-2021,"
    ",,,,,,,,,,,,,",
    "JB/T 1-2001,,甲,,,,参照采用ISO 3:1990,废止,,2002-01-01,,,,,,,,,,",
    "YB/T 036-1992(2005),,己,,,,,,,,,,,,,,,,,",
    "住建部令第 37 号,,戊,,,,,,,,2019-01-01,,,,,,,,,",
    ",2011-0123T-JB,丙,推荐,JB/T 3-2001,,,正在审查,,,,,,2012-06,,,,,,",
    ",2011-0124T-JB,丁,,,,,已终止,,,,,,2012,,,,,,",
    ",,没有号的项目,推荐,,,,正在批准,,,,,,,,,,,,",
    "GB 15629.11-2003-XG1-2006,,改,,,,,,,,,,,,,,,,,",
)


@pytest.fixture(scope="module")
def filled(blank: Path, run_blank: Run) -> Path:
    """Create a catalogue with the bulletins, unusual records, reviews and records entered by
    hand."""
    odd = blank.with_name("odd.csv")
    odd.write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    assert run_blank("standards", "import", str(FILED), str(WITHDRAWN), str(odd)).code == 0
    for words in (
        ("review", "record", "T/CAS 1-2024", "--outcome", "confirm", "--on", "2026-05-18"),
        ("review", "record", "JB/T 1-2011", "--outcome", "revise", "--on", "2017-05-18"),
        ("standards", "stage", "2011-0123T-JB", "50"),
        ("standards", "add", "JB/T 77-2011", "--title", "'=手工; 加\"的", "--note", "x\ty\nz"),
        ("standards", "stage", "JB/T 77-2011", "90"),
    ):
        assert run_blank(*words).code == 0, words
    return blank


@pytest.fixture
def everything(filled: Path, db: Path, run: Run) -> Run:
    """Run the program on a copy of `filled`."""
    shutil.copy(filled, db)
    return run


# Formats of lists that import reads.
READ_BACK = ("csv", "tsv", "json", "jsonl", "yaml", "xlsx", "md")


@pytest.fixture
def into_empty(everything: Run, seeded: Path, tmp_path: Path) -> Callable[..., tuple[Any, Any]]:
    """Return a function that writes a list with these options, imports it into an empty catalogue,
    and returns the records of both catalogues."""

    def go(form: str, *options: str) -> tuple[Any, Any]:
        path, other = tmp_path / f"all.{form}", tmp_path / "other.db"
        other.write_bytes(seeded.read_bytes())
        assert everything("standards", "list", "-o", str(path), *options).code == 0
        answer = run_app("--db", str(other), "standards", "import", str(path))
        assert answer.code == 0, answer.err
        assert "columns stored in extra" not in answer.err
        listed = ("standards", "list", "--json")
        listed_by_both = [
            run(*listed).out for run in (everything, partial(run_app, "--db", str(other)))
        ]
        before, after = map(json.loads, listed_by_both)
        # A list has the day of a withdrawal, but not that a person entered it.
        for record in before:
            if record["ends_basis"] == "stated":
                record["ends_basis"] = "withdrawn"
        return before, after

    return go


@pytest.mark.parametrize(
    ("form", "options"),
    [
        *((form, "") for form in READ_BACK),
        *(
            pytest.param(form, option, marks=pytest.mark.slow)
            for form, options in (
                ("csv", ("--labels zh", "--labels en", "--safe-csv", "--bom")),
                ("tsv", ("--labels zh", "--labels en", "--safe-csv", "--bom")),
                ("xlsx", ("--labels zh", "--labels en")),
            )
            for option in options
        ),
    ],
)
def test_into_an_empty_catalogue_nothing_is_lost(
    everything: Run, into_empty: Callable[..., tuple[Any, Any]], form: str, options: str
) -> None:
    if form in ("tsv", "md"):  # a line end in a cell is written visibly, and stays so
        assert everything("standards", "edit", "JB/T 77-2011", "--note", "x z").code == 0
    before, after = into_empty(form, *options.split())
    if form == "md":  # it shows the title in place of a key that is made of it
        for record in (*before, *after):
            record["key"] = record["key"] if not record["key"].startswith("title:") else "title:"
    assert after == before


# Documents, which show a few columns.
DOCUMENTS = ("html", "docx")


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_with_all_columns_loses_nothing(
    everything: Run, into_empty: Callable[..., tuple[Any, Any]], form: str
) -> None:
    assert everything("standards", "edit", "JB/T 77-2011", "--note", "x  z").code == 0
    [fields, *_] = everything("standards", "list", "-f", "csv").out.splitlines()
    before, after = into_empty(form, "--fields", fields, "--labels", "zh")
    for record in (*before, *after):
        record["key"] = record["key"] if not record["key"].startswith("title:") else "title:"
    assert after == before


@pytest.mark.parametrize("labels", [[], ["--labels", "zh"]])
@pytest.mark.parametrize("form", ["csv", "md", *DOCUMENTS])
def test_what_comes_back_changes_nothing(
    everything: Run, tmp_path: Path, form: str, labels: list[str]
) -> None:
    """Records without a number are found by their titles where a list has no keys of theirs."""
    for title in ("手工登记的项目", "甲  乙"):
        assert everything("standards", "add", "--title", title).code == 0
    assert everything("standards", "edit", "JB/T 77-2011", "--note", "x z").code == 0
    path = tmp_path / f"all.{form}"
    assert everything("standards", "list", "-o", str(path), *labels).code == 0
    answer = everything("standards", "import", str(path), "--no-header")
    assert answer.code == 0, answer.err
    [[_, read, *changes]] = answer.rows
    assert (read != "0", changes) == (True, ["0", "0", read, "0"])


def test_the_stage_in_a_list_of_ours_is_news(run: Run, tmp_path: Path) -> None:
    """In a document without stages, 在研 says nothing about the stage that is known."""
    assert run("standards", "add", "--title", "甲", "--stage", "20").code == 0
    path = tmp_path / "all.csv"
    assert run("standards", "list", "-o", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",20,planned", ",30,planned"), encoding="utf-8")
    assert run("standards", "import", str(path)).rows[1][1:] == ["1", "0", "1", "0", "0"]


def test_a_partial_replacement_is_listed_separately(everything: Run) -> None:
    """This is its place in a list; the tests above import it again from every format."""
    listed = json.loads(everything("standards", "list", "--json").out)
    links = {row["number"]: (row["replaces"], row["replaced_by"]) for row in listed}
    assert links["JB/T 5-2011"] == (
        ["部分代替 JB/T 5-1999", "JB/T 6-1999"],
        ["部分代替 JB/T 5-2021", "JB/T 6-2021"],
    )
    assert links["JB/T 7-2011"] == (
        ["JB/T 7-1999", "部分代替 JB/T 8-1999"],
        ["JB/T 7-2021", "部分代替 JB/T 8-2021"],
    )


@pytest.mark.parametrize("options", ["", "--safe-csv"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_guard_of_formulas_is_removed(
    run: Run, tmp_path: Path, form: str, options: str
) -> None:
    texts = ["=1+1", "-试验机", "@x", "'=1", "''+1", "'引号'标准", "'"]
    titles = {f"JB/T {place}-2011": text for place, text in enumerate(texts, 1)}
    for number, title in titles.items():
        run("standards", "add", number, "--title", title)
    path = tmp_path / f"all.{form}"
    run("standards", "list", "-o", str(path), *options.split())
    assert run("standards", "edit", *titles, "--title", "another").code == 0
    run("standards", "import", str(path))
    assert {number: shown(run, number)["title"] for number in titles} == titles


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "yaml"])
def test_into_the_same_catalogue_nothing_changes(
    everything: Run, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"all.{form}"
    listed = everything("standards", "list", "-f", form).out
    path.write_text(listed, encoding="utf-8")
    everything("standards", "import", str(path))
    assert everything("standards", "list", "-f", form).out == listed


def test_a_key_that_is_a_number_is_the_number_of_its_record(run: Run) -> None:
    listed = "key\ttitle\nGB/T 90001-2020\t车床\n2011-0123T-JB\t铣床\n"
    assert run("standards", "import", "-", stdin=listed).code == 0
    words = ("standards", "list", "--fields", "key,number,status", "--no-header")
    assert run(*words).rows == [
        ["2011-0123T-JB", "", "planned"],
        ["GB/T 90001-2020", "GB/T 90001-2020", "in-force"],
    ]


def test_the_project_of_a_review_comes_back_from_what_people_read(
    run_loaded: Run, tmp_path: Path
) -> None:
    """Markdown shows it as JB/T 7547-1994（修订项目）. The day of its stage stays as it is."""
    record = ("review", "record", "JB/T 7547-1994", "--outcome", "revise", "--on", "2011-12-15")
    assert run_loaded(*record).code == 0
    before = shown(run_loaded, "rev:JB/T 7547-1994")
    for lang in ("zh", "en"):
        path = tmp_path / f"{lang}.md"
        run_loaded("--lang", lang, "standards", "list", "-o", str(path))
        answer = run_loaded("standards", "import", str(path))
        assert answer.rows[1][2:4] == ["0", "0"], answer.out
        assert shown(run_loaded, "rev:JB/T 7547-1994") == before
