"""The program as Typer runs it: help, completion, and every command line that is not plain.

Typer's commands are built from the parameters of ours (commands/parameters.py), so that each is
defined once.

Rule: Typer takes longer to import than a short command runs. Only cli.py imports this module, and
only for a command line that plain_parser.py does not take.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from inspect import Parameter as SignatureParameter
from inspect import Signature
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer._click.core import Command as ClickCommand
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperCommand, TyperGroup

from stdplan.commands.console import say
from stdplan.commands.context import LANG, VERSION, Context, language_on_line
from stdplan.commands.framework import NOUNS, SHOW_VERSION, Command, CommandGroup, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.completion.position import COMPLETION_OPTIONS, ROOT_OPTIONS, SHELLS
from stdplan.completion.scripts import install as install_for
from stdplan.completion.scripts import script_of, shell_in_use
from stdplan.error_boundary import run_guarded
from stdplan.errors import USAGE
from stdplan.i18n import LANGUAGES, t, use_language
from stdplan.usage.mistakes import (
    ExtraArguments,
    MissingCommand,
    NoSuchCommand,
    message,
    value_parser,
    wrong_choice,
)
from stdplan.usage.pages import (
    Usage,
    help_page,
    usage_of_command,
    usage_of_group,
)

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}
_IN_USE = "-"


def run_typer(words: Sequence[str] | None) -> NoReturn:
    """Run a command line, None for that of the process; raise SystemExit with its exit code."""
    build_root()(args=words, prog_name="stdplan")
    raise SystemExit(0)


class OwnPages(ClickCommand):
    """A command with our page of help (usage/pages.py), and errors that know their command."""

    usage: Usage

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help."""
        formatter.write(help_page(self.usage))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            # Errors of Click's parser do not name the command.
            error.ctx = error.ctx or ctx
            raise


class SingleCommand(OwnPages, TyperCommand):
    """The command of one function."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command; raise ExtraArguments if there are too many."""
        self.usage = self.usage._replace(words=ctx.command_path)
        ctx.allow_extra_args = True  # else Click raises an error without a class of its own
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise ExtraArguments(rest, ctx)
        return rest


class Group(OwnPages, TyperGroup):
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
        self.usage = Usage(f"stdplan {name}", group.help, verbs=())

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs, in the order in which help shows them."""
        return list(self._group.verbs)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a verb; None if there is no such verb."""
        if cmd_name in self._group.verbs and cmd_name not in self.commands:
            self.commands[cmd_name] = build_command(cmd_name, self._group.command(cmd_name))
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name, the command and the other words; raise NoSuchCommand."""
        return _resolve(self, ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help, with all verbs."""
        formatter.write(help_page(usage_of_group(ctx.command_path, self._group)))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words after the noun; without a verb, the bare one is meant."""
        return list(super().parse_args(ctx, self._group.with_verb(args)))


class Root(OwnPages, TyperGroup):
    """The root command: it imports a noun when it is called, within the error boundary."""

    usage = Usage("stdplan", "", verbs=())

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all nouns, in the order in which help shows them."""
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a noun, imported now; None if there is no such noun."""
        if cmd_name not in NOUNS:
            return None
        noun = find_noun(cmd_name)
        if isinstance(noun, CommandGroup):
            return Group(cmd_name, noun)
        return build_command(cmd_name, noun)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name, the command and the other words; raise NoSuchCommand."""
        return _resolve(self, ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the global options; the shell of the options for completion can be left out."""
        named = [flag for parameter in COMPLETION_OPTIONS for flag in parameter.flags]
        words = []
        for word, following in zip(args, (*args[1:], "-"), strict=False):
            alone = word in named and following.startswith("-")
            words.append(f"{word}={_IN_USE}" if alone else word)
        return super().parse_args(ctx, words)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of --help, with all nouns."""
        formatter.write(help_page(usage_of_root()))

    def invoke(self, ctx: Any) -> Any:
        """Run the command within the error boundary."""
        ctx.obj = Context.of(ctx.params)

        def run() -> int:
            super(Root, self).invoke(ctx)
            return 0

        if not ctx._protected_args:
            raise MissingCommand("", ctx)
        if code := run_guarded(run, ctx.obj):
            raise typer.Exit(code)

    def main(self, args: Sequence[str] | None = None, **more: Any) -> Any:  # type: ignore[override]
        """Run a command line and raise SystemExit; errors are written in its language."""
        # An error may come before --lang is parsed.
        use_language(language_on_line(sys.argv[1:] if args is None else args))
        try:
            code = super().main(args, standalone_mode=False, **more)
        except NoArgsIsHelpError as error:
            sys.stderr.write(f"{error.message}\n")
            raise SystemExit(USAGE) from None
        except UsageError as error:
            usage = getattr(error.ctx.command, "usage", None) if error.ctx else None
            sys.stderr.write(message(error, usage))
            raise SystemExit(USAGE) from None
        raise SystemExit(code or 0)


def _resolve(group: Any, ctx: Any, args: list[str]) -> tuple[str, Any, list[str]]:
    command = group.get_command(ctx, args[0])
    if command is None:
        raise NoSuchCommand(args[0], group.list_commands(ctx), ctx)
    return args[0], command, args[1:]


def usage_of_root() -> Usage:
    """Return what the page of the program is about, with all nouns."""
    nouns = [(name, _help_of_noun(name)) for name in NOUNS]
    return Usage("stdplan", root.__doc__ or "", ROOT_OPTIONS, nouns)


def all_usages() -> Iterator[Usage]:
    """Yield what the page of each command is about: of the program, each noun, each verb."""
    yield usage_of_root()
    for name in NOUNS:
        noun = find_noun(name)
        words = f"stdplan {name}"
        if isinstance(noun, CommandGroup):
            yield usage_of_group(words, noun)
            for verb in noun.verbs:
                yield usage_of_command(f"{words} {verb}", noun.command(verb))
        else:
            yield usage_of_command(words, noun)


def _help_of_noun(name: str) -> str:
    noun = find_noun(name)
    return (noun.help if isinstance(noun, CommandGroup) else noun.__doc__) or ""


def build_root() -> Any:
    """Return the root command."""
    app = typer.Typer(
        cls=Root,
        name="stdplan",
        add_completion=False,
        no_args_is_help=True,
        context_settings=_CONTEXT_SETTINGS,
        **_PLAIN,
    )
    app.callback()(_with_signature(root, ROOT_OPTIONS))
    return typer.main.get_command(app)


def root(**values: Any) -> None:
    """Manage a standardization plan: sectors, standards, reviews due, progress.

    \b
    stdplan standards import bulletin.tsv      import a list as published
    stdplan review due --year 2011             what was due for review, oldest first
    stdplan report progress                    every indicator against its target
    """


def build_command(name: str, command: Command) -> Any:
    """Return Typer's command for a command of ours."""

    def run(ctx: typer.Context, **values: Any) -> None:
        if code := command.run(ctx.obj, values):
            raise typer.Exit(code)

    app = typer.Typer(add_completion=False, **_PLAIN)
    register = app.command(name, cls=SingleCommand, context_settings=_CONTEXT_SETTINGS)
    register(_with_signature(run, command.parameters, ctx=typer.Context))
    built: Any = typer.main.get_command(app)
    built.usage = usage_of_command(name, command)
    return built


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
    type_ = list[type_] if parameter.many else type_
    if parameter.default is None and not parameter.required:
        type_ = type_ | None
    more: dict[str, Any] = {"parser": value_parser(parameter)}
    if not parameter.flags:
        return Annotated[type_, typer.Argument(**more)]
    more |= _EAGER.get(parameter, {})
    return Annotated[type_, typer.Option(*parameter.flags, **more)]


def _check_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise wrong_choice(value, LANGUAGES)
    return value


def _show_version(wanted: bool) -> None:
    if wanted:
        SHOW_VERSION.run(Context(None), {})
        raise typer.Exit()


def _install_completion(shell: str | None) -> None:
    def install(name: str) -> None:
        say(t("completion for {shell} is installed in {path}", shell=name, path=install_for(name)))
        say(t("it works in the next shell that you open"))

    _with_shell(shell, install)


def _show_completion(shell: str | None) -> None:
    _with_shell(shell, lambda name: sys.stdout.write(script_of(name)))


def _with_shell(shell: str | None, act: Callable[[str], object]) -> None:
    """Act for the shell that an option names, and end; do nothing without the option."""
    if shell is None:
        return
    if shell not in (_IN_USE, *SHELLS):
        raise wrong_choice(shell, SHELLS)

    def run() -> int:
        act(shell_in_use() if shell == _IN_USE else shell)
        return 0

    raise typer.Exit(run_guarded(run, Context(None)))


# Global options that act before all others, because --help is written in the language.
_EAGER: dict[Parameter, dict[str, Any]] = {
    LANG: {"callback": _check_language, "is_eager": True},
    VERSION: {"callback": _show_version, "is_eager": True},
    COMPLETION_OPTIONS[0]: {"callback": _install_completion, "is_eager": True},
    COMPLETION_OPTIONS[1]: {"callback": _show_completion, "is_eager": True},
}
