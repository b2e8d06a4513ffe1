"""catalogue/search_index.py: the index finds what a scan finds, whatever changed since."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdplan.catalogue import search_index, title_index
from stdplan.domain.search import folded, search_words

COLUMNS = ("title", "title_en", "key", "plan_number")
texts = st.text(st.sampled_from("床Ａ1２- "), max_size=3)
keys = st.builds(str.__add__, st.sampled_from(("JB/T ", "title:", "rev:")), texts)
ids = st.integers(1, 6)
columns = st.sampled_from(("title", "title_en", "plan_number"))
removed = st.tuples(st.just("remove"), ids)
added = st.tuples(st.just("add"), st.none() | texts, st.none() | texts, keys, st.none() | texts)
change_or_build = st.one_of(
    added,
    st.tuples(st.just("add again"), ids, texts),  # an id that comes back, or was never used
    st.tuples(st.just("edit"), ids, columns, texts),
    st.tuples(st.just("rename"), ids, keys),
    removed,
    st.tuples(st.just("build")),
)
searches = st.lists(texts.map(search_words).filter(bool), min_size=1, max_size=2)


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    """Store four records in a block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "BLOCK", 4)
        yield


def change(connection: sqlite3.Connection, what: str, *values: object) -> None:
    """Change the records, or build the index."""
    insert = "INSERT OR IGNORE INTO standard (sort_key, withdrawn_inferred,"
    if what == "add":
        columns = ", ".join(COLUMNS)
        connection.execute(f"{insert} {columns}) VALUES ('', 0, ?, ?, ?, ?)", values)
    elif what == "add again":
        row_id, title = values
        sql = f"{insert} id, title, key) VALUES ('', 0, ?, ?, ?)"
        connection.execute(sql, (row_id, title, f"again {row_id}"))
    elif what == "edit":
        row_id, column, text = values
        connection.execute(f"UPDATE standard SET {column} = ? WHERE id = ?", (text, row_id))
    elif what == "rename":
        row_id, key = values
        connection.execute("UPDATE OR IGNORE standard SET key = ? WHERE id = ?", (key, row_id))
    elif what == "remove":
        connection.execute("DELETE FROM standard WHERE id = ?", values)
    else:
        build(connection)


def build(connection: sqlite3.Connection) -> None:
    """Build the index of the records as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(title_index, "FEW", -1)
        search_index.find_records(connection, [["a"]])
    assert connection.execute("SELECT count(*) FROM search_index").fetchone() == (1,)


def found(connection: sqlite3.Connection, wanted: list[tuple[str, ...]]) -> set[int]:
    """Return the ids that the index finds."""
    flags = search_index.find_records(connection, wanted)
    return {row_id for row_id, flag in enumerate(flags) if flag}


def scanned(connection: sqlite3.Connection, wanted: list[tuple[str, ...]]) -> set[int]:
    """Return the ids that have all words of one of the wanted texts, by the rule."""
    ids = set()
    for row_id, *cells in connection.execute(f"SELECT id, {', '.join(COLUMNS)} FROM standard"):
        parts = [folded(cell) for cell in cells if cell and not cell.startswith(("title:", "rev:"))]
        if any(all(any(word in part for part in parts) for word in words) for words in wanted):
            ids.add(row_id)
    return ids


@given(
    before=st.lists(added | removed, min_size=3),
    after=st.lists(change_or_build),
    wanted=st.lists(searches, min_size=1, max_size=5),
)
def test_the_index_finds_what_a_scan_finds(
    connection: sqlite3.Connection,
    before: list[tuple[str]],
    after: list[tuple[str]],
    wanted: list[list[tuple[str, ...]]],
) -> None:
    for table in ("standard", "search_index", "search_text", "search_changed"):
        connection.execute(f"DELETE FROM {table}")
    for step in (*before, ("build",), *after):
        change(connection, *step)
    for words in wanted:
        assert found(connection, words) == scanned(connection, words)
    assert list(search_index.wrong_records(connection)) == []


def add(connection: sqlite3.Connection, *titles: str) -> list[int]:
    """Add records in place of all others; return their ids."""
    connection.execute("DELETE FROM standard")
    for title in titles:
        change(connection, "add", title, None, f"JB/T {title}", None)
    return [row_id for (row_id,) in connection.execute("SELECT id FROM standard ORDER BY id")]


def test_a_synthetic_key_is_not_searched(connection: sqlite3.Connection) -> None:
    row_id, other = add(connection, "车床", "铣床")
    change(connection, "rename", row_id, "title:0f3a")
    change(connection, "rename", other, "rev:JB/T 1-2004")
    for text, ids in (("title", set()), ("0f3a", set()), ("JB/T 1", set()), ("车床", {row_id})):
        assert found(connection, [search_words(text)]) == ids
        build(connection)
        assert found(connection, [search_words(text)]) == ids


def test_a_title_with_the_marks_of_the_index_moves_no_other(connection: sqlite3.Connection) -> None:
    """Lists cannot have control characters, but other programs may write them."""
    ids = add(connection, "车床", "铣\x1e\x1f\n床", "磨床")
    build(connection)
    for text, row_id in zip(("车床", "铣床", "磨床"), ids, strict=True):
        assert found(connection, [(text,)]) == {row_id}


def test_a_damaged_index_is_noticed(connection: sqlite3.Connection) -> None:
    ids = add(connection, *"一二三四五六七八九")
    build(connection)
    assert list(search_index.wrong_records(connection)) == []
    connection.execute(
        "UPDATE search_text SET texts = CAST(replace(texts, '五', '六') AS BLOB) WHERE NOT ascii"
    )
    assert list(search_index.wrong_records(connection)) == [ids[4]]
    connection.execute("DELETE FROM search_text WHERE block = (SELECT max(block) FROM search_text)")
    assert set(search_index.wrong_records(connection)) > {ids[4]}
