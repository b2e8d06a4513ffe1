"""The program as Typer runs it: help, completion, and every command line that is not plain.

Typer's commands are built from the parameters of ours (commands/parameters.py), so that each is
defined once.

Rule: Typer takes longer to import than a short command runs. Only cli.py imports this module, and
only for a command line that plain_parser.py does not take.
"""

from collections.abc import Callable, Sequence
from inspect import Parameter as SignatureParameter
from inspect import Signature, cleandoc
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer._click.core import Command as ClickCommand
from typer._click.exceptions import BadOptionUsage, NoSuchOption, UsageError
from typer.core import TyperCommand, TyperGroup

from stdplan.commands.context import GLOBAL_OPTIONS, LANG, VERSION, Context
from stdplan.commands.framework import NOUNS, SHOW_VERSION, Command, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.error_boundary import run_guarded
from stdplan.i18n import LANGUAGES, language, t, translate_help, use_language

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run_typer(words: Sequence[str] | None) -> NoReturn:
    """Run a command line, None for that of the process; raise SystemExit with its exit code."""
    build_root()(args=words, prog_name="stdplan")
    raise SystemExit(0)


class TranslatedHelp(ClickCommand):
    """A command whose help is translated when it is shown: as a page, in a list, on TAB."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help."""
        _translate(self)
        super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line for the list of commands."""
        _translate(self)
        return super().get_short_help_str(limit)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Return the completions with their help."""
        _translate(self)
        return super().shell_complete(ctx, incomplete)


def _translate(command: ClickCommand) -> None:
    """Translate the help of a command and of its parameters into the language of this run."""
    if command.help:
        command.help = cleandoc(translate_help(command.help))
    for option in command.params:
        option.help = _parameter_help(option)  # type: ignore[attr-defined]


def _parameter_help(option: Any) -> str | None:
    """Return the help of a parameter: its own, else the labels and codes of the field it names."""
    if option.help:
        return translate_help(option.help)
    # Imported here: only `add` and `edit` have options without a help of their own.
    from stdplan.domain.fields import BY_NAME

    field = BY_NAME.get(option.name)
    if field is None:
        return None
    label = field.zh if language() == "zh" else f"{field.zh}: {field.en}"
    codes = t(": ") + ", ".join(field.words) if field.words else ""
    return label + codes + (t("; repeatable.") if field.kind == "list" else t("."))


class SingleCommand(TranslatedHelp, TyperCommand):
    """The command of one function."""


class Group(TranslatedHelp, TyperGroup):
    """A noun with its verbs; a verb is built when it is first needed."""

    def __init__(self, name: str, group: CommandGroup) -> None:
        super().__init__(
            name=name,
            help=group.help,
            rich_markup_mode=None,
            context_settings=_CONTEXT_SETTINGS,
            no_args_is_help=group.bare is None,
        )
        self._group = group

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs, in the order in which help shows them."""
        return list(self._group.verbs)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a verb; None if there is no such verb."""
        if cmd_name in self._group.verbs and cmd_name not in self.commands:
            self.commands[cmd_name] = build_command(cmd_name, self._group.command(cmd_name))
        return self.commands.get(cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words after the noun; without a verb, the bare one is meant."""
        return list(super().parse_args(ctx, self._group.with_verb(args)))


class Root(TyperGroup):
    """The root command: it imports a noun when it is called, within the error boundary."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all nouns, in the order in which help shows them."""
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a noun, imported now; None if there is no such noun."""
        if cmd_name not in NOUNS:
            return None
        # Here and not in the callback: the help of nouns is shown without a call of the callback.
        use_language(ctx.params.get("lang"))
        noun = find_noun(cmd_name)
        if isinstance(noun, CommandGroup):
            return Group(cmd_name, noun)
        return build_command(cmd_name, noun)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help, in the language of this run."""
        use_language(ctx.params.get("lang"))
        _translate(self)
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """Run the command within the error boundary; two errors of Typer get a hint."""
        ctx.obj = Context.of(ctx.params)

        def run() -> int:
            super(Root, self).invoke(ctx)
            return 0

        try:
            code = run_guarded(run, ctx.obj)
        except UsageError as error:
            error.message += _hint(error)
            raise
        if code:
            raise typer.Exit(code)


def _hint(error: UsageError) -> str:
    """Return what to add to the message of an error in the arguments; usually nothing."""
    if isinstance(error, NoSuchOption | BadOptionUsage):
        if error.option_name[1:2].isdigit():  # `-1` is taken for an option
            return t("; put a value that begins with - after --")
    # Typer has no class for an extra argument. It is the only error of this plain class that a
    # command raises; a group also raises it, for a verb that does not exist.
    elif type(error) is UsageError and not isinstance(error.cmd, TyperGroup):
        return t("; here a number that contains a space needs quotes")
    return ""


def build_root() -> Any:
    """Return the root command."""
    app = typer.Typer(
        cls=Root,
        name="stdplan",
        add_completion=True,
        no_args_is_help=True,
        context_settings=_CONTEXT_SETTINGS,
        **_PLAIN,
    )
    app.callback()(_with_signature(root, GLOBAL_OPTIONS))
    return typer.main.get_command(app)


def root(**values: Any) -> None:
    """Manage a standardization plan: sectors, standards, reviews due, progress.

    \b
    stdplan standards import bulletin.tsv      import a list as published
    stdplan review due --year 2011             what was due for review, oldest first
    stdplan report progress                    every indicator against its target
    """


def build_command(name: str, command: Command) -> Any:
    """Return Typer's command for a command of ours: its docstring is the help."""

    def run(ctx: typer.Context, **values: Any) -> None:
        if code := command.run(ctx.obj, values):
            raise typer.Exit(code)

    app = typer.Typer(add_completion=False, **_PLAIN)
    register = app.command(
        name,
        cls=SingleCommand,
        help=cleandoc(command.__doc__ or ""),
        context_settings=_CONTEXT_SETTINGS,
    )
    register(_with_signature(run, command.parameters, ctx=typer.Context))
    return typer.main.get_command(app)


def _with_signature(
    function: Callable[..., None], parameters: Sequence[Parameter], **more: type
) -> Callable[..., None]:
    """Give a function the signature that Typer reads its arguments and options from."""
    kind = SignatureParameter.KEYWORD_ONLY
    own = [SignatureParameter(name, kind, annotation=type_) for name, type_ in more.items()]
    own += [
        SignatureParameter(
            parameter.name,
            kind,
            default=SignatureParameter.empty if parameter.required else parameter.default,
            annotation=_annotation(parameter),
        )
        for parameter in parameters
    ]
    function.__signature__ = Signature(own)  # type: ignore[attr-defined]
    function.__annotations__ = {each.name: each.annotation for each in own}
    return function


def _annotation(parameter: Parameter) -> Any:
    """Return the annotation that Typer reads a parameter from."""
    type_: Any = Path if parameter.type is PathLike else parameter.type
    type_ = Literal[parameter.choices] if parameter.choices else type_
    type_ = list[type_] if parameter.many else type_
    if parameter.default is None and not parameter.required:
        type_ = type_ | None
    more: dict[str, Any] = {
        "metavar": parameter.metavar,
        "help": parameter.help or None,
        "show_default": not parameter.required,
    }
    if not parameter.flags:
        return Annotated[type_, typer.Argument(**more)]
    if parameter.complete:
        more["autocompletion"] = _proposals(parameter.complete)
    more |= {"min": parameter.least, "max": parameter.most, **_EAGER.get(parameter, {})}
    return Annotated[type_, typer.Option(*parameter.flags, **more)]


def _proposals(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Return the function that completes the last of several names with commas between."""

    # Typer finds the argument by its annotation.
    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        free = (name for name in known if name not in before.split(","))
        return [f"{before}{comma}{name}" for name in free if name.startswith(last)]

    return complete


def _check_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        names = ", ".join(LANGUAGES)
        raise typer.BadParameter(
            t('"{text}" is not valid; use one of {names}', text=value, names=names)
        )
    return value


def _show_version(wanted: bool) -> None:
    if wanted:
        SHOW_VERSION.run(Context(None), {})
        raise typer.Exit()


# Global options that act before all others, because --help is written in the language.
_EAGER: dict[Parameter, dict[str, Any]] = {
    LANG: {"callback": _check_language, "is_eager": True},
    VERSION: {"callback": _show_version, "is_eager": True},
}
