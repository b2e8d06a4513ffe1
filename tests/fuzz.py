"""Odd input for everything that reads input: numbers, dates, cells, lists, plans, command lines,
catalogues. `test_fuzz.py` tries a few inputs of each kind, this program as many as you like:

    python tests/fuzz.py --inputs 1000000 --seed 7 numbers dates

Rule: every input gets an answer or one error for users, never another exception. What is stored has
no invisible or control characters where they mean nothing. Messages are short, and safe to print.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from helpers import READINGS, Answer, run_app
from list_builders import BUILDERS
from list_helpers import RecordsInMemory, open_list, read_file
from stdplan import errors
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.domain import validators
from stdplan.domain.dates import BadDate, NotADate, parse_date
from stdplan.domain.fields import FIELDS
from stdplan.domain.numbers import parse, parse_list, parse_replacements
from stdplan.domain.text import clean_code, escape_unprintable, refuse_control
from stdplan.errors import StdplanError
from stdplan.importing.adjustments import AdjustmentList
from stdplan.importing.cell_values import read_value
from stdplan.importing.import_options import ImportOptions
from stdplan.importing.plan_files import read_plan
from stdplan.importing.readers.detect import FORMS
from stdplan.importing.readers.rows import ReadOptions
from stdplan.importing.standard_rows import KnownCodes
from word_helpers import document, p, tbl, tr

FIXTURES = Path(__file__).parent / "fixtures"
CODES = {code for name, code in vars(errors).items() if name.isupper() and isinstance(code, int)}
MOST_LINES = 40  # on stderr: 20 faults and some notes
TODAY = date(2026, 11, 22)
# The sectors and so on that lists may name.
KNOWN = KnownCodes({"machinery": "machinery", "机械": "machinery"}, {"a/b": "a/b"}, {"x": "x"})

# --- Odd texts ---

# Characters that a parser, a terminal, a spreadsheet or a database may take for more than text.
ODD = (
    *"\0\x07\t\n\r\x0b\x1b\x1f \"'(),-./:;<=>[\\]_`{|}~*#&!%\x7f\x85\x9b\xa0\xad",
    *"\u034f\u061c\u180e\u2028\u2029\u200b\u200d\u200e\u202a\u202e\u2060\u2066\u3000\ufe0f\ufeff\ufffe",
    *"\ud800\udcff\U000e0001\U0001f600é߀٣۵②½Ⅷ一〇年月日号代替被至—－．／：；，、《》（）０９ＺKİßﬀ",
)
WORDS = (
    *(
        "GB/T",
        "GB",
        "JB/T",
        "ISO",
        "IEC",
        "ISO/IEC",
        "IDT",
        "MOD",
        "T/CAS",
        "Q/SY",
        "DB35/T",
        "XG1",
    ),
    *(
        "代替",
        "部分代替",
        "被",
        "修改单",
        "第1号",
        "年版",
        "2011",
        "1987-05",
        "2011-02-30",
        "99999999999",
    ),
    *("2011-05-18T16:00:00Z", "1305648000000", "40681", "N/A", "无", "废止", "现行", "key", "null"),
    *(
        "标准编号",
        "标准名称",
        "发布日期",
        "复审结论",
        "合计",
        "一、",
        "注：",
        "number",
        "1e5",
        "-1",
        "NaN",
    ),
    *("</sacinfo>", "_x000D_", "#N/A", "=1", "%s", "{0}", "${x}", "../x", "\\u200b", "&lt;", "--"),
)
NUMBER_PIECES = (
    *("GB", "/T", "T/", "JB", "ISO", "IEC", "/", " ", "-", "—", ".", ":", "(", ")", ",", ";", "、"),
    *(
        "1",
        "0",
        "12",
        "2011",
        "92",
        "X",
        "A",
        "S",
        "代替",
        "至",
        "年",
        "~",
        "XG1",
        "《",
        "》",
        "+AMD1",
    ),
)


def _joined(pieces: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    # A byte for each piece: drawing bytes is much faster than drawing pieces.
    return st.binary(max_size=most).map(
        lambda drawn: "".join(pieces[byte % len(pieces)] for byte in drawn)
    )


# Digits and separators more often than the rest.
ODD_TEXT = _joined((*ODD, *WORDS, *"0123456789--//..  "), 12)
NUMBERS = _joined(NUMBER_PIECES, 40)
TEXTS = st.one_of(ODD_TEXT, NUMBERS, st.text(max_size=8))


def check_clean(text: object) -> None:
    """Check that a stored number, key, code or date has nothing that cannot be seen."""
    if isinstance(text, str):
        assert text == clean_code(text), repr(text)
        assert refuse_control(text) is None, repr(text)


# --- Numbers, dates, cells ---


def numbers(text: str) -> None:
    """Parse a text as a number, as a list of numbers, and as replaced standards."""
    if number := parse(text):
        again = parse(number.canonical)
        assert again is not None, (text, number)
        assert again.canonical == number.canonical, (text, number)
        check_clean(number.canonical)
    parse_list(text)
    parse_replacements(text)


def dates(text: str) -> None:
    """Parse a text as a date, and as an amount."""
    try:
        day = parse_date(text)
    except (BadDate, NotADate):
        pass
    else:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day, re.A)
        assert parse_date(day) == day
    with suppress(ValueError):
        assert float(validators.amount(text)) > 0


def cells(field_and_text: tuple[Any, str]) -> None:
    """Read a text as the cell of a field."""
    field, text = field_and_text
    cell = read_value(field, text)
    assert [cell.value, cell.note, cell.fault].count(None) >= 2
    if field.kind in ("key", "date"):
        check_clean(cell.value)


# --- Lists ---

HEADERS = (
    *(
        "标准编号",
        "标准名称",
        "发布日期",
        "状态",
        "代替标准",
        "采标情况",
        "行业领域",
        "计划号",
        "备注",
        "key",
    ),
    *(
        "number",
        "title",
        "extra",
        "复审结论",
        "任务",
        "数量",
        "类型",
        "docid",
        "某列",
        "",
        "\ufeff标准号",
    ),
)
ROW = st.lists(TEXTS, max_size=6)
TABLE = st.tuples(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=6), st.lists(ROW, max_size=5)
)


def _samples() -> Iterator[tuple[str, bytes]]:
    """Yield a small file of every form."""
    rows = [
        ["标准编号", "标准名称", "发布日期"],
        ["GB/T 1-2011", "甲", "2011-05-18"],
        ["JB/T 2-2011", "乙", ""],
    ]
    for name, mark in (("a.csv", ","), ("a.tsv", "\t"), ("b.csv", ";")):
        yield name, "\n".join(map(mark.join, rows)).encode()
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    yield "a.json", json.dumps({"data": {"rows": objects}}, ensure_ascii=False).encode()
    yield "a.jsonl", "\n".join(map(json.dumps, objects)).encode()
    yield (
        "a.yaml",
        b"- number: GB/T 1-2011\n  title: {en: a, zh: b}\n  extra: {a: b}\n- number: 'x'\n",
    )
    yield (
        "r.yaml",
        b"docid:\n  - {id: ISO 1:2022, type: ISO}\ntitle: [{content: Gauges, language: en}]\n",
    )
    iso = {
        "id": 1,
        "reference": "ISO 1:2022",
        "deliverableType": "IS",
        "replaces": [1],
        "currentStage": 9060,
    }
    yield "i.jsonl", json.dumps(iso).encode()
    yield (
        "a.md",
        "\n".join(["| 标准编号 | 标准名称 |", "|---|---|", "| GB/T 1-2011 | 甲 |"]).encode(),
    )
    yield (
        "a.txt",
        "一、化工\n1. GB/T 1-2011 《甲》 代替 GB/T 1-2001；JB/T 2-2011《乙》 2011发布\n".encode(),
    )
    yield "u.csv", "\n".join(map(",".join, rows)).encode("utf-16")
    yield "g.csv", "\n".join(map(",".join, rows)).encode("gb18030")
    yield "a.csv.gz", gzip.compress("\n".join(map(",".join, rows)).encode(), mtime=0)
    workbook, binary = Workbook(), BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(binary)
    yield "a.xlsx", binary.getvalue()
    table = tbl(*(tr(*map(str, row)) for row in rows))
    yield "a.docx", document(p("2011年第1号") + table + p("附件2") + table)
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    yield "a.html", f"<html><h1>公告</h1><table>{page}</table>".encode()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("proposals.xls", "plan.ods", "announcement.odt", "filed.pdf", "letters.zip"):
            built = Path(folder) / name
            BUILDERS[name](built)
            yield name, built.read_bytes()


SAMPLES = dict(_samples())
PIECES = st.one_of(
    st.binary(max_size=6),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\n", b"\r\n", b'"', b"\0", b"\x1f\x8b"]
    ),
    st.sampled_from(list(SAMPLES.values())),
)
# Where an edit begins as a fraction of the length, how many bytes it replaces, and by what.
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES), min_size=0, max_size=5)


def edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Return the content with some bytes replaced."""
    for place, length, piece in edits:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


TEXT_EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), TEXTS), max_size=4)


def edited_text(content: bytes, edits: list[tuple[float, int, str]]) -> bytes:
    """Return the content with some characters replaced, in its encoding."""
    encodings = ("utf-16",) if content.startswith(b"\xff\xfe") else ("utf-8", "gb18030")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            break
    for place, length, piece in edits:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + length :]
    return text.encode(encoding, "ignore")


def edited_file(
    name: str,
    edits: list[tuple[float, int, bytes]] | None,
    text_edits: list[tuple[float, int, str]],
) -> tuple[str, bytes]:
    """Return a sample with changes; without `edits` of bytes, its texts are changed.

    The texts of compressed files, workbooks and documents are those within them.
    """
    content = SAMPLES[name]
    if edits is not None:
        return name, edited(content, edits)
    if name.endswith(".gz"):
        return name, gzip.compress(edited_text(gzip.decompress(content), text_edits), 1, mtime=0)
    if name.endswith((".xls", ".pdf", ".zip")):
        pieces = [(*place, text.encode("utf-8", "surrogatepass")) for *place, text in text_edits]
        return name, edited(content, pieces)
    if not name.endswith((".xlsx", ".docx", ".ods", ".odt")):
        return name, edited_text(content, text_edits)
    binary = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(binary, "w") as new:
        for member in old.namelist():
            inner = old.read(member)
            is_edited = any(part in member for part in ("sheet1", "document", "content.xml"))
            new.writestr(member, edited_text(inner, text_edits) if is_edited else inner)
    return name, binary.getvalue()


FILES = st.builds(
    edited_file, st.sampled_from(list(SAMPLES)), st.one_of(st.none(), st.none(), EDITS), TEXT_EDITS
)


def _written(name: str, content: bytes) -> str:
    path = Path(name)
    path.write_bytes(content)
    return str(path)


def files(file_and_form: tuple[tuple[str, bytes], str | None]) -> None:
    """Read a file of any form."""
    (name, content), form = file_and_form
    try:
        with open_list(_written(name, content), ReadOptions(form=form)) as source:  # type: ignore[arg-type]
            header, *rows = source.iter_rows()
    except StdplanError as error:
        _check_message(str(error))
        return
    for row in rows:
        assert row.fault or len(row.cells) == len(header.cells)
        assert all(type(cell) is str or isinstance(cell, str) for cell in row.cells)


def tables(table: tuple[list[str], list[list[str]]]) -> None:
    """Read a table as a list of standards, and look at the records."""
    header, rows = table
    lines = [json.dumps(dict(zip(header, row, strict=False))) for row in rows]
    stored = RecordsInMemory()
    try:
        path = _written("table.jsonl", "\n".join(lines).encode())
        found = read_file(path, ImportOptions(), TODAY, stored, KNOWN)
        summary = found.summary if isinstance(found, AdjustmentList) else found
    except StdplanError as error:
        _check_message(str(error))
        return
    assert summary.rows == len(lines)
    for record in stored.records.values():
        check_clean(record.key)
        for field in FIELDS:
            if field.kind in ("key", "date"):
                check_clean(record.values.get(field.name))
        for number in chain(record.replaces, record.replaced_by):
            check_clean(number[0])


PLAN = {
    name: (FIXTURES / "plan_2012" / name).read_text(encoding="utf-8").splitlines(keepends=True)
    for name in ("sectors.yaml", "tasks.yaml")
}
# An edit: the file, the line, the place in it, how many characters to replace, and by what.
PLAN_EDITS = st.lists(
    st.tuples(
        st.sampled_from(list(PLAN)), st.integers(0, 99), st.floats(0, 1), st.integers(0, 99), TEXTS
    ),
    max_size=3,
)


def plans(edits: list[tuple[str, int, float, int, str]]) -> None:
    """Read the two files of a plan after some changes."""
    changed = {name: list(lines) for name, lines in PLAN.items()}
    for name, line, place, length, text in edits:
        lines = changed[name]
        old = lines[line % len(lines)]
        start = int(place * len(old))
        lines[line % len(lines)] = old[:start] + text + old[start + length :]
    for name, lines in changed.items():
        _written(name, "".join(lines).encode("utf-8", "surrogatepass"))
    try:
        plan = read_plan(Path("sectors.yaml"), Path("tasks.yaml"))
    except StdplanError as error:
        for line_of_fault in (str(error), *getattr(error, "faults", ())):
            _check_message(line_of_fault)
        return
    for sector in plan.sectors:
        check_clean(sector.code)


MAP = (
    b"columns:\n  A: number\n  B: extra\n  C:\nset:\n  sector: steel\nfrom: csv\nencoding: utf-8\n"
)
MAP_EDITS = st.tuples(st.integers(0, len(MAP)), st.integers(0, 9), TEXTS)


def maps(edit: tuple[int, int, str]) -> None:
    """Import a list by a file of --map-file after a change."""
    start, length, text = edit
    changed = MAP[:start] + text.encode("utf-8", "surrogatepass") + MAP[start + length :]
    _written("map.yaml", changed)
    words = ["standards", "import", "-", "--dry-run", "--map-file", "map.yaml"]
    _check_answer(run_app("--db", "plan.db", *words, stdin="A,B,C\nJB/T 1-2011,x,y\n"), words)


def _check_message(message: str) -> None:
    assert "\n" not in message, message
    assert len(message) < 5000, message


# --- Command lines ---


def _commands() -> Iterator[tuple[tuple[str, ...], tuple[Parameter, ...]]]:
    """Yield the words and the parameters of every command."""
    for name in NOUNS:
        noun = find_noun(name)
        if isinstance(noun, CommandGroup):
            yield from (((name, verb), noun.command(verb).parameters) for verb in noun.verbs)
        else:
            yield (name,), noun.parameters


COMMANDS = list(_commands())
# Values that many commands know, and file names in the own folder only.
VALUES = (
    *("2011", "2011-05-18", "1", "0", "-", "3.published", "machinery", "telecom/ipv6", "confirm"),
    *(
        "JB/T 7547-1994",
        "JB/T 7547",
        "GB/T 1-2011",
        "number,title",
        "title:desc",
        "csv",
        "json",
        "table",
    ),
    *(
        "number=title",
        "title=x",
        "20",
        "60",
        "in-force",
        "national",
        "999999999999999999999",
        "1.5",
    ),
)
FITTING_VALUES: dict[str, tuple[str, ...]] = {
    "DATE": ("2011-05-18", "2011-06", "2011", "2026-01-01"),
    "DAY": ("2011-05-18", "2011-06-30", "2026-01-01"),
    "NUMBER...": ("JB/T 7547-1994", "JB/T 7547", "-", "2011-0123T-JB"),
    "[NUMBER]": ("JB/T 1-2011", "2011-0123T-JB", "住建部令第37号"),
    "NUMBER CODE": ("20", "90"),
    "NUMBER": ("JB/T 7547-1994", "GB/T 1-2011"),
    "FIELD": ("note", "title", "sector"),
    "FIELD[:desc]": ("title", "key:desc"),
    "A,B": ("key,title", "key"),
    "KIND": ("training", "drafter-certificate", "patent"),
    "OUTCOME": ("confirm", "revise", "withdraw"),
    "code": ("machinery", "机械", "telecom/ipv6"),
    "amount": ("1", "2.50"),
    "kind": ("training", "drafter-certificate"),
    "HEADER=FIELD": ("标准号=number", "x=title", "x="),
    "FIELD=VALUE": ("title=x", "published=2011", "outcome=confirm"),
}

NAMES = (
    "out.csv",
    "out.json",
    "out",
    "list.csv",
    "-",
    "",
    "none/x.csv",
    "a\nb.csv",
    "\udcff.csv",
    ".",
)
_FILE_OPTIONS = frozenset(("output", "skip_bad", "file", "files", "sectors", "tasks"))


def _value(draw: st.DrawFn, parameter: Parameter) -> str:
    """Draw a value for a parameter, which fits in most cases."""
    if parameter.name in _FILE_OPTIONS and parameter.metavar in ("FILE", "REJECTS", "FILE..."):
        return draw(st.sampled_from(NAMES))
    known = [*parameter.choices, *(parameter.metavar or "").split("|"), *VALUES]
    fitting = FITTING_VALUES.get(parameter.metavar or parameter.name) or parameter.choices or known
    if parameter.type is int:
        fitting = ("1", "3", "5", "2011", "2012")
    luck = draw(st.integers(0, 15))
    odd = TEXTS if luck == 0 else st.sampled_from(known if luck < 3 else fitting)
    return draw(odd)


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[list[str], bytes]:
    """Draw the words of a command with odd values, and what is on stdin."""
    name, parameters = draw(st.sampled_from(COMMANDS))
    words = list(name)
    needed = [parameter for parameter in parameters if not parameter.flags or parameter.required]
    others = [parameter for parameter in parameters if parameter not in needed]
    chosen = draw(st.lists(st.sampled_from(others), max_size=3, unique=True)) if others else []
    for parameter in (*needed, *chosen):
        if parameter.flags:
            words.append(draw(st.sampled_from(parameter.flags)))
        if parameter.type is not bool:
            words.append(_value(draw, parameter))
    if draw(st.integers(0, 30)) == 0:
        words.insert(draw(st.integers(0, len(words))), draw(TEXTS))
    return words, draw(st.one_of(st.just(b""), FILES.map(lambda file: file[1])))


def _check_answer(answer: Answer, words: list[str]) -> None:
    assert answer.code in CODES | {0, 1} and answer.code != errors.BUG, (words, answer)
    lines = answer.err.splitlines()
    assert len(lines) <= MOST_LINES, (words, answer.err)
    help_of_typer = answer.code == errors.USAGE and not answer.err.startswith("stdplan: ")
    for line in lines:
        assert help_of_typer or line == escape_unprintable(line), (words, line)


def commands(line_and_stdin: tuple[list[str], bytes]) -> None:
    """Run a command line on a catalogue that earlier ones may have changed."""
    words, stdin = line_and_stdin
    Path("list.csv").write_bytes(SAMPLES["a.csv"])
    _check_answer(run_app("--db", "plan.db", *words, stdin=stdin), words)


KINDS_OF_LISTS = (
    (
        "standards",
        ("标准编号", "标准名称", "发布日期", "废止日期", "状态", "代替标准", "采标情况", "某列"),
    ),
    (
        "review",
        ("标准编号", "复审结论", "复审日期", "整合到", "废止日期", "完成年限", "备注", "某列"),
    ),
    (
        "activities",
        ("类型", "名称", "日期", "单位", "标准编号", "数量", "文号", "状态", "备注", "某列"),
    ),
    ("progress", ("任务", "指标", "日期", "数量", "行业领域", "备注", "某列")),
)
# Cells that fit, so that rows get far.
FITTING = (
    *("JB/T 7547-1994", "GB/T 1-2011", "2011-05-18", "2011", "继续有效", "修订", "废止", "整合"),
    *("1", "3", "3.published", "training", "12.5", "machinery", "甲", "现行", "JB/T 1-2001", ""),
)
CELL = st.one_of(st.sampled_from(FITTING), st.sampled_from(FITTING), TEXTS)
IMPORTS = st.sampled_from(KINDS_OF_LISTS).flatmap(
    lambda kind: st.tuples(
        st.just(kind), st.lists(st.lists(CELL, min_size=3, max_size=len(kind[1])), max_size=4)
    )
)


def imports(kind_and_rows: tuple[tuple[str, tuple[str, ...]], list[list[str]]]) -> None:
    """Import a table as a list of some kind; faulty rows are left out."""
    (noun, header), rows = kind_and_rows
    lines = [json.dumps(dict(zip(header, row, strict=False))) for row in rows]
    words = [noun, "import", "-", "--from", "jsonl", "--skip-bad", "bad.csv"]
    _check_answer(run_app("--db", "plan.db", *words, stdin="\n".join(lines)), words)


STORED = (
    "SELECT key, number, plan_number, sector FROM standard",
    "SELECT published, effective, withdrawn, terminated, target_date FROM standard",
    'SELECT date, outcome, "into", ends, target FROM review',
    "SELECT successor, target FROM replaces",
    "SELECT reference FROM adopts",
    "SELECT number, until FROM other_number",
    "SELECT stage, date FROM stage_change",
    "SELECT kind, standard, reference, sector FROM activity",
    "SELECT date, due, closed, expires FROM activity",
    "SELECT date, amount FROM progress",
)


def check_stored() -> None:
    """Check that nothing is stored in numbers, codes and dates that cannot be seen."""
    with closing(sqlite3.connect("plan.db")) as connection:
        for query in STORED:
            for row in connection.execute(query):
                for cell in row:
                    check_clean(cell)


# --- Catalogues ---

ASKED = [
    line.split()
    for name, line in READINGS.items()
    if "import" not in name and "similar" not in name and "{" not in line
]


def catalogues(asked_and_edits: tuple[list[str], list[tuple[float, int, bytes]]]) -> None:
    """Ask a catalogue whose file was damaged."""
    words, edits = asked_and_edits
    content = Path("plan.db").read_bytes()
    for place, length, piece in edits:  # in place: the length of a file is that of its pages
        start = int(place * len(content))
        piece = (piece or b"\0") * length
        content = content[:start] + piece[:length] + content[start + length :]
    _written("damaged.db", content[: int(4096 * (len(content) // 4096))])
    _check_answer(run_app("--db", "damaged.db", *words), words)


# --- Kinds of input ---


class Kind(NamedTuple):
    """A kind of input: how it is drawn, what checks it, and its share of all inputs."""

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    share: int


KINDS = {
    "numbers": Kind(TEXTS, numbers, 300),
    "dates": Kind(ODD_TEXT, dates, 200),
    "cells": Kind(st.tuples(st.sampled_from(FIELDS), TEXTS), cells, 200),
    "files": Kind(st.tuples(FILES, st.sampled_from((*[None] * 30, *FORMS))), files, 150),
    "tables": Kind(TABLE, tables, 100),
    "plans": Kind(PLAN_EDITS, plans, 20),
    "maps": Kind(MAP_EDITS, maps, 20),
    "commands": Kind(command_lines(), commands, 25),
    "imports": Kind(IMPORTS, imports, 15),
    "catalogues": Kind(st.tuples(st.sampled_from(ASKED), EDITS), catalogues, 5),
}


@contextmanager
def own_folder(catalogue: Path | None = None) -> Iterator[None]:
    """Work in an empty folder with a catalogue, `plan.db`; None makes one with the plan of 2011."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            if catalogue is not None:
                shutil.copy(catalogue, "plan.db")
            else:
                examples = Path(__file__).parents[1] / "examples"
                lists = map(str, examples.glob("*_2026_07.tsv"))
                run_app("--db", "plan.db", "init")
                run_app("--db", "plan.db", "standards", "import", *lists)
            yield
        finally:
            os.chdir(before)


def try_inputs(name: str, count: int, seed_: int | None = None) -> float:
    """Check so many inputs of a kind; return how long the slowest took, in seconds."""
    slowest = 0.0
    kind = KINDS[name]

    def check(drawn: Any) -> None:
        nonlocal slowest
        begun = time.process_time()
        kind.check(drawn)
        slowest = max(slowest, time.process_time() - begun)

    test = settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )(given(kind.inputs)(check))
    (test if seed_ is None else seed(seed_)(test))()
    check_stored()
    return slowest


def main() -> None:
    """Try inputs of the kinds that the command line names, or of all."""
    parser = argparse.ArgumentParser(description="Try odd inputs.")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many in all")
    parser.add_argument("--seed", type=int, help="the same seed tries the same inputs")
    parser.add_argument("kinds", nargs="*", help=", ".join(KINDS))
    options = parser.parse_args()
    os.environ.update(STDPLAN_TODAY=TODAY.isoformat(), STDPLAN_LANG="en")
    names = options.kinds or list(KINDS)
    shares = sum(KINDS[name].share for name in names)
    for name in names:
        count = max(1, options.inputs * KINDS[name].share // shares)
        begun = time.monotonic()
        with own_folder():
            slowest = try_inputs(name, count, options.seed)
        took = time.monotonic() - begun
        sys.stdout.write(f"{name}: {count} inputs in {took:.0f} s, the slowest {slowest:.2f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
