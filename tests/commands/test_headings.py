"""commands/headings.py: every answer that can be a document has a title in both languages."""

import re

from helpers import Run
from page_helpers import read_page
from stdplan.commands.framework import NOUNS, CommandGroup, TableCommand, find_noun
from stdplan.commands.headings import titles
from stdplan.i18n import use_language


def test_each_reading_command_has_a_title() -> None:
    functions = set()
    for name in NOUNS:
        noun = find_noun(name)
        commands = [noun]
        if isinstance(noun, CommandGroup):
            commands = [noun.command(verb) for verb in noun.verbs]
        for command in commands:
            if isinstance(command, TableCommand):
                module = command.function.__module__.rpartition(".")[2]
                functions.add(f"{module}.{command.function.__name__}")
    assert functions == titles().keys()


def test_titles_differ_and_are_chinese_in_chinese() -> None:
    use_language("zh")
    chinese = titles()
    use_language("en")
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", title) for title in chinese.values())
    assert len({*titles().values()}) == len(titles())


def test_the_title_of_a_dry_run(run_loaded: Run) -> None:
    words = ("standards", "edit", "JB/T 7547-1994", "--note", "x", "--dry-run", "-f", "html")
    assert read_page(run_loaded(*words).out).one("h1").text == "What would change"


def test_an_answer_of_no_day_has_the_state_of_the_catalogue_only(run_loaded: Run) -> None:
    page = read_page(run_loaded("history", "list", "-f", "html").out)
    details = page.one("main").all("p")[0].text
    assert re.fullmatch(r"catalogue as changed on \d{4}-\d\d-\d\d", details)
