"""The pages of `stdplan browse`: what they show, in both languages, and that nothing writes."""

import json
import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from shlex import split
from urllib.parse import quote

import pytest

from helpers import REVIEWED, Run, run_app
from page_helpers import Element
from stdplan.catalogue.database import open_catalogue
from stdplan.catalogue.views import VIEWS
from stdplan.web.questions import questions
from stdplan.web.views_database import FACETS, MAIN_COLUMNS
from web_helpers import DAY, Pages, pages_of

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ASKED = {
    "due": "years=10&sector=machinery",
    "valid": "numbers=" + quote("JB/T 5761-1991\nGB 1"),
    "search": "text=" + quote("机床"),
    "coverage": "sector=telecom&priority=1",
    "calendar": "years=8",
}
ADDRESSES = (
    *("/", "/catalogue", "/columns/standards", "/standard?number=jbt7547"),
    *(f"/catalogue/{view}" for view in VIEWS),
    *(f"/ask/{name}?{ASKED.get(name, '')}" for name in questions()),
    "/catalogue?sql=" + quote("select status, count(*) as n from standards group by status"),
    "/catalogue/standards?sector=machinery&_sort_desc=number&age__gte=5&_all=1",
)
PROBLEMS = {
    "/standard?number=ZZ+1": 404,
    "/ask/nothing": 404,
    "/catalogue/standard": 404,
    "/catalogue.db": 404,
    "/-/metadata": 404,
    "/_internal": 404,
    "/ask/due?years=many": 400,
    "/ask/due?sector=nowhere": 400,
    "/catalogue/standards?nothing=1": 400,
    "/catalogue/standards?_sort=nothing": 400,
    "/catalogue/standards?_size=-1": 400,
    "/catalogue?sql=select+nothing": 400,
    "/catalogue?sql=drop+table+standard": 400,
}


@pytest.fixture(scope="module")
def filled(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the loaded catalogue with reviews and a record whose title is markup."""
    path = Path(shutil.copy(loaded, tmp_path_factory.mktemp("web") / "plan.db"))

    def run(*words: str) -> None:
        assert run_app("--db", str(path), *words).code == 0

    run("review", "import", str(REVIEWED), "--on", "2011-06-30")
    run(*("standards", "add", "JB/T 9-2001", "--title", "试验机", "--published", "2001-05-01"))
    run(*("standards", "add", "2011-0001T-JB", "--title", "试验机", "--on", "2011-02-01"))
    # Commands remove markup from titles; another program may have stored it.
    connection = open_catalogue(path).connection
    connection.execute("UPDATE standard SET title = ? WHERE number = 'JB/T 9-2001'", (HOSTILE,))
    connection.close()
    run("sectors", "list")
    return path


@pytest.fixture(scope="module")
def english(filled: Path) -> Iterator[Pages]:
    with pages_of(filled, "en") as pages:
        yield pages


@pytest.fixture
def chinese(filled: Path) -> Iterator[Pages]:
    with pages_of(filled, "zh") as pages:
        yield pages


def asked(path: Path, *words: str) -> str:
    return run_app("--db", str(path), *words, "--as-of", str(DAY)).out


def test_the_overview_has_figures_charts_and_questions(english: Pages, filled: Path) -> None:
    page = english.page("/")
    cards = {item.one("a").text: item.one("b").text for item in page.all("ul")[0].all("li")}
    due = json.loads(asked(filled, "review", "due", "--json"))
    listed = json.loads(asked(filled, "standards", "list", "--status", "in-force", "--json"))
    assert cards["Due for review"] == str(len(due))
    assert cards["in force"] == str(len(listed))
    charts = [chart.one("title").text for chart in page.all("svg")]
    assert charts == [
        "Progress against the straight line to the target",
        "Ages of the standards in force",
        "Focus areas with and without a standard or project",
        "Projects of each sector by stage",
        "Reviews that fall due, by month",
    ]
    linked = {link.attributes["href"] for link in page.all("a")}
    assert {f"/ask/{name}" for name in questions()} <= linked


def test_a_view_has_facets_with_counts(english: Pages, filled: Path) -> None:
    page = english.page("/catalogue/standards")
    facets = {
        section.attributes["aria-label"]: {
            item.one("a").text: item.all("span")[-1].text for item in section.all("li")
        }
        for section in page.all("section")
        if section.all("h2")
    }
    assert list(facets) == ["Sector", "Status", "Family", "Nature", "Stage"]
    rows = json.loads(asked(filled, "standards", "list", "--json"))
    machinery = [row for row in rows if row["sector"] == "machinery"]
    assert facets["Sector"]["Machinery"] == str(len(machinery))
    narrowed = english.page("/catalogue/standards?sector=machinery&status=in-force")
    chips = [" ".join(chip.text.split()) for chip in narrowed.all("ul")[0].all("li")]
    assert chips == ["Sector is Machinery ✕", "Status is in force ✕"]


def test_codes_have_names_and_the_code_as_title(chinese: Pages) -> None:
    page = chinese.page("/catalogue/standards?number=" + quote("JB/T 7547-1994"))
    cells = {
        cell.text: cell.attributes["title"] for cell in page.all("td") for cell in cell.all("span")
    }
    assert cells["机械"] == "machinery"
    assert cells["现行"] == "in-force"
    assert cells["行业标准"] == "industry"


def test_facets_and_main_columns_are_columns_of_their_views(english: Pages) -> None:
    for view, names in [*FACETS.items(), *MAIN_COLUMNS.items()]:
        known = [column.name for column in english.site.views.columns_of[view]]
        assert set(names) <= set(known), view


COMMANDS = {
    "/ask/due": "review due",
    "/ask/due?years=10&sector=machinery": "review due --years 10 --sector machinery",
    "/ask/search?text=" + quote("机床"): "standards list --search 机床",
    "/ask/progress": "report progress --forecast",
    "/ask/coverage?gaps=1&sector=telecom": "report coverage --gaps --sector telecom",
    "/ask/reviews": "report review",
    "/ask/calendar": "review calendar --by month",
    "/ask/pipeline": "report sectors",
    "/ask/stages": "report stages",
    "/ask/overdue": "standards list --overdue",
}


@pytest.mark.parametrize("address", COMMANDS)
def test_questions_have_the_answers_of_commands(english: Pages, filled: Path, address: str) -> None:
    words = COMMANDS[address].split()
    path, _, rest = address.partition("?")
    for form in ("csv", "json"):
        answer = english.ask(f"{path}.{form}?{rest}")
        assert answer.status_code == 200
        assert answer.text == asked(filled, *words, "-f", form)
    command = split(english.page(address).all("code")[-1].text)
    assert command[-2:] == ["--as-of", str(DAY)]
    typed = [part for word in command[1:-2] for part in word.split("=")]
    assert sorted(typed) == sorted(words)


def test_numbers_of_a_form_are_checked(english: Pages) -> None:
    rows = english.rows("/ask/valid?numbers=" + quote("JB/T 5761\r\nJB/T 77777-1999\r\nGB 1"))
    found = [(row["Text"], row["Validity"]) for row in rows]
    assert found == [
        ("JB/T 5761", "in force"),
        ("JB/T 77777-1999", "not found"),
        ("GB 1", "not covered"),
    ]
    assert not english.page("/ask/valid?numbers=").all("table")


def test_the_page_of_a_standard_has_its_reviews_and_links(english: Pages, filled: Path) -> None:
    reviewed = json.loads(asked(filled, "review", "list", "--json"))
    number = next(row["number"] for row in reviewed if row["outcome"] == "revise")
    page = english.page("/standard?number=" + quote(number))
    assert page.one("h1").text.startswith(number)
    assert [heading.text for heading in page.all("h2")] == ["Reviews", "Chain"]
    assert "revise" in page.all("table")[1].text
    project, *_ = [link for link in page.all("a") if "rev%3A" in (link.attributes["href"] or "")]
    assert english.page(str(project.attributes["href"])).one("h1").text


def test_what_a_command_says_is_on_the_page(
    english: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = [note.text for note in english.page("/standard?number=jbt7547").all("p")]
    assert notes[0] == "the number has no year; using the edition in force, JB/T 7547-1994"
    assert capsys.readouterr().err == ""


def test_a_filter_takes_names(english: Pages) -> None:
    def led_to(query: str) -> str:
        return english.ask(f"/filter/standards?{query}").headers["location"]

    new = "_new_column=sector&_new_condition=exact&_new_value="
    assert led_to(f"{new}Machinery") == "/catalogue/standards?sector__exact=machinery"
    assert led_to(f"{new}{quote('机械')}") == f"/catalogue/standards?sector__exact={quote('机械')}"
    assert led_to(f"status=in-force&{new}chemicals").startswith("/catalogue/standards?status=")
    blank = "_new_column=committee&_new_condition=isblank&_new_value="
    assert led_to(blank) == "/catalogue/standards?committee__isblank=1"
    assert led_to("_new_column=nothing&_new_value=1") == "/catalogue/standards?"


def test_exports_have_all_rows_and_codes(english: Pages, filled: Path) -> None:
    lines = english.ask("/catalogue/standards.csv?_stream=on").text.splitlines()
    listed = json.loads(asked(filled, "standards", "list", "--json"))
    assert len(lines) == len(listed) + 1
    rows = english.ask("/catalogue/reviews_due.json?_shape=array&_size=max").json()
    due = json.loads(asked(filled, "review", "due", "--json"))
    assert {row["number"] for row in rows} == {row["number"] for row in due}
    assert {row["status"] for row in rows} == {"in-force"}


# Nothing writes.

WRITING = (
    "delete from standard",
    "insert into operation (command) values ('x')",
    "with t as (select 1) update standard set title = 'x'",
    "select * from standards; delete from standard",
    "pragma user_version = 9",
    "pragma writable_schema = on",
    "attach database '/tmp/other.db' as other",
    "vacuum into '/tmp/other.db'",
    "create temp table t (a)",
    "explain delete from standard",
    "select load_extension('x')",
)


@pytest.mark.parametrize("sql", WRITING)
def test_sql_that_writes_is_refused(english: Pages, filled: Path, sql: str) -> None:
    before = filled.read_bytes()
    assert english.ask("/catalogue", params={"sql": sql}).status_code in (400, 403)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/catalogue", "/catalogue/standards", "/-/messages"])
def test_only_reading_requests_are_answered(english: Pages, method: str, address: str) -> None:
    assert english.ask(address, method, content=b"sql=delete+from+standard").status_code == 405


def test_no_connection_of_the_site_can_write(english: Pages, filled: Path) -> None:
    import asyncio
    import sqlite3

    views = english.site.views
    with pytest.raises(sqlite3.OperationalError, match="read-only"):
        asyncio.run(views.execute_write("DELETE FROM standard"))
    with pytest.raises(sqlite3.OperationalError, match="read-only"):
        views.connect(write=True)
    connection = views.connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM operation")
    connection.close()


def test_reading_every_page_leaves_the_file_as_it_is(english: Pages, filled: Path) -> None:
    before = filled.read_bytes()
    for address in (*ADDRESSES, *PROBLEMS):
        english.ask(address)
    assert filled.read_bytes() == before
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "localhost.evil"])
def test_other_hosts_are_refused(english: Pages, host: str) -> None:
    assert english.ask("/", host=host).status_code == 403
    assert english.ask("/", host="127.0.0.1:8001").status_code == 200


def test_a_slow_question_is_stopped(english: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english.site, "sql_time_limit_ms", 20)
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    answer = english.ask("/catalogue", params={"sql": endless})
    assert answer.status_code == 400
    assert "took too long" in answer.text


# What pages are made of.


@pytest.mark.parametrize("address", PROBLEMS)
def test_problems_are_pages(english: Pages, address: str) -> None:
    answer = english.ask(address)
    assert answer.status_code == PROBLEMS[address], answer.text
    assert 'class="problem"' in answer.text


def test_a_hostile_title_stays_text(english: Pages) -> None:
    number = quote("JB/T 9-2001")
    for address in (
        f"/catalogue/standards?number={number}",
        f"/standard?number={number}",
        "/ask/search?text=alert",
        "/catalogue?sql=" + quote("select title from standards where title like '%alert%'"),
        "/catalogue/standards?title=" + quote(HOSTILE),
        "/ask/search?text=" + quote(HOSTILE),
        "/catalogue?sql=" + quote(f"select '{HOSTILE}' as \"{HOSTILE}\""),
    ):
        answer = english.ask(address)
        assert answer.status_code == 200
        assert "<script" not in answer.text, address
        assert "<img" not in answer.text, address
        assert "&lt;script&gt;" in answer.text, address


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_complete_and_load_nothing(english: Pages, address: str) -> None:
    answer = english.ask(address)
    page: Element = english.page(address)
    assert page.one("html").attributes["lang"] == "en"
    assert len(page.all("h1")) == 1
    assert page.one("head").one("title").text.strip() != "· stdplan"
    assert not page.all("script")
    for element in page.all("link") + page.all("img"):
        assert str(element.attributes.get("href") or element.attributes.get("src"))[:1] == "/"
    assert "http://" not in answer.text.replace("http://www.w3.org/", "").replace(
        "http://localhost/", ""
    )
    for table in page.all("table"):
        assert table.all("caption")
        assert all(head.attributes.get("scope") for head in table.all("th"))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


# Words that are the same in Chinese: names of programs and forms, SQL, letters of numbers.
SAME = re.compile(r"stdplan|SQLite|[A-Z]+(?:[/-][A-Z]+)*")


@pytest.mark.parametrize("address", [*ADDRESSES, *PROBLEMS])
def test_chinese_pages_are_wholly_chinese(chinese: Pages, address: str) -> None:
    if any(f"/{view}" in address for view in ("operations", "changes")):
        pytest.skip("these have command lines and names of columns as their data")
    text = chinese.ask(address).text
    main = text[text.index("<body") :].replace(escape(HOSTILE), "")
    main = re.sub(r"(?s)<(code|pre|textarea)\b.*?</\1>|<svg.*?</svg>", " ", main)
    shown = ""
    shown += re.sub(r"<[^>]*>", " ", main)
    shown = re.sub(r"&#?\w+;|\S+\.tsv|--sector|nowhere", " ", shown)
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z/-]+", shown) if not SAME.fullmatch(word)]
    assert not words, words


def test_browse_without_datasette_says_what_to_install(
    run_loaded: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "datasette", None)
    answer = run_loaded("browse", "--port", "0")
    assert answer.code == 66
    assert "pip install 'stdplan[web]'" in answer.err
