"""Arguments and options of commands, as data: `option`, `flag` and `argument`.

A command lists its parameters once. The plain parser (plain_parser.py) reads a command line by
them, and Typer's command is built from them for help, completion and errors (typer_program.py).

Rule: an option that may be repeated and chooses what is listed is a filter; `filters` adds its
negation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stdplan.domain.filters import Wanted, negated
from stdplan.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Parameter(NamedTuple):
    """An argument or an option of a command.

    `name`: the parameter of the function that gets the value. `flags`: how an option is typed;
    empty for an argument. `type`: str or int; bool for an option without a value; PathLike for a
    path, which the function gets as a Path. `help`: a message; empty if the labels of the field of
    this name are the help. `default`: the value of an option that is not given. `many`: it can be
    repeated, and its value is a list. `choices`: the only values, of an option. `least` and `most`:
    the limits of a number. `complete`: what a shell proposes for a value, or for the last of
    several with commas between. `units`: the codes of UNITS (options.py) that an option
    chooses from, by code or name. `quantity`: what a number is or counts, a key of QUANTITIES; it
    may be typed with its unit.
    """

    name: str
    flags: tuple[str, ...] = ()
    type: type = str
    help: str = ""
    metavar: str | None = None
    default: Any = None
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    complete: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    quantity: str = ""


# What a number is or counts, and the units with which people type it: 2027年, 5年, 90d.
QUANTITIES = {
    "year": ("年度", "年"),
    "years": ("years", "year", "年", "y"),
    "months": ("months", "month", "个月", "月", "m"),
    "days": ("days", "day", "天", "日", "d"),
}


def without_unit(text: str, quantity: str) -> str:
    """Return the text of a number without the unit of its quantity; any other text unchanged.

    >>> without_unit("５年", "years"), without_unit("5天", "years")
    ('5', '5天')
    """
    from unicodedata import normalize

    from stdplan.domain.text import clean_code

    folded = normalize("NFKC", clean_code(text)).lower()
    for unit in QUANTITIES[quantity]:
        if folded.endswith(unit):
            return folded.removesuffix(unit).rstrip()
    return text


def option(*flags: str, name: str = "", **more: Any) -> Parameter:
    """Return an option with a value; without `name`, its first flag is its name.

    option("--sector", many=True, metavar="CODE", help="Only this sector; repeatable.")
    """
    return Parameter(name or _name(flags[0]), flags, **more)


def unit_option(flag: str, *units: str, **more: Any) -> Parameter:
    """Return an option that chooses one of some units by its code or name.

    unit_option("--by", "sector", "month", help="One row per sector or month.")
    """
    return option(flag, metavar="|".join(units), complete=units, units=units, **more)


def flag(flag: str, name: str = "", *, help: str) -> Parameter:
    """Return an option without a value: True if it is given."""
    return Parameter(name or _name(flag), (flag,), bool, help, default=False)


def argument(name: str, *, required: bool = True, **more: Any) -> Parameter:
    """Return an argument."""
    return Parameter(name, required=required, **more)


def _name(flag: str) -> str:
    """Return the name of a parameter for its flag: `as_of` for `--as-of`."""
    return flag.removeprefix("--").replace("-", "_")


WITHOUT = option(
    "--without", many=True, metavar="FIELD", help="Only those in which this field is empty."
)


def filters(*options: Parameter, without: bool = True) -> tuple[Parameter, ...]:
    """Return the filters of a list, which are options that may be repeated, with `--not-FILTER` for
    each and, unless not wanted, `--without FIELD`.

        @table_command(*filters(SECTORS, KIND), AS_OF)

    The function of the command gets the values of a filter and of its negation as one `Wanted`.
    """
    negations = tuple(
        item._replace(
            name=f"{_NEGATION}{item.name}",
            flags=(negated(item.flags[0]),),
            metavar=item.metavar and item.metavar.removesuffix("|all"),  # nothing would be left
            help="Leave these out.",
        )
        for item in options
    )
    return (*options, *negations, *((WITHOUT,) if without else ()))


_NEGATION = "not_"


def join_filters(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of parameters; those of a filter and of its negation are one Wanted."""
    joined = dict(values)
    for parameter in parameters:
        if parameter.name.startswith(_NEGATION):
            name = parameter.name.removeprefix(_NEGATION)
            excluded = joined.pop(parameter.name)
            joined[name] = Wanted(tuple(values[name] or ()), tuple(excluded or ()))
    return joined
