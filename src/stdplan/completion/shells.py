"""The languages of shells: the line that they send, the answer that they read.

A shell starts the program with `_STDPLAN_COMPLETE=complete_bash` (or _zsh, _fish, _powershell) and
the line before the cursor in `_STDPLAN_LINE`. Scripts that Typer installed for earlier versions
send COMP_WORDS or _TYPER_COMPLETE_ARGS instead, and still work.

The answer to our scripts is a line with directives (`partial`, `file`, `folder`), then a line for
each proposal. Bash gets words as they are to be inserted, since it inserts what it reads; the other
shells add quotes themselves. For a file or a folder, fish gets the path that is typed, without
quotes.

Rules:
* Nothing is written to stderr and the exit code is 0, whatever happens.
* A value with a character that a terminal obeys or hides (a line feed, an escape sequence) is not
  proposed: a shell would take it for two, or show it. In a help text such characters are escaped.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from stdplan.completion.answer import Completion, answer
from stdplan.completion.position import SHELLS
from stdplan.completion.values import Proposal
from stdplan.domain.text import escape_unprintable
from stdplan.light import NamedTuple

VARIABLE = "_STDPLAN_COMPLETE"


class Typed(NamedTuple):
    """A line up to the cursor: its whole words, then the last one, which may be empty.

    `quote`: the quote that is open in the last word. `raw`: the last word as it is typed, without
    this quote and what is before it. `redirected`: the last word is the file of a redirection.
    """

    words: list[str]
    incomplete: str
    quote: str = ""
    raw: str = ""
    redirected: bool = False


def respond(instruction: str) -> None:
    """Write what the shell asks for with the variable _STDPLAN_COMPLETE."""
    action, _, shell = instruction.partition("_")
    if shell in ("source", "complete"):  # Click's order: bash_source
        action, shell = shell, action
    if shell not in SHELLS:
        return
    if action == "source":
        from stdplan.completion.scripts import script_of

        _write(script_of(shell))
        return
    try:
        _write(_answer_text(shell))
    except Exception:
        # A shell shows a message in the middle of the line that is being typed.
        return


def _write(text: str) -> None:
    sys.stdout.write(text)


def _answer_text(shell: str) -> str:
    """Return the answer for a shell as text."""
    typed = os.environ.get("_STDPLAN_LINE")
    if typed is None:
        return _older_answer(shell)
    line = split_line(typed, backslash="`" if shell in ("powershell", "pwsh") else "\\")
    found = Completion(paths="file")
    if not line.redirected:
        found = _found(line.words[1:], line.incomplete)
    directives = [found.paths] if found.paths else []
    if any(not proposal.whole for proposal in found.proposals):
        directives.append("partial")
    if shell == "bash":
        rows = [_for_bash(proposal, line) for proposal in found.proposals]
    elif shell == "zsh":
        directives.append(f"before={found.before}")
        rows = [f"{each.text}\t{_one_line(each.help)}" for each in found.proposals]
    elif shell == "fish":
        directives.append(f"before={found.before}")
        rows = [_for_fish(each) for each in found.proposals]
        if found.paths:
            rows = [line.incomplete.removeprefix(found.before)]
    else:
        return "".join(f"{_for_powershell(each, line)}\n" for each in found.proposals)
    return "".join(f"{row}\n" for row in (" ".join(directives), *rows))


def _found(words: Sequence[str], incomplete: str) -> Completion:
    """Return the answer, without values that a line cannot have; see the rules."""
    found = answer(words, incomplete)
    shown = [each for each in found.proposals if escape_unprintable(each.text) == each.text]
    return found._replace(proposals=shown)


def _one_line(text: str) -> str:
    return escape_unprintable(" ".join(text.split()))


# The line.

_SPECIAL = frozenset(" \t\n\\'\"$`&|;<>()*?[]{}~#!")


def split_line(text: str, backslash: str = "\\") -> Typed:
    """Return the words of a command line that ends at the cursor, maybe within quotes.

    Redirections are left out. A line that a backslash continues is one line.

    >>> split_line('stdplan standards show "GB/T 19')[:3]
    (['stdplan', 'standards', 'show'], 'GB/T 19', '"')
    """
    words: list[str] = []
    word: list[str] = []
    quote, start, inside, redirected, at = "", 0, False, False, 0
    while at < len(text):
        letter = text[at]
        if quote:
            if letter == quote:
                quote = ""
            elif letter == backslash and quote == '"' and text[at + 1 : at + 2] in ('"', backslash):
                at += 1
                word.append(text[at])
            else:
                word.append(letter)
        elif letter in "\"'":
            quote, inside, start = letter, True, at + 1
        elif letter == backslash and text[at + 1 : at + 2] == "\n":
            at += 1
        elif letter in "<>":
            if inside and not redirected and not "".join(word).isdecimal():  # not the 2 of `2>`
                words.append("".join(word))
            word, inside, redirected = [], False, True
        elif letter == backslash:
            start = start if inside else at
            inside = True
            at += 1
            word.append(text[at : at + 1])
        elif letter in " \t\n":
            if inside and not redirected:
                words.append("".join(word))
            redirected = redirected and not inside
            word, inside = [], False
        else:
            start = start if inside else at
            inside = True
            word.append(letter)
        at += 1
    if not inside:
        return Typed(words, "", redirected=redirected)
    return Typed(words, "".join(word), quote, text[start:], redirected)


# The answers.


def _for_bash(proposal: Proposal, line: Typed) -> str:
    """Return what bash inserts for the part of the word that it takes for a word of its own."""
    text = proposal.text
    if line.quote:
        # Bash replaces what is behind the quote, and closes it.
        behind = len(line.incomplete) - len(line.raw)
        text = text[behind:] if behind > 0 else text
        return text if line.quote == "'" else re.sub(r'(["\\$`])', r"\\\1", text)
    breaks = set(os.environ.get("_STDPLAN_BREAKS", "=:")) & set("=:@")
    last = max((line.incomplete.rfind(letter) for letter in breaks), default=-1)
    if last >= 0 and text[: last + 1] == line.incomplete[: last + 1]:
        text = text[last + 1 :]
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)


def _for_fish(proposal: Proposal) -> str:
    return f"{proposal.text}\t{_one_line(proposal.help)}" if proposal.help else proposal.text


def _for_powershell(proposal: Proposal, line: Typed | None = None) -> str:
    """Return a proposal for PowerShell, where a comma may begin a word of its own."""
    text = proposal.text
    word = os.environ.get("_STDPLAN_WORD")  # with a space: PowerShell sets no empty variable
    if line is not None and word and line.incomplete.endswith(f",{word[:-1]}"):
        text = text[len(line.incomplete) - len(word[:-1]) :]
    return f"{text}:::{_one_line(proposal.help) or ' '}"


# Scripts that Typer installed.


def _older_answer(shell: str) -> str:
    """Return the answer for a script of Typer."""
    environ = os.environ
    if shell == "bash":
        words = split_line(environ.get("COMP_WORDS", "")).words
        last = split_line(environ.get("COMP_WORDS", "")).incomplete
        words = [*words, last] if last else words
        count = int(environ.get("COMP_CWORD", "0"))
        incomplete = words[count] if count < len(words) else ""
        return "".join(f"{each.text}\n" for each in _found(words[1:count], incomplete).proposals)
    line = split_line(environ.get("_TYPER_COMPLETE_ARGS", ""))
    if shell in ("powershell", "pwsh"):
        word = environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        words = line.words[1:] if word else [*line.words[1:], *([line.incomplete] * bool(line.raw))]
        return "".join(f"{_for_powershell(each)}\n" for each in _found(words, word).proposals)
    found = _found(line.words[1:], line.incomplete)
    if shell == "zsh":
        return _older_zsh(found)
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        raise SystemExit(0 if found.proposals else 1)
    return "".join(f"{_for_fish(each)}\n" for each in found.proposals)


def _older_zsh(found: Completion) -> str:
    if not found.proposals:
        return "_files"
    rows = "\n".join(
        f'"{_escaped(each.text)}"' + (f':"{_escaped(_one_line(each.help))}"' if each.help else "")
        for each in found.proposals
    )
    return f"_arguments '*: :(({rows}))'"


def _escaped(text: str) -> str:
    pairs: Sequence[tuple[str, str]] = (
        *(('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:")),
    )
    for letter, replacement in pairs:
        text = text.replace(letter, replacement)
    return text
