"""Rows that SQLite returns as texts of JSON are written like rows of cells."""

import io
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.catalogue.queries.query import Links, Query
from stdplan.output.formats import FORMATS
from stdplan.output.selection import OutputOptions
from stdplan.output.writer import emit
from stdplan.table import Column, Row, Sort, Source, Table

COLUMNS = (
    Column("number", "key"),
    Column("title"),
    Column("age", "integer"),
    Column("drafters", "list"),
    Column("extra", "object"),
    Column("replaces", "list"),
)
EXPRESSIONS = {name: f"s.{name}" for name in ("number", "title", "age", "drafters", "extra")}
REPLACES = Links("r.target", "replaces r", "r.successor = s.id", "r.position")
FAST = [name for name, form in FORMATS.items() if form.texts]


class Cells(NamedTuple):
    """The same source without texts of JSON."""

    query: Query

    def fetch(
        self, names: Sequence[str], sort: Sequence[Sort] = (), limit: int | None = None
    ) -> Iterator[Row]:
        return self.query.fetch(names, sort, limit)


class Record(NamedTuple):
    number: str | None = None
    title: str | None = None
    age: int | None = None
    drafters: list[str] | None = None
    extra: dict[str, str] | None = None
    replaces: Sequence[str] = ()


def source(*records: Record) -> Query:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE standard (id INTEGER PRIMARY KEY, number, title, age, drafters, extra)"
    )
    connection.execute("CREATE TABLE replaces (successor, target, position)")
    for n, record in enumerate(records):
        lists = [json.dumps(x, ensure_ascii=False) if x else None for x in record[3:5]]
        connection.execute(
            "INSERT INTO standard VALUES (?, ?, ?, ?, ?, ?)", (n, *record[:3], *lists)
        )
        links = ((n, target, position) for position, target in enumerate(record.replaces))
        connection.executemany("INSERT INTO replaces VALUES (?, ?, ?)", links)
    return Query(
        connection=connection,
        expressions={**EXPRESSIONS, "replaces": REPLACES.json()},
        columns=COLUMNS,
        tables="standard s",
        order="s.id",
        links={"replaces": REPLACES},
    )


def out(rows: Source, options: OutputOptions) -> str:
    stream = io.StringIO()
    emit(Table(COLUMNS, rows), options, stream, terminal=False, err=io.StringIO())
    return stream.getvalue()


# What one of the formats quotes, escapes or separates cells by; the last ones are hidden.
SPECIAL = st.sampled_from(",;\"'\\\n\r\t=-+@ [{]}:\x00\x1b\x7f\x85\xad\u200b\u202e\u2028\ufeff")
texts = st.text(SPECIAL | st.sampled_from("an中5") | st.characters(codec="utf-8"), max_size=8)
# In a list, SQLite ends a text at NUL, which neither import nor a command accepts.
items = texts.map(lambda text: text.replace("\x00", ""))
records = st.builds(
    Record,
    number=st.none() | texts,
    title=st.none() | texts | st.sampled_from(["null", ",", '","', "'=1", "a,null"]),
    age=st.none() | st.integers(-(2**63), 2**63 - 1),
    drafters=st.none() | st.lists(items, min_size=1, max_size=3),
    extra=st.none() | st.dictionaries(items, items, min_size=1, max_size=2),
    replaces=st.lists(items, max_size=3),
)
names = [column.name for column in COLUMNS]
options = st.builds(
    OutputOptions,
    format=st.sampled_from(FAST),
    fields=st.just(()) | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple),
    sort=st.sampled_from([(), (Sort("title"),), (Sort("age", descending=True), Sort("number"))]),
    limit=st.none() | st.integers(0, 3),
    header=st.booleans(),
    safe_csv=st.booleans(),
    exit_code=st.just(False),
    bom=st.just(False),
    labels=st.none(),
    output=st.none(),
)


@settings(deadline=None)
@given(st.lists(records, max_size=4), options)
def test_texts_and_cells_are_written_alike(rows: list[Record], options: OutputOptions) -> None:
    query = source(*rows)
    assert out(query, options) == out(Cells(query), options)


def test_sqlite_writes_json_for_these_formats() -> None:
    assert FAST == ["tsv", "csv", "json", "jsonl"]
    query = source(Record("JB/T 1-2011", None, 5, ["王一", "李二"], None, ["JB/T 1-1999"]))
    assert isinstance(query, Query)
    assert list(query.fetch_json(["number", "title", "age", "drafters", "extra"]) or ()) == [
        ('{"number":"JB/T 1-2011","title":null,"age":5,"drafters":["王一","李二"],"extra":{}}',)
    ]
    assert list(query.fetch_json(["title", "age", "drafters", "replaces"], form="texts") or ()) == [
        ('["","5","王一; 李二","JB/T 1-1999"]',)
    ]


def test_jsonl_is_compact_and_json_has_spaces() -> None:
    query = source(Record('a, "b": c', replaces=["1", "2"]))
    fields = ("number", "replaces")
    assert out(query, OutputOptions(format="jsonl", fields=fields)) == (
        '{"number":"a, \\"b\\": c","replaces":["1","2"]}\n'
    )
    assert out(query, OutputOptions(format="json", fields=fields)) == (
        '[{"number": "a, \\"b\\": c", "replaces": ["1", "2"]}]\n'
    )


@pytest.mark.parametrize("kind", ["decimal", "percent", "flag", "records"])
def test_kinds_that_sqlite_writes_differently_have_no_texts(kind: str) -> None:
    query = source().replaced(columns=(Column("age", kind),))  # type: ignore[arg-type]
    assert query.fetch_json(["age"]) is None


def test_an_answer_begins_before_all_rows_are_read() -> None:
    query = source(*(Record(str(n)) for n in range(1000)))
    stream = io.StringIO()
    progress = []

    def note() -> int:
        progress.append(stream.tell())
        return 0

    query.connection.set_progress_handler(note, 100)
    emit(Table(COLUMNS, query), OutputOptions(format="csv"), stream, False, io.StringIO())
    assert len(set(progress)) > 5
