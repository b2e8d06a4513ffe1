"""`--save-map` writes what the columns of a list feed, and `--map-file` reads the next list by
it."""

from pathlib import Path

import pytest

from helpers import ListOf, Run

HEADER = "Standard,Title,Approved on,经办人,序号"
ROW = "GB/T 191-2008,Packaging,2008-04-01,张三,1"
OPTIONS = ("--map", "Approved on=published", "--sector", "machinery", "--encoding", "utf-8")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def map_file(run: Run, a_list: ListOf) -> Path:
    """Save the mapping of a list in a rehearsal."""
    a_list(HEADER, ROW)
    words = ("standards", "import", "list.csv", *OPTIONS, "--dry-run", "--save-map", "map.yaml")
    assert run(*words).code == 0
    return Path("map.yaml")


def test_the_file_has_all_columns_and_the_given_options(map_file: Path) -> None:
    assert map_file.read_text("utf-8") == (
        "# Made by --save-map from list.csv; read it with --map-file.\n"
        "# extra: the column is stored as it is. Nothing: the column is not read.\n"
        "columns:\n"
        "  Standard: number\n"
        "  Title: title\n"
        "  Approved on: published\n"
        "  经办人: extra\n"
        "  序号:\n"
        "set:\n"
        "  sector: machinery\n"
        "encoding: utf-8\n"
    )


def test_the_next_list_is_read_by_it(run: Run, a_list: ListOf, map_file: Path) -> None:
    a_list("序号,Approved on,Standard,Title,Remark", "1,2008-04-01,GB/T 191-2008,甲,x")
    answer = run("standards", "import", "list.csv", "--map-file", str(map_file))
    assert answer.rows[1] == ["list.csv", "1", "1", "0", "0", "0"]
    new = 'list.csv: 1 column is not in the file of --map-file: "Remark" → note'
    assert new in answer.err
    fields = "number,title,published,sector,note"
    assert run("standards", "list", "--no-header", "--fields", fields).rows == [
        ["GB/T 191-2008", "甲", "2008-04-01", "machinery", "x"]
    ]


def test_the_command_line_takes_precedence(run: Run, a_list: ListOf, map_file: Path) -> None:
    words = ("--map", "Approved on=effective", "--sector", "steel", "--set", "family=other")
    run("standards", "import", "list.csv", "--map-file", str(map_file), *words)
    fields = "published,effective,sector,family"
    assert run("standards", "list", "--no-header", "--fields", fields).rows == [
        ["", "2008-04-01", "steel", "other"]
    ]


def test_a_missing_column_is_an_error_if_it_feeds_a_field(
    run: Run, a_list: ListOf, map_file: Path
) -> None:
    a_list("Standard,Title,Approved", "GB/T 191-2008,Packaging,2008-04-01")
    answer = run("standards", "import", "list.csv", "--map-file", str(map_file))
    assert answer.code == 65
    assert answer.err.splitlines() == [
        'stdplan: error: map.yaml:6: no list has the column "Approved on": correct its name, or'
        " delete the line",
        "stdplan: error: map.yaml does not fit the lists",
    ]
    assert run("standards", "list", "--no-header").rows == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("published", "publishd", 'map.yaml:6: Approved on: there is no field "publishd"'),
        ("sector:", "sektor:", 'map.yaml:10: sektor: there is no field "sektor"; use one of'),
        ("sector: machinery", "published: 2011-02-30", 'map.yaml:10: published: "2011-02-30" is'),
        ("encoding: utf-8", "encoding: utf-99", 'map.yaml:11: encoding: "utf-99" is not valid'),
    ],
)
def test_faults_of_the_file_name_its_line(
    run: Run, map_file: Path, old: str, new: str, fault: str
) -> None:
    map_file.write_text(map_file.read_text("utf-8").replace(old, new), "utf-8")
    answer = run("standards", "import", "list.csv", "--map-file", "map.yaml")
    assert (answer.code, fault in answer.err) == (65, True), answer.err


def test_an_existing_file_is_not_replaced(run: Run, map_file: Path) -> None:
    before = map_file.read_bytes()
    answer = run("standards", "import", "list.csv", "--save-map", "map.yaml")
    assert (answer.code, answer.err) == (73, "stdplan: error: map.yaml: already exists\n")
    assert (map_file.read_bytes(), run("standards", "list", "--no-header").rows) == (before, [])


def test_the_file_is_written_by_an_import_too_but_not_if_it_fails(run: Run, a_list: ListOf) -> None:
    a_list("标准编号,实施日期", "JB/T 1-2011,2011-02-30")
    assert run("standards", "import", "list.csv", "--save-map", "map.yaml").code == 65
    assert not Path("map.yaml").exists()
    a_list("标准编号,实施日期", "JB/T 1-2011,2011-03-30")
    assert run("standards", "import", "list.csv", "--save-map", "map.yaml").code == 0
    assert (
        Path("map.yaml")
        .read_text("utf-8")
        .endswith("\n  标准编号: number\n  实施日期: effective\n")
    )


def test_lists_with_one_meaning_for_each_header_are_one_mapping(run: Run, a_list: ListOf) -> None:
    a_list("标准编号,标准名称", "JB/T 1-2011,甲", name="a.csv")
    a_list("标准编号,实施日期", "JB/T 2-2011,2011-03-30", name="b.csv")
    words = ("standards", "import", "a.csv", "b.csv", "--dry-run")
    assert run(*words, "--save-map", "map.yaml").code == 0
    assert (
        Path("map.yaml")
        .read_text("utf-8")
        .endswith("  标准编号: number\n  标准名称: title\n  实施日期: effective\n")
    )
    assert run(*words, "--map-file", "map.yaml").code == 0


def test_lists_that_read_a_header_in_two_ways_are_refused(run: Run, a_list: ListOf) -> None:
    a_list("标准编号,被代替标准号", "JB/T 1-2011,JB/T 2-2012", name="a.csv")
    a_list("计划号,项目名称,被代替标准号", "2011-0001T-JB,甲,JB/T 1-2000", name="b.csv")
    words = ("standards", "import", "a.csv", "b.csv", "--dry-run", "--save-map", "map.yaml")
    answer = run(*words)
    assert answer.code == 2
    assert 'the column "被代替标准号" is replaced_by in a.csv, but replaces in b.csv' in answer.err
    assert not Path("map.yaml").exists()


def test_the_file_serves_all_kinds_of_lists(run: Run, a_list: ListOf) -> None:
    a_list("标准编号,标准名称", "JB/T 1-2000,甲", name="a.csv")
    run("standards", "import", "a.csv")
    for words, header, row in (
        (("review", "import"), "编号一,结论一", "JB/T 1-2000,继续有效"),
        (("activities", "import"), "名称一,类一", "培训班,training"),
    ):
        fields = ("number", "outcome") if words[0] == "review" else ("title", "kind")
        path = a_list(header, row, name=f"{words[0]}.csv")
        options = [
            word
            for name, field in zip(header.split(","), fields, strict=True)
            for word in ("--map", f"{name}={field}")
        ]
        day = ("--on", "2011-06-30") if words[0] == "review" else ()
        kept = f"{words[0]}.yaml"
        first = run(*words, path, *day, *options, "--dry-run", "--save-map", kept)
        second = run(*words, path, *day, "--dry-run", "--map-file", kept)
        assert (second.out, second.code) == (first.out, first.code), second.err
        assert first.code == 0, first.err


def test_projects_and_their_adjustments_can_share_a_file(run: Run, a_list: ListOf) -> None:
    a_list("计划号,项目名称,完成日", "2011-0001T-JB,甲,2012-12-31", name="plan.csv")
    a_list("项目名称,新名", "甲,乙", name="changes.csv")
    words = ("standards", "import", "plan.csv", "--map", "完成日=target_date")
    assert run(*words, "--save-map", "a.yaml").code == 0
    words = ("standards", "import", "changes.csv", "--map", "新名=new_title", "--dry-run")
    assert run(*words, "--save-map", "b.yaml").code == 0
    both = Path("a.yaml").read_text("utf-8") + "  新名: new_title\n"
    Path("both.yaml").write_text(both, "utf-8")
    answer = run("standards", "import", "plan.csv", "changes.csv", "--map-file", "both.yaml")
    assert answer.code == 0, answer.err
    assert run("standards", "list", "--no-header", "--fields", "title").rows == [["乙"]]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--save-map", "-"), "--save-map: give a file name"),
        (("--save-map", "x", "--skip-bad", "x"), "--save-map and --skip-bad are the same file, x"),
        (("--save-map", "x.csv", "-o", "x.csv"), "--output and --save-map are the same file"),
    ],
)
def test_wrong_names_are_refused(
    run: Run, a_list: ListOf, words: tuple[str, ...], problem: str
) -> None:
    answer = run("standards", "import", a_list(HEADER, ROW), *words)
    assert (answer.code, problem in answer.err) == (2, True), answer.err
    assert not Path("x").exists() and not Path("x.csv").exists()
