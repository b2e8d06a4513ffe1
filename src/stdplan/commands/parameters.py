"""Arguments and options of commands, as data: `option`, `flag` and `argument`.

A command lists its parameters once. The plain parser (plain_parser.py) reads a command line by
them, and Typer's command is built from them for help, completion and errors (typer_program.py).
"""

from __future__ import annotations

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
    several with commas between.
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


def option(*flags: str, name: str = "", **more: Any) -> Parameter:
    """Return an option with a value; without `name`, its first flag is its name.

    option("--sector", many=True, metavar="CODE", help="Only this sector; repeatable.")
    """
    return Parameter(name or _name(flags[0]), flags, **more)


def flag(flag: str, name: str = "", *, help: str) -> Parameter:
    """Return an option without a value: True if it is given."""
    return Parameter(name or _name(flag), (flag,), bool, help, default=False)


def argument(name: str, *, required: bool = True, **more: Any) -> Parameter:
    """Return an argument."""
    return Parameter(name, required=required, **more)


def _name(flag: str) -> str:
    """Return the name of a parameter for its flag: `as_of` for `--as-of`."""
    return flag.removeprefix("--").replace("-", "_")
