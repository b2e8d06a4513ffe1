"""Each command's function takes the parameters that its options and arguments describe."""

import inspect
import re
from collections.abc import Callable
from os import PathLike
from typing import Any, get_args

import pytest

from parsers import parse_by_typer
from stdplan.commands.framework import (
    DRY_RUN,
    NOUNS,
    OUTPUT_OPTIONS,
    Command,
    CommandGroup,
    WritingCommand,
    find_noun,
)
from stdplan.commands.import_options import FAULT_OPTIONS, LIST_OPTIONS, FaultOptions, ListOptions
from stdplan.commands.parameters import (
    QUANTITIES,
    WITHOUT,
    Parameter,
    argument,
    flag,
    option,
)
from stdplan.commands.standards import FILTERS, PERIODS


def all_commands() -> dict[str, Command]:
    """Return every command by its words: `sectors list`."""
    found = {}
    for name in NOUNS:
        noun = find_noun(name)
        if isinstance(noun, CommandGroup):
            found |= {f"{name} {verb}": noun.command(verb) for verb in noun.verbs}
        else:
            found[name] = noun
    return found


COMMANDS = all_commands()


def value_type(parameter: Parameter) -> str:
    """Return the type of the value that a function gets for a parameter, as it is written."""
    value = {PathLike: "Path"}.get(parameter.type, parameter.type.__name__)
    value = f"list[{value}]" if parameter.many else value
    return value if parameter.required or parameter.default is not None else f"{value} | None"


def taken_types(function: Callable[..., Any]) -> dict[str, str]:
    """Return the types of the parameters of a function, as they are written."""
    written = {
        name: inspect.formatannotation(annotation).replace("pathlib.", "")
        for name, annotation in inspect.get_annotations(function).items()
    }
    written = {
        name: text.strip("'").removeprefix("stdplan.domain.filters.")
        for name, text in written.items()
    }
    return {name: "str" if text.startswith("Literal") else text for name, text in written.items()}


@pytest.mark.parametrize("words", COMMANDS)
def test_the_function_takes_what_the_parameters_describe(words: str) -> None:
    command = COMMANDS[words]
    added = (*OUTPUT_OPTIONS, DRY_RUN) if isinstance(command, WritingCommand) else OUTPUT_OPTIONS
    described = {
        parameter.name: value_type(parameter)
        for parameter in command.parameters
        if parameter not in (*added, WITHOUT)
    }
    # The function gets a filter and its negation as one value.
    for name in [name for name in described if name.startswith("not_")]:
        del described[name]
        described[name.removeprefix("not_")] = "Wanted"
    taken = taken_types(inspect.unwrap(command.function))
    groups = {
        "reading": LIST_OPTIONS,
        "faults": FAULT_OPTIONS,
        "by_filter": (*FILTERS, *PERIODS),
    }
    for name in groups.keys() & taken.keys():
        for parameter in groups[name]:
            if parameter.name in described:
                taken[parameter.name] = described[parameter.name]
        del taken[name]
    if "fields" in taken:  # of `add` and `edit`: one option for each field
        del taken["fields"]
        described = {name: type_ for name, type_ in described.items() if name in taken}
    del taken["ctx"], taken["return"]
    assert taken == described


@pytest.mark.parametrize(
    ("options", "group"), [(LIST_OPTIONS, ListOptions), (FAULT_OPTIONS, FaultOptions)]
)
def test_the_options_of_imports_are_the_fields_of_their_groups(options: Any, group: Any) -> None:
    assert tuple(parameter.name for parameter in options) == group._fields
    for parameter in options:
        hints = [*get_args(group.__annotations__[parameter.name]), parameter.type]
        assert parameter.type in hints


@pytest.mark.parametrize("words", COMMANDS)
def test_a_number_says_what_it_counts(words: str) -> None:
    for parameter in COMMANDS[words].parameters:
        name = parameter.flags[0] if parameter.flags else parameter.name
        found = re.search("year|month|plan$", name) or parameter.metavar in ("YEAR", "DAYS")
        assert bool(parameter.quantity) == (parameter.type is int and bool(found)), name
        assert parameter.quantity in ("", *QUANTITIES)


@pytest.mark.parametrize(
    ("line", "name", "number"),
    [
        ("report progress --year 2026年", "year", 2026),
        ("report progress --plan ２０２６年度", "plan", 2026),
        ("plans new 2027年 --from 2011年", "year", 2027),
        ("standards list --target-year 2026年 --target-year 2027", "target_year", [2026, 2027]),
        ("standards list --not-target-year=2026年", "not_target_year", [2026]),
        ("review campaign --years 5年", "years", 5),
        ("review due --years 5y", "years", 5),
        ("plans edit 2011 --review-years ３years", "review_years", 3),
        ("plans edit 2011 --project-months 24个月", "project_months", 24),
        ("standards check x.csv --within 90天", "within", 90),
        ("standards check x.csv --within 90d", "within", 90),
        ("activities due --within 90日", "within", 90),
        ("report digest --since 2011 --ahead １２０Days", "ahead", 120),
    ],
)
def test_a_number_may_have_its_unit(line: str, name: str, number: Any) -> None:
    parsed = parse_by_typer(line.split())
    assert not isinstance(parsed, str), parsed
    assert parsed.values[name] == number


@pytest.mark.parametrize(
    "line",
    [
        "report progress --year 2026年底",
        "report progress --year 2026y",
        "review due --years 5个月",
        "review due --years 1.5年",
        "review due --years 年",
        "standards check x.csv --within 3m",
        "standards list --limit 20年",
        "progress record 3年 120",
    ],
)
def test_a_number_with_another_unit_is_refused(line: str) -> None:
    answer = parse_by_typer(line.split())
    assert isinstance(answer, str)
    assert "Invalid value" in answer


@pytest.mark.parametrize("words", COMMANDS)
def test_each_name_and_flag_is_used_once(words: str) -> None:
    parameters = COMMANDS[words].parameters
    names = [parameter.name for parameter in parameters]
    flags = [flag for parameter in parameters for flag in parameter.flags]
    assert len(names) == len(set(names))
    assert len(flags) == len(set(flags))


def test_an_option_is_named_after_its_first_flag() -> None:
    assert option("--as-of", "-a").name == "as_of"
    assert option("--from", name="from_").name == "from_"
    assert flag("--dry-run", help="Change nothing.") == Parameter(
        "dry_run", ("--dry-run",), bool, "Change nothing.", default=False
    )
    assert argument("files", many=True) == Parameter("files", many=True, required=True)
