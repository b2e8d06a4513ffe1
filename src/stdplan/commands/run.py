"""`stdplan run`: the saved questions of the user's settings (config.py).

A command line `run NAME WORDS…` becomes that of the question with the words after it, before it is
parsed. So no shell is needed, and every option of the command works.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import join

from stdplan import config
from stdplan.commands.context import GLOBAL_OPTIONS, Context
from stdplan.commands.framework import table_command
from stdplan.commands.parameters import argument
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.table import Column, Records, Row, Table

RUN_COLUMNS = (Column("name", "key"), Column("command"))


def with_saved_question(words: Sequence[str]) -> list[str]:
    """Return a command line with the words of a saved question in place of `run NAME`. Any other
    line is returned unchanged. Raise UsageProblem if there is no such question.

    with_saved_question(["run", "old", "--json"])  # ["review", "due", "--years", "10", "--json"]
    """
    place = _place_of_name(words)
    if place is None:
        return list(words)
    name = words[place]
    questions = config.settings().questions
    if name not in questions:
        path = config.config_path()
        shown = escape_unprintable(name)
        if not path:
            sentence = 'run: there is no question "{name}"; {why}'
            raise UsageProblem(t(sentence, name=shown, why=no_settings()))
        if not questions:
            sentence = 'run: there is no question "{name}"; {path} has no questions'
            raise UsageProblem(t(sentence, name=shown, path=path))
        from stdplan.domain.nearest import did_you_mean, nearest

        sentence = 'run: there is no question "{name}"; {path} has {known}'
        problem = t(sentence, name=shown, path=path, known=t(", ").join(questions))
        raise UsageProblem(problem + did_you_mean(nearest(name, questions)))
    return [*words[: place - 1], *questions[name], *words[place + 1 :]]


def no_settings() -> str:
    """Return why no settings are read, if STDPLAN_CONFIG is empty."""
    return t("STDPLAN_CONFIG is empty, so no settings are read")


def what_was_run(words: Sequence[str]) -> str:
    """Return what to add to an error of a saved question: its name, its place and its words."""
    place = _place_of_name(words)
    assert place is not None
    name = words[place]
    return t(
        'the saved question "{name}" is `{command}` ({place})',
        name=escape_unprintable(name),
        command=escape_unprintable(join(config.settings().questions[name])),
        place=config.file_place(f"questions.{name}"),
    )


def _place_of_name(words: Sequence[str]) -> int | None:
    """Return where the name of a saved question is among words; None if no question is run."""
    takes_value = {flag: item.type is not bool for item in GLOBAL_OPTIONS for flag in item.flags}
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if takes_value.get(words[place], False) else 1
    name = words[place + 1 : place + 2]
    if list(words[place : place + 1]) != ["run"] or not name or name[0].startswith("-"):
        return None
    return place + 1


@table_command(
    argument(
        "name", required=False, metavar="NAME", help="The saved question; without it, list all."
    )
)
def noun(ctx: Context, name: str | None) -> Table:
    """Run a saved question of the settings file, with more options after its name.

    \b
    [questions]                                        in the file of `stdplan config path`
    old = "review due --years 10 --sector machinery"
    \b
    stdplan run                                        list the saved questions
    stdplan run old -f csv -o old.csv                  run one
    """
    questions = config.settings().questions
    rows: list[Row] = [(key, join(words)) for key, words in questions.items()]
    path = config.config_path()
    empty = t("{path} has no table [questions]", path=path) if path else no_settings()
    return Table(RUN_COLUMNS, Records(RUN_COLUMNS, rows), empty=empty)
