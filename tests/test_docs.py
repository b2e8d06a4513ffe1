"""The pages of docs/ are up to date: their console examples print what the pages show, the
pictures exist, and the forms of lists are all there."""

import re
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

import command_reference
import view_page
from docs_examples import BEGIN, PACKAGES, PROGRAMS, commands_of, language_of, levels_of, refreshed
from stdplan.importing.readers.forms import READERS

DOCS = Path(__file__).parents[1] / "docs"
CHINESE = sorted((DOCS / "zh").glob("*.md"))
# A page without examples is not run.
RUN = [page for page in [*DOCS.glob("*.md"), *CHINESE] if page.name in BEGIN]


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_examples_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    missing = [name for name in PROGRAMS.get(page.name, ()) if which(name) is None]
    missing += [name for name in PACKAGES.get(page.name, ()) if find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    text = page.read_text("utf-8")
    assert refreshed(text, tmp_path, page.name, language_of(page)) == text


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_a_chinese_page_has_the_commands_and_sections_of_the_english_one(page: Path) -> None:
    chinese, english = page.read_text("utf-8"), (DOCS / page.name).read_text("utf-8")
    assert [_unquoted(command) for command in commands_of(chinese)] == [
        _unquoted(command) for command in commands_of(english)
    ]
    assert levels_of(chinese) == levels_of(english)


def test_every_page_has_a_chinese_page() -> None:
    assert {page.name for page in CHINESE} == {page.name for page in DOCS.glob("*.md")}


def test_the_chinese_page_about_output_has_the_same_keys() -> None:
    chinese, english = (
        _keys((folder / "output.md").read_text("utf-8")) for folder in (DOCS / "zh", DOCS)
    )
    assert len(english) > 40
    assert chinese == english


def test_the_page_about_the_tour_has_the_commands_of_the_script() -> None:
    script = (DOCS.parent / "examples" / "tour.sh").read_text("utf-8")
    commands = re.findall(r"^run (.*)$", script, re.M)
    assert len(commands) > 5
    page = commands_of((DOCS / "tour.md").read_text("utf-8"))
    for command in commands:
        assert f"stdplan {command}".replace('"$here/', "examples/").replace('"', "") in page


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_about_commands_has_their_help(language: str) -> None:
    """`python tests/command_reference.py` writes both pages."""
    assert command_reference.PAGES[language].read_text("utf-8") == (
        command_reference.reference(language)
    )


def test_a_page_of_help_becomes_a_section_of_the_page() -> None:
    help = command_reference.parse_help(
        "Usage: stdplan x [OPTIONS]\n\n  Do it.\n\n  stdplan x --a 1\n\nOptions:\n"
        "  --a NUMBER      How many, if --b is\n                  not given.\n"
        "  --a-long-name A|B|\n      C\n                  One of them.\n"
        "  -h, --help      Show it.\n"
    )
    assert help.usage == "stdplan x [OPTIONS]"
    assert help.paragraphs == ["Do it.", "stdplan x --a 1"]
    assert [option.line(": ") for option in help.options] == [
        "* `--a NUMBER`: How many, if `--b` is not given.",
        "* `--a-long-name A|B|C`: One of them.",
    ]


def _keys(text: str) -> dict[str, list[str]]:
    """Return the keys of each command on the page about output, in the order of the page."""
    entries = re.findall(r"^\* \*\*(.+?)\*\*[:：]\s*`([^`]+)`", text, re.M)
    return {command: keys.split() for command, keys in entries}


def _unquoted(command: str) -> str:
    """Return a command line without its texts in double quotes, which may be translated."""
    return re.sub(r'"[^"]*"', '""', command)


def test_every_page_with_examples_is_checked() -> None:
    pages = {page.name for page in DOCS.glob("*.md") if "```console" in page.read_text("utf-8")}
    assert pages == set(BEGIN)


def test_every_picture_is_shown_and_small() -> None:
    shown = {
        (page.parent / path).resolve()
        for page in (*DOCS.glob("*.md"), *DOCS.glob("zh/*.md"))
        for path in re.findall(r"^!\[[^\]]+\]\((\S+)\)$", page.read_text("utf-8"), re.M)
    }
    assert shown == set((DOCS / "pictures").iterdir())
    assert max(path.stat().st_size for path in shown) < 150_000


def test_the_page_about_lists_has_every_form_and_its_endings() -> None:
    page = (DOCS / "lists.md").read_text("utf-8")
    [table] = re.findall(r"^\| `--from` \|.*\n\|.*\n((?:\|.*\n)+)", page, re.M)
    endings = {
        form: set(re.findall(r"\w+", names))
        for forms, names in re.findall(r"^\| (`.*?) \| (.*?) \|", table, re.M)
        for form in re.findall(r"`(\w+)`", forms)
    }
    assert list(endings) == list(READERS)
    for form, reader in READERS.items():
        assert {ending.removeprefix(".") for ending in reader.endings} <= endings[form]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_about_views_has_every_view_and_column(language: str) -> None:
    """After a change, `python tests/view_page.py` writes both."""
    page = view_page.PAGES[language].read_text("utf-8")
    assert view_page.refreshed_views(page, language) == page
