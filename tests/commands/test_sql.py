"""`stdplan sql`: it reads the views in every format, and can change nothing."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import Run, program, start
from stdplan.catalogue.views import columns_in
from stdplan.table import Column

COUNT = "SELECT status, count(*) AS n FROM standards GROUP BY status ORDER BY n DESC, status"


@pytest.fixture(scope="module")
def origin(loaded: Path) -> Path:
    return loaded


def test_sql_counts_what_the_list_lists(run: Run) -> None:
    answer = run("sql", COUNT, "--as-of", "2026-07-15", "-f", "csv")
    assert answer.code == 0
    listed = json.loads(run("standards", "list", "--as-of", "2026-07-15", "--json").out)
    lines = answer.out.splitlines()
    assert lines[0] == "status,n"
    assert sum(int(line.split(",")[1]) for line in lines[1:]) == len(listed)


def test_all_of_a_view_is_what_the_command_prints(run: Run) -> None:
    listed = json.loads(run("standards", "list", "--json", "--as-of", "2026-07-15").out)
    names = ", ".join(listed[0])
    sql = f"SELECT {names} FROM standards ORDER BY sort_key, key"
    assert json.loads(run("sql", sql, "--json", "--as-of", "2026-07-15").out) == listed


def test_a_person_reads_labels_and_names(run: Run) -> None:
    sql = "SELECT sector, status, count(*) FROM standards WHERE sector = 'machinery' GROUP BY 1, 2"
    english = run("sql", sql, "--as-of", "2011-12-31", "-f", "markdown").out
    assert english.splitlines()[0] == "| sector | status | count(\\*) |"
    assert "| Machinery | in force |" in english
    chinese = run("sql", sql, "--as-of", "2011-12-31", "-f", "csv", "--labels", "zh").out
    assert chinese.startswith("行业领域,标准状态,Count(*)\n机械,现行,")


def test_a_table_has_all_columns_that_were_selected(run: Run) -> None:
    sql = "SELECT code, name, sector, NULL AS note FROM focus_areas LIMIT 1"
    head = run("--lang", "zh", "sql", sql, "-f", "table").out.splitlines()[0]
    assert head.split() == ["代码", "名称", "行业领域", "备注"]
    changes = "SELECT key, field, old, new FROM changes LIMIT 1"
    assert "新增" in run("--lang", "zh", "sql", changes, "-f", "table").out


def test_a_page_says_what_it_is(run: Run) -> None:
    page = run("sql", "SELECT 1 AS n", "--as-of", "2011-12-31", "-f", "html").out
    assert "<h1>Answer to a query</h1>" in page
    assert "as of 2011-12-31" in page


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM standard",
        "UPDATE standard SET title = 'x'",
        "INSERT INTO plan (year) VALUES (1)",
        "CREATE TEMP TABLE x (y)",
        "DROP VIEW standards",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "BEGIN",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 9",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = WAL",
        "SELECT load_extension('x')",
        "WITH gone AS (SELECT 1) DELETE FROM standard",
    ],
)
def test_nothing_can_be_written(run: Run, db: Path, sql: str) -> None:
    before = db.read_bytes()
    answer = run("sql", sql)
    assert answer.code == 2
    assert answer.err.startswith("stdplan: error: QUERY: it may only read: SELECT and EXPLAIN (")
    assert db.read_bytes() == before


def test_the_schema_cannot_be_changed(run: Run, db: Path) -> None:
    before = db.read_bytes()
    for sql in ("UPDATE sqlite_master SET sql = ''", "DELETE FROM sqlite_master"):
        assert run("sql", sql).code == 2
    assert db.read_bytes() == before


def test_lists_can_be_taken_apart(run: Run) -> None:
    sql = "SELECT s.key, r.value FROM standards s, json_each(s.replaces) r ORDER BY 1 LIMIT 1"
    [row] = json.loads(run("sql", sql, "--as-of", "2026-07-15", "--json").out)
    [record] = json.loads(run("standards", "show", row["key"], "--json").out)
    assert row["value"] in record["replaces"]


def test_what_describes_tables_may_be_read(run: Run) -> None:
    assert "committee" in run("sql", "SELECT name FROM pragma_table_info('standard')").out
    assert "committee" in run("sql", "PRAGMA table_info(standard)").out
    assert run("sql", "SELECT count(*) FROM standard").code == 0  # a table of the file
    assert run("sql", "EXPLAIN QUERY PLAN SELECT 1").code == 0


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (
            "SELECT titel FROM standards",
            'no such column: titel; did you mean "title" or "title_en"?',
        ),
        ("SELECT s.familly FROM standards s", 'no such column: s.familly; did you mean "family"?'),
        ("SELECT * FROM standard_list", 'no such table: standard_list; did you mean "standards"?'),
        ("SELECT * FROM zzz", "no such table: zzz; the views are standards, statuses"),
        ("SELECT zzz FROM standards", "no such column: zzz; `stdplan sql --views` lists"),
        ("SELECT zzz(1)", "no such function: zzz"),
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT 1; SELECT 2", "You can only execute one statement at a time."),
        ("  -- only a remark", "there is no statement in it"),
        ("SELECT key, key FROM standards", 'two columns are called "key"; name one with AS'),
        ("SELECT ?", "write :NAME instead of ?, and give --param NAME=VALUE"),
        ("SELECT CAST(x'ff' AS TEXT)", "Could not decode to UTF-8"),
        ("SELECT :years", ":years has no value; give one with --param years=VALUE"),
        ("SELECT randomblob(200000000)", "string or blob too big"),
        ("SELECT json_extract(title, '$.x') FROM standards", "malformed JSON"),
    ],
)
def test_a_mistake_is_one_line(run: Run, sql: str, problem: str) -> None:
    answer = run("sql", sql, "--as-of", "2026-07-15")
    assert (answer.code, answer.out) == (2, "")
    [line] = answer.err.splitlines()
    assert line.startswith(f"stdplan: error: QUERY: {problem}")
    [line] = run("--lang", "zh", "sql", sql, "--as-of", "2026-07-15").err.splitlines()
    assert problem not in line


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("SELECT key,\n  titel\nFROM standards", "line 2, column 3: no such column: titel; did"),
        ("SELECT 1\nFROM\n\nzzz", "line 4, column 1: no such table: zzz; the views are"),
        ("SELECT 1 FROM (SELECT 2)\nFROM x", 'line 2, column 1: near "FROM": syntax error'),
        ("SELECT (1))\n", 'near ")": syntax error'),  # one line
        ("\nSELECT (1\n))", 'line 3, column 2: near ")": syntax error'),
        ("SELECT 'a'\n, 'b", 'line 2, column 3: unrecognized token: "\'b"'),
        ("SELECT titel,\n titel FROM standards", "no such column: titel; did"),  # twice
        ("SELECT 甲甲, 1\n, x FROM standards WHERE 甲甲", "no such column: 甲甲"),
    ],
)
def test_a_mistake_in_several_lines_has_its_place(run: Run, sql: str, problem: str) -> None:
    answer = run("sql", "-", stdin=sql)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"stdplan: error: QUERY: {problem}")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"SELECT 1 " + b" " * 1_000_000, "over 1000000 bytes: too long for a query"),
        (b"SELECT \0 1", "is not the text of a query"),
        (b"SELECT '\xff\xff'", "is not the text of a query"),
    ],
)
def test_a_query_on_stdin_that_is_no_text(db: Path, content: bytes, problem: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stdplan", "--db", str(db), "sql", "-"],
        input=content,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (65, b"")
    assert done.stderr.decode() == f"stdplan: error: standard input: {problem}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_query_on_stdin_may_have_any_usual_encoding(db: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stdplan", "--db", str(db), "sql", "-"],
        input="SELECT '标准' AS a".encode(encoding),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.decode()) == (0, "a\n标准\n")


def test_values_are_texts_or_numbers(run: Run) -> None:
    sql = "SELECT typeof(:a) AS a, typeof(:数) AS b, :day AS day"
    [row] = json.loads(
        run("sql", sql, "--param", "a=5", "--param", "数:=5", "--as-of", "2011-06-30", "--json").out
    )
    assert row == {"a": "text", "b": "integer", "day": "2011-06-30"}
    # Columns have types: a text of digits finds numbers, too.
    old = "SELECT count(*) FROM standards WHERE age >= :years"
    for value in ("years=10", "years:=10"):
        assert int(run("sql", old, "--param", value, "--as-of", "2020-12-31").rows[1][0]) > 0
    assert run("sql", "SELECT 1", "--param", "a=1").err.endswith("the query has no :a\n")
    assert run("sql", "SELECT 1", "--param", "a").code == 2


@pytest.mark.parametrize(
    ("word", "number"),
    [("7", 7), ("-7", -7), (" 7 ", 7), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("2.E-1", 0.2)],
)
def test_a_number_of_a_value(run: Run, word: str, number: float) -> None:
    assert json.loads(run("sql", "SELECT :a AS a", "--param", f"a:={word}", "--json").out) == [
        {"a": number}
    ]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (["a:=x"], '"x" is not a number'),
        (["a:="], '"" is not a number'),
        (["a:=nan"], '"nan" is not a number'),  # SQLite has NULL for it
        (["a:=inf"], '"inf" is not a number'),
        (["a:=1_000"], '"1_000" is not a number'),
        (["a:=\u0661"], '"\u0661" is not a number'),
        (["a:=1e999"], '"1e999" is too large a number'),
        (["a:=9223372036854775808"], '"9223372036854775808" is too large a number'),
        (["a=1", "a=2"], ":a has two values"),
    ],
)
def test_a_wrong_value_is_refused(run: Run, values: list[str], problem: str) -> None:
    options = [word for value in values for word in ("--param", value)]
    answer = run("sql", "SELECT :a AS a", *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"stdplan: error: --param: {problem}\n"


def test_the_list_of_views_takes_no_value(run: Run) -> None:
    assert run("sql", "--views", "--param", "a=1").code == 2


def test_the_query_may_come_from_stdin_and_go_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "n.json"
    assert run("sql", "-", "-o", str(target), stdin="SELECT 7 AS n\n").code == 0
    assert json.loads(target.read_text("utf-8")) == [{"n": 7}]
    assert run("sql", "SELECT 1 AS n WHERE 0", "--exit-code").code == 0
    assert run("sql", "SELECT 1 AS n", "--exit-code").code == 1
    assert run("sql").code == 2
    assert run("sql", "SELECT 1", "--views").code == 2


def test_fields_sort_and_limit_work_as_everywhere(run: Run) -> None:
    sql = "VALUES (1, 'b'), (2, 'a'), (NULL, 'c')"
    answer = run("sql", sql, "--sort", "column1:desc", "--fields", "column2", "--limit", "2")
    assert answer.rows == [["column2"], ["a"], ["b"]]


def test_odd_cells_are_written(run: Run) -> None:
    sql = "SELECT x'00ff' AS bytes, 9e999 AS endless, 1.5 AS half, '[' AS focus"
    [row] = json.loads(run("sql", sql, "--json").out)
    assert row == {"bytes": "00ff", "endless": "inf", "half": 1.5, "focus": "["}
    own = "SELECT sum(overdue) AS overdue, count(*) AS due FROM projects, reviews_due"
    [row] = json.loads(run("sql", own, "--json").out)
    assert row["due"] == 0


def test_numbers_below_an_empty_cell_are_numbers(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    target = tmp_path / "n.xlsx"
    sql = "SELECT NULL AS n, NULL AS age UNION ALL SELECT 7, 8"
    assert run("sql", sql, "-o", str(target)).code == 0
    assert [cell.value for cell in load_workbook(target).active[3]] == [7, 8]
    assert run("sql", "SELECT NULL AS n FROM standards").rows[1] == [""]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT s.Status FROM reviews r LEFT JOIN standards s ON s.key = r.key", "key status"),
        ("SELECT count(*), 2 * age FROM standards", "age"),
        ("SELECT 1 FROM standards", "key"),
        ("SELECT * FROM standards", "key status age"),
        ("SELECT s.* FROM standards s", "key status age"),
        ("SELECT age, * FROM standards", "key status age"),
        ("SELECT DISTINCT\n* FROM standards", "key status age"),
        ("SELECT /* all */ age FROM standards", "key status age"),
        ("SELECT 1 FROM standards NATURAL JOIN ages", "key status age"),
        ("PRAGMA table_info(standards)", "key status age"),
        ("SELECT name FROM pragma_table_info('standards')", "key status age"),
    ],
)
def test_a_view_has_the_columns_that_a_query_may_mean(sql: str, names: str) -> None:
    columns = (Column("key", "key"), Column("status", "key"), Column("age", "integer"))
    assert [column.name for column in columns_in(sql, columns)] == names.split()


@pytest.mark.parametrize("view", ["standards", "statuses", "reviews_due", "projects"])
def test_columns_that_are_named_are_those_of_all(run: Run, view: str) -> None:
    of_all = run("sql", f"SELECT * FROM {view}", "--as-of", "2026-07-15", "--json").out
    names = [row["column"] for row in json.loads(run("sql", "--views", "--json").out)
             if row["view"] == view and row["column"]]  # fmt: skip
    named = f"SELECT {', '.join(names)} FROM {view}"
    assert run("sql", named, "--as-of", "2026-07-15", "--json").out == of_all


def test_views_are_listed_with_what_they_mean(run: Run) -> None:
    rows = json.loads(run("sql", "--views", "--json").out)
    assert {"view": "standards", "column": "age", "type": "INTEGER"}.items() <= next(
        row.items() for row in rows if row["column"] == "age"
    )


@pytest.mark.slow
def test_ctrl_c_ends_a_long_query(loaded: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    process = start("--db", str(loaded), "sql", f"SELECT count(*) FROM ({endless})")
    wait_until_it_works(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "stdplan: error: interrupted; nothing was changed\n"


def wait_until_it_works(pid: int) -> None:
    """Wait until a process has used a second of the processor: its query runs."""
    used = 0
    while used < 100:
        used = int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11])


@pytest.mark.slow
def test_a_read_only_file_can_be_asked(db: Path) -> None:
    db.chmod(0o444)
    answer = program("--db", str(db), "sql", "SELECT count(*) AS n FROM standards")
    assert (answer.returncode, answer.stdout.splitlines()[0]) == (0, "n")


def test_python_reads_the_same_views(run: Run, db: Path) -> None:
    from datetime import date

    from stdplan.catalogue.database import open_reader
    from stdplan.catalogue.views import create_views

    connection = open_reader(db)
    create_views(connection, date(2026, 7, 15))
    [(count,)] = connection.execute("SELECT count(*) FROM standards")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM standard")
    connection.close()
    assert len(run("standards", "list", "--as-of", "2026-07-15").rows) == count + 1
