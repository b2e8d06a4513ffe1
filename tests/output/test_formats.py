"""Each output format: the text that is written, and that it is read back unchanged."""

import csv
import io
import json
import subprocess
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.domain.text import escape_unprintable, unguarded
from stdplan.errors import UsageProblem
from stdplan.i18n import use_language
from stdplan.output.formats import FORMATS
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit, say_notes
from stdplan.table import Cell, Column, Records, Row, Sort, Table

TRICKY = "[draft] x[/b] :100: =1+1"
# ESC, a hyperlink (OSC 8), C1, bidi, zero width.
PLANTED = "a\x1b[2J\x1b]8;;http://x\x07b\x9b\u202ec\u200bd\ufeff"
NESTING = ("json", "jsonl", "yaml")
FLAT = ("tsv", "csv", "markdown")


def test_every_format_is_tested() -> None:
    # The last ones have their own tests.
    assert {*NESTING, *FLAT, "table", "xlsx", "html", "docx", "ics"} == FORMATS.keys()


COLUMNS = (
    Column("number", "key"),
    Column("title"),
    Column("published", "date"),
    Column("drafters", "list"),
    Column("extra", "object"),
    Column("stale", "flag"),
    Column("percent", "percent"),
    Column("amount", "decimal"),
    Column("stages", "records"),
)
STAGES: list[dict[str, object]] = [{"stage": "60", "date": "1994-10-25"}]
FULL: Row = (
    "JB/T 7547-1994",
    "磨料\t粒度\n测定",
    "1994-10-25",
    ["王一", "李二"],
    {"序号": "7"},
    1,
    12.5,
    "3.10",
    STAGES,
)
BARE: Row = ("YY 0001-2008", None, "2008", [], {}, None, None, None, [])


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def out(table: Table, options: OutputOptions | None = None, **given: object) -> str:
    stream = io.StringIO()
    emit(table, options or OutputOptions(**given), stream, terminal=False, err=io.StringIO())  # type: ignore[arg-type]
    return stream.getvalue()


def table(*rows: Row, columns: tuple[Column, ...] = COLUMNS) -> Table:
    return Table(columns, Records(columns, rows))


def one(cell: Cell, form: str) -> str:
    return out(table((cell,), columns=(Column("title"),)), format=form)


def test_a_pipe_gets_tsv_with_keys_and_whole_cells() -> None:
    assert out(table(FULL, BARE)) == (
        "number\ttitle\tpublished\tdrafters\textra\tstale\tpercent\tamount\n"
        "JB/T 7547-1994\t磨料\\t粒度\\n测定\t1994-10-25\t王一; 李二\t"
        '{"序号":"7"}\ttrue\t12.5\t3.10\n'
        "YY 0001-2008\t\t2008\t\t\t\t\t\n"
    )


def test_the_header_can_be_omitted() -> None:
    assert out(table(BARE), fields=("number",), header=False) == "YY 0001-2008\n"
    assert out(table(BARE), fields=("number",), header=False, format="csv") == "YY 0001-2008\n"


def test_csv_is_exact() -> None:
    assert out(table(FULL), format="csv", fields=("number", "title", "drafters")) == (
        'number,title,drafters\nJB/T 7547-1994,"磨料\t粒度\n测定",王一; 李二\n'
    )


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_safe_csv_guards_formulas(formula: str) -> None:
    columns = (Column("title"), Column("amount", "integer"))
    text = out(table((formula, -1), columns=columns), format="csv", safe_csv=True)
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ["'" + formula, "-1"]


def test_tsv_guards_formulas_too() -> None:
    rows: list[Row] = [("=1", -1), ("\t=1", 2), ("'=1", 3)]
    columns = (Column("title"), Column("amount", "integer"))
    assert out(table(*rows, columns=columns), safe_csv=True, header=False) == (
        "'=1\t-1\n\\t=1\t2\n''=1\t3\n"
    )


def test_text_that_looks_guarded_is_distinguished() -> None:
    assert out(table(("'=1",), columns=(Column("title"),)), format="csv") == "title\n''=1\n"
    assert out(table(("'引号'",), columns=(Column("title"),)), format="csv") == "title\n'引号'\n"


def test_json_keeps_types_and_the_order_of_columns() -> None:
    text = out(table(FULL, BARE), format="json")
    assert text == (
        '[{"number": "JB/T 7547-1994", "title": "磨料\\t粒度\\n测定", "published": "1994-10-25", '
        '"drafters": ["王一", "李二"], "extra": {"序号": "7"}, "stale": true, "percent": 12.5, '
        '"amount": 3.10, "stages": [{"stage": "60", "date": "1994-10-25"}]},\n'
        ' {"number": "YY 0001-2008", "title": null, "published": "2008", "drafters": [], '
        '"extra": {}, "stale": null, "percent": null, "amount": null, "stages": []}]\n'
    )
    assert [json.loads(line) for line in out(table(FULL, BARE), format="jsonl").splitlines()] == (
        json.loads(text)
    )


def test_yaml_has_the_same_data_as_json() -> None:
    text = out(table(FULL, BARE), format="yaml")
    assert yaml.safe_load(text) == json.loads(out(table(FULL, BARE), format="json"))
    assert text.startswith("- number: JB/T 7547-1994\n")


@pytest.mark.parametrize(
    "word", ["NO", "y", "on", "2011-05-18", "1:30", "0123", "1e5", "0o17", "18306.10", "~", "null"]
)
def test_yaml_quotes_ambiguous_scalars(word: str) -> None:
    assert one(word, "yaml") == f"- title: '{word}'\n"


def test_markdown_escapes_markup() -> None:
    assert one("a|b*c_d`e\\ <i>&amp; [x](http://y)\nz", "markdown") == (
        "| title |\n| --- |\n| a\\|b\\*c\\_d\\`e\\\\ &lt;i>&amp;amp; [x]\\(http://y)\\\\nz |\n"
    )


@pytest.mark.parametrize("form", [*NESTING, *FLAT])
def test_a_tricky_title_is_written_whole(form: str) -> None:
    assert TRICKY in one(TRICKY, form)


@pytest.mark.parametrize("form", ["tsv", "markdown", *NESTING])
def test_no_control_character_reaches_the_terminal(form: str) -> None:
    text = one(PLANTED, form)
    assert all(letter == "\n" or escape_unprintable(letter) == letter for letter in text)
    assert "a" in text and "[2J" in text


@pytest.mark.parametrize("form", [*NESTING, *FLAT])
def test_a_lone_surrogate_does_not_crash(form: str) -> None:
    assert one("a\ud800b", form)


def test_json_has_no_infinity() -> None:
    assert one(float("inf"), "json") == '[{"title": null}]\n'


@pytest.mark.parametrize(
    ("form", "nothing"),
    [
        ("json", "[]\n"),
        ("yaml", "[]\n"),
        ("jsonl", ""),
        ("tsv", "number\n"),
        ("csv", "number\n"),
        ("markdown", "| number |\n| --- |\n"),
    ],
)
def test_empty_results(form: str, nothing: str) -> None:
    assert out(table(), format=form, fields=("number",)) == nothing


def test_fields_select_and_order_columns_once() -> None:
    text = out(table(BARE), fields=("published", "number", "published"))
    assert text == "published\tnumber\n2008\tYY 0001-2008\n"


def test_sort_and_limit() -> None:
    options = OutputOptions(
        fields=("number",), sort=(Sort("published", True),), limit=1, header=False
    )
    assert out(table(FULL, BARE), options) == "YY 0001-2008\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            OutputOptions(fields=("numbr",)),
            '--fields: there is no field "numbr" here; use one ',
        ),
        (
            OutputOptions(sort=(Sort("titel"),)),
            '--sort: there is no field "titel" here; ',
        ),
        (OutputOptions(sort=(Sort("extra"),)), '--sort: there is no field "extra"'),
        (OutputOptions(sort=(Sort("stages"),)), '--sort: there is no field "stages"'),
        (
            OutputOptions(fields=("stages",)),
            '--fields: "stages" contains records, which tsv cannot show',
        ),
        (
            OutputOptions(format="xml"),
            '--format: "xml" is not valid; use one of auto, table, tsv, csv, json',
        ),
    ],
)
def test_invalid_options_are_refused_by_name(options: OutputOptions, message: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        out(table(FULL), options)
    assert str(refused.value).startswith(message)


def test_scripts_get_notes_but_not_hints_on_empty_results() -> None:
    left = Table(COLUMNS, Records(COLUMNS, ()), notes=("2 have no day",), empty="try another year")
    piped, watched = io.StringIO(), io.StringIO()
    say_notes(left, 0, piped, terminal=False)
    say_notes(left, 0, watched, terminal=True)
    assert piped.getvalue() == "stdplan: 2 have no day\n"
    assert watched.getvalue() == "stdplan: 2 have no day\nstdplan: try another year\n"


def test_a_pipe_of_tsv_imports_nothing_heavy() -> None:
    program = (
        "import io, sys\n"
        "from stdplan.table import Column, Records, Table\n"
        "from stdplan.output.selection import OutputOptions\n"
        "from stdplan.output.writer import emit\n"
        "columns = (Column('number', 'key'), Column('extra', 'object'))\n"
        "table = Table(columns, Records(columns, [('x', None)]))\n"
        "emit(table, OutputOptions(), sys.stdout, False)\n"
        "for name in {'rich', 'yaml', 'json', 'csv'} & set(sys.modules):\n"
        "    sys.stderr.write(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("number\textra\nx\t\n", "")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_back_from_json_jsonl_yaml_and_csv(text: str) -> None:
    assert json.loads(one(text, "json")) == [{"title": text}]
    assert [json.loads(line) for line in one(text, "jsonl").splitlines()] == [{"title": text}]
    assert yaml.safe_load(one(text, "yaml")) == [{"title": text}]
    [[_], [cell]] = csv.reader(io.StringIO(one(text, "csv"), newline=""))
    assert unguarded(cell) == text


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.none() | st.integers(), st.lists(st.text()))))
def test_tsv_has_a_line_a_row_and_a_tab_between_cells(rows: list[Row]) -> None:
    columns = (Column("title"), Column("age", "integer"), Column("drafters", "list"))
    lines = out(table(*rows, columns=columns)).splitlines()
    assert [line.count("\t") for line in lines] == [2] * (len(rows) + 1)
