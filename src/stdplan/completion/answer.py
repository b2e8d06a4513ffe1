"""The answer to TAB: what may stand at the cursor, as whole words.

Rule: a proposal begins with the word that is typed. If none does, letters may differ in case, or
the word may be the beginning of a name (机) instead of a code.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence

from stdplan import config
from stdplan.commands.context import Context
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun
from stdplan.commands.run import with_saved_question
from stdplan.completion.position import Position, find_position
from stdplan.completion.values import Proposal, ValueSource, file_kind, propose, takes_several
from stdplan.domain.text import split_commas
from stdplan.errors import StdplanError, UsageProblem
from stdplan.i18n import configure_language, t, use_language
from stdplan.light import NamedTuple
from stdplan.usage.explanations import first_line, option_help


class Completion(NamedTuple):
    """What a shell proposes: words, or files or folders (`paths`), which the shell finds itself.

    `before`: the beginning of the word at the cursor that is not part of a path (`--output=`).
    """

    proposals: Sequence[Proposal] = ()
    paths: str = ""
    before: str = ""


def answer(words: Sequence[str], incomplete: str) -> Completion:
    """Return the answer for the words after the program's name, and the word at the cursor."""
    _read_settings()
    try:
        words = with_saved_question(words)
    except UsageProblem:  # there is no such question
        return Completion()
    position = find_position(words, incomplete)
    use_language(position.last("lang"))
    if position.parameter is not None:
        kind = file_kind(position)
        if kind:
            return Completion(paths=kind, before=position.before)
        source = ValueSource(_connect(position))
        try:
            found = _values(position, source)
        finally:
            if source.connection is not None:
                source.connection.close()
        if found or not position.parameter.flags:
            return Completion(_with_before(found, position.before))
        return Completion()
    return Completion(_commands_and_options(position))


def _read_settings() -> None:
    """Read the user's settings, which name the language, the catalogue and the saved questions."""
    try:
        configure_language(config.load().language)
    except StdplanError:  # a shell waits for words, not for messages
        configure_language(None)


def _connect(position: Position) -> sqlite3.Connection | None:
    """Return a connection that only reads the catalogue that the line names; None without one."""
    from stdplan.catalogue.database import open_to_read
    from stdplan.commands.context import default_path

    path = Context.of({"db": position.last("db"), "debug": False, "no_pager": True}).db
    if path is None:
        path = default_path()
    return open_to_read(os.path.expandvars(os.path.expanduser(path)))  # noqa: PTH111


def _values(position: Position, source: ValueSource) -> list[Proposal]:
    """Return the proposals for a value; of several with commas between, for the last one."""
    if not takes_several(position):
        return _fitting(propose(position, source), position.incomplete)
    *used, last = split_commas(position.incomplete)
    before = position.incomplete[: len(position.incomplete) - len(last)]
    found = propose(position._replace(incomplete=last), source)
    fitting = _fitting([each for each in found if each.text not in used], last)
    return _with_before(fitting, before)


def _fitting(proposals: Iterable[Proposal], word: str) -> list[Proposal]:
    """Return the proposals that go on from a word; see the rule of this module."""
    proposals = list(proposals)
    if fitting := [each for each in proposals if each.text.startswith(word)]:
        return fitting
    folded = word.casefold()
    if fitting := [each for each in proposals if each.text.casefold().startswith(folded)]:
        return fitting
    if word.isascii():
        return _canonical_numbers(proposals, word)
    return [Proposal(each.help, each.text) for each in proposals if each.help.startswith(word)]


def _canonical_numbers(proposals: Sequence[Proposal], word: str) -> list[Proposal]:
    """Return the numbers that a word means in another form: GB/T 191 for `gbt191`."""
    letters = _letters(word)
    if not any(letter.isdecimal() for letter in word):
        return []
    return [each for each in proposals if _letters(each.text).startswith(letters)]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in "/ -")


def _with_before(proposals: Iterable[Proposal], before: str) -> list[Proposal]:
    if not before:
        return list(proposals)
    return [each._replace(text=before + each.text) for each in proposals]


# Commands and options.


def _commands_and_options(position: Position) -> list[Proposal]:
    word = position.incomplete
    found: list[Proposal] = []
    if position.noun and position.group is None and not position.parameters:
        return []  # there is no such command
    if word[:1] != "-":
        if not position.noun:
            found = [Proposal(name, first_line(_help_of_noun(name))) for name in NOUNS]
            found = [each for each in found if each.text.startswith(word)]
        elif position.group is not None:
            names = [verb for verb in position.group.verbs if verb.startswith(word)]
            group = position.group
            found = [
                Proposal(verb, first_line(group.command(verb).__doc__ or "")) for verb in names
            ]
        elif not word and not position.options_end:  # no argument may follow: an option can
            found = _options(position, "--")
        return found
    return [] if position.options_end else _options(position, word)


def _help_of_noun(name: str) -> str:
    noun = find_noun(name)
    return (noun.help if isinstance(noun, CommandGroup) else noun.__doc__) or ""


def _options(position: Position, word: str) -> list[Proposal]:
    """Return the options that begin with a word: those that can be given again, or are not yet."""
    found = []
    for parameter in position.parameters:
        if parameter.name in position.given and not parameter.many:
            continue
        # Of two spellings, the long one is proposed unless the short one is typed.
        flags = [flag for flag in parameter.flags if flag.startswith(word)]
        long = [flag for flag in flags if flag.startswith("--")] or flags
        found += [Proposal(flag, option_help(parameter)) for flag in long]
    found.append(Proposal("--help", t("Show this page.")))
    return [each for each in found if each.text.startswith(word)]
