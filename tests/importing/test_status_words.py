"""importing/status_words.py: what the status cell of a list says, and that none is its opposite."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdplan.domain.fields import BY_NAME
from stdplan.domain.status import status
from stdplan.importing.cell_values import CellValue, cell_reader
from stdplan.importing.columnar import PlainRowParser
from stdplan.importing.headers import ColumnMapping, map_headers
from stdplan.importing.layouts import words_of
from stdplan.importing.list_summary import RowNotes
from stdplan.importing.readers.rows import Block
from stdplan.importing.row_events import status_by_dates
from stdplan.importing.standard_rows import KnownCodes, ParsedRow, RowParser
from stdplan.importing.status_words import NOT_IN_FORCE, read_status

FIXTURES = Path(__file__).parents[1] / "fixtures"
with (FIXTURES / "status_words.tsv").open(encoding="utf-8", newline="") as lines:
    TABLE = {
        row["text"]: (row["status"], row["stage"], row["days"], row["successors"])
        for row in csv.DictReader(
            lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="", strict=True
        )
    }
NOTHING = ("",) * 4
read = cell_reader(ColumnMapping(0, "标准状态", BY_NAME["status"], strict=False))
STATUSES = ("planned", "upcoming", "in-force", "withdrawn", "terminated")


def meaning(cell: CellValue) -> tuple[str, ...]:
    """Return a cell as a row of the table has it."""
    also = dict(cell.also)
    word = NOT_IN_FORCE if "not_in_force" in also else cell.value or ""
    days = [f"{name} {day}" for name, day in also.items() if name in BY_NAME and name != "stage"]
    is_known = "extra" not in also
    return (
        str(word),
        also.get("stage", ""),
        "; ".join(days) if is_known else "",
        also.get("status_successors", ""),
    )


def test_the_meaning_of_status_cells() -> None:
    assert {text: meaning(read(text)) for text in TABLE} == TABLE
    assert len(TABLE) > 100


def test_a_cell_without_a_meaning_is_kept_as_it_is() -> None:
    unknown = [text for text, row in TABLE.items() if row == NOTHING]
    assert [read(text) for text in unknown] == [
        CellValue(also=(("extra", text),)) for text in unknown
    ]


def test_a_day_without_a_word_for_it_goes_to_the_note() -> None:
    assert read("现行 2021-05-01") == CellValue("in-force", note="标准状态: 现行 2021-05-01")


@pytest.mark.parametrize("code", STATUSES)
def test_each_word_is_known_in_brackets_and_with_its_label(code: str) -> None:
    words = words_of("values", "status", code)
    forms = {f"（{word}）" for word in words} | {f"状态：{word}" for word in words}
    assert {form: read(form).value for form in forms if read(form).value != code} == {}


KNOWN = [word for code in STATUSES for word in words_of("values", "status", code)]
NEGATIONS = ("不", "非", "不是", "并未", "not ", "never ", "not yet ", "no longer ")


@given(st.sampled_from(NEGATIONS), st.sampled_from(KNOWN))
def test_a_negated_word_never_keeps_its_meaning(negation: str, word: str) -> None:
    negated, plain = read_status(negation + word), read_status(word)
    if negated is not None and plain is not None and negated.status is not None:
        assert negated.status != plain.status


# --- rows: words, numbers and dates ---

HEADER = ["标准编号", "标准名称", "标准状态", "发布日期", "实施日期", "废止日期"]
DAY = date(2024, 6, 1)
NOBODY = KnownCodes({}, {}, {})
ROW_PARSER = RowParser(map_headers(HEADER), NOBODY, {}, "list", DAY.isoformat())
NUMBERS = st.sampled_from(
    ["", "GB/T 1-2020", "GB/T 1-2030", "YD/T 7", "ISO/DIS 9001:2023", "prEN 1", "GB/T 1-202X",
     "GB/T 2-2020（报批稿）", "20230001-T-604", "GB/T XXXX-2023"]
)  # fmt: skip
TITLES = st.sampled_from(["甲", "甲（征求意见稿）", "Screws (draft)"])
DAYS = st.sampled_from(["", "", "2023", "2023-05", "2024-05-31", "2024-06-02", "2031-01-01"])
ENDS = st.sampled_from(["", "", "", "2032-01-01", "2040"])
WORDS = st.sampled_from([*KNOWN, *(text for text in TABLE if read(text).value)])
# What a word and a status exclude each other.
OPPOSITES = {
    "in-force": {"planned", "withdrawn", "terminated", "upcoming"},
    "upcoming": {"in-force", "planned", "withdrawn", "terminated"},
    "planned": {"in-force", "upcoming", "withdrawn"},
    "withdrawn": {"in-force", "upcoming", "planned"},
    "terminated": {"in-force", "upcoming"},
}


@settings(max_examples=400)
@given(NUMBERS, TITLES, WORDS, DAYS, DAYS, ENDS)
def test_no_word_becomes_its_opposite_unless_the_import_says_so(
    number: str, title: str, word: str, published: str, effective: str, withdrawn: str
) -> None:
    parsed = ROW_PARSER.parse([number, title, word, published, effective, withdrawn])
    if not isinstance(parsed, ParsedRow):
        return  # a day before the publication is a fault
    notes = RowNotes()
    notes.add(parsed, DAY)
    read_word = str(read(word).value)
    answer = status_by_dates(parsed.record, DAY.isoformat())
    reported = notes.against_dates.count + notes.without_dates.count + notes.drafts.count
    if answer in OPPOSITES.get(read_word, ()):
        assert reported
        assert published or effective or withdrawn or parsed.is_draft or number == "GB/T 1-2030"


def test_the_status_of_a_record_that_a_list_calls_upcoming_stays_until_its_day_is_known() -> None:
    row = ROW_PARSER.parse(["", "丁", "即将实施", "", "", ""])
    assert isinstance(row, ParsedRow)
    later = (DAY + timedelta(days=9000)).isoformat()
    assert status_by_dates(row.record, later) == "upcoming"
    assert status(later, published=None, effective="2030", withdrawn=None, listed="2024-06-01") == (
        "in-force"
    )


def test_the_fast_path_leaves_cells_with_days_and_successors_to_the_row_parser() -> None:
    parser = PlainRowParser(map_headers(HEADER[:3]), NOBODY, {}, "list", DAY.isoformat())
    words = [
        "现行",
        "已发布",
        "现行（2021-05-01实施）",
        "被GB/T 9-2023代替",
        "not in force",
        "即将实施",
    ]
    numbers = [f"GB/T {number}-2020" for number in range(1, 7)]
    block = Block(range(2, 8), [numbers, ["甲"] * 6, words])
    batch, odd = parser.split(1, block)
    assert batch is not None
    assert list(odd) == [2, 3, 4, 5]
