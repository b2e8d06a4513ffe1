"""Find the messages of the program, and keep the .po files in step with them.

After a message was added, reworded or deleted in the source:

    python tests/messages.py update      add the new messages, drop those that are no longer used
                                         (they are printed), and list what is left to translate
    python tests/messages.py new fr      begin the .po file of another language, here French
    python tests/messages.py compile     make the .mo files that the program reads

`update` and `new` compile, too, and the tests compile what has changed.

Messages are the texts passed to t() and tn(), the help of all commands and options, and the names
of the columns in the output of commands. The .po files are sorted by message, and hold no dates and
no places in the source, so that branches merge. `update` writes the comments `#. …`; a comment `#
…`, which tells a translator what a message is for, is written by hand and kept.
"""

import ast
import json
import os
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from inspect import cleandoc, getdoc
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import stdplan
from helpers import ACTIVITIES, READINGS, Run, run_app
from stdplan.commands.framework import NOUNS, Command, find_noun
from stdplan.commands.parameters import Parameter
from stdplan.completion.position import ROOT_OPTIONS
from stdplan.domain.fields import BY_NAME
from stdplan.i18n import use_language
from stdplan.typer_program import root

SOURCE = Path(stdplan.__file__).parent
LOCALE = SOURCE / "locale"
KEYWORDS = {"t": (1,), "tn": (1, 2)}  # which arguments are messages
Message = str | tuple[str, ...]  # the forms of a plural are a tuple
# Every reading command; `db check` prints no rows for a sound catalogue.
ASKED = [words for words in READINGS.values() if words != "db check"]


def used(run: Run, folder: Path) -> Catalog:
    """Return all messages of the program; `run` and `folder` as `fill` has prepared them."""
    messages = Catalog()
    for message in in_source():
        messages.add(message)
    for text in help_texts():
        messages.add(text.replace("\b", r"\b"), auto_comments=["Help."])
    for name in column_names(run, folder):
        messages.add(name, auto_comments=["Name of a column."])
    for name, context in names_in_context():
        messages.add(name, auto_comments=["Name of a column."], context=context)
    return messages


# Messages passed to t() and tn().


def in_source() -> Iterator[Message]:
    """Yield each message that a module of the program passes to t() or tn()."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path != SOURCE / "i18n.py":
            with path.open("rb") as file:
                for _, message, _, _ in extract(calls, file, KEYWORDS):
                    yield message


def calls(
    file: IO[bytes], keywords: Collection[str], tags: Any, options: Any
) -> Iterator[tuple[int, str, Message, list[str]]]:
    """Yield the calls of t() and tn() in a module: a method for Babel's `extract`.

    It finds literals, choices between two, and names that stand for them, within a function or the
    whole module: those that they are assigned to, or that a loop over a tuple of tuples has.
    """
    module = ast.parse(file.read())
    shared = [part for part in module.body if isinstance(part, ast.Assign)]
    for part in module.body:
        named = names([*shared, *ast.walk(part)])
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in keywords:
                function = node.func.id
                forms = [
                    named.get(text.id, []) if isinstance(text, ast.Name) else texts(text)
                    for text in node.args[: len(KEYWORDS[function])]
                ]
                if not all(forms):
                    where = f"{getattr(file, 'name', '')}:{node.lineno}"
                    raise SystemExit(f"{where}: {function}() needs a literal, or a name of one")
                for message in zip(*forms, strict=True):
                    yield node.lineno, function, message, []


def names(nodes: Iterable[ast.AST]) -> dict[str, list[str]]:
    """Return the texts that each name may stand for."""
    by_name: dict[str, list[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            by_name.setdefault(node.targets[0].id, []).extend(texts(node.value))
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            targets = getattr(node.target, "elts", [node.target])
            for row in node.iter.elts:
                for target, cell in zip(targets, getattr(row, "elts", [row]), strict=False):
                    by_name.setdefault(getattr(target, "id", ""), []).extend(texts(cell))
    return by_name


def texts(node: ast.AST) -> list[str]:
    """Return the text of a literal, or both of a choice between literals."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


# The help of commands and options.


def help_texts() -> Iterator[str]:
    """Yield the English help of each command, group and option."""
    yield getdoc(root) or ""
    yield from of_parameters(ROOT_OPTIONS)
    for name in NOUNS:
        noun = find_noun(name)
        if isinstance(noun, Command):
            yield from of_command(noun)
            continue
        yield noun.help
        for verb in noun.verbs:
            yield from of_command(noun.command(verb))


def of_command(command: Command) -> Iterator[str]:
    yield cleandoc(command.__doc__ or "")
    yield from of_parameters(command.parameters)


def of_parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    yield from (parameter.help for parameter in parameters if parameter.help)


# The names of columns, from the output of commands.


def fill(run: Run, folder: Path) -> None:
    """Enter records of every kind into a catalogue, and write a list to import to the folder."""
    (folder / "list.csv").write_text("标准编号\nJB/T 9-2011\n", encoding="utf-8")
    for words in (
        "standards add JB/T7547-1994 --replaces JB/T7547-1984 --focus telecom/internet-of-things",
        "standards edit JB/T7547-1994 --sector telecom",
        "standards add JB/T2-2011 --published 2011-05-18 --title 数控机床",
        "standards add JB/T3-2000 --committee SAC/TC1",
        "standards add JB/T9-2011 --adopts ISO9001:2008,IDT",
        "standards add ISO9001:2015 --published 2015",
        "standards stage JB/T7547-1994 90 --on 2011-02-01",
        "review record JB/T7547-1994 --outcome revise --on 2011-03-01",
        "progress record 3 7 --on 2011-03-01",
        "activities add training 培训 --on 2011-03-01 --due 2011-09-30",
    ):
        assert run(*words.split()).code == 0, words


def answer(run: Run, folder: Path, words: str, form: str, language: str = "en") -> str:
    """Return the output of a command of READINGS on a catalogue that `fill` prepared."""
    split = words.format(list=folder / "list.csv", activities=ACTIVITIES).split()
    return run("--lang", language, *split, "-f", form).out


def column_names(run: Run, folder: Path) -> Iterator[str]:
    """Yield the English name of each column in the output of reading commands."""
    for words in ASKED:
        records = json.loads(answer(run, folder, words, "json"))
        records = records if isinstance(records, list) else [records]
        standards = any(isinstance(record.get("number"), str) for record in records)
        yield from keys(records, standards)
        if words == "sql --views":
            names = {str(record["column"]) for record in records if record["column"]}
            yield from (name.replace("_", " ") for name in sorted(names - BY_NAME.keys()))
    # Of `db check`, which prints no rows here, and of its list of checks.
    yield from ("check", "record", "message", "severity", "meaning")
    yield from ("part", "what", "replaced by")  # of the digest, as rows, and of ended projects
    yield from ("item", "figure", "value")  # of the summary, as rows


def names_in_context() -> Iterator[tuple[str, str]]:
    """Yield the English name and the context of each literal `Column("…", context="…")` in the
    source."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Column":
                for option in node.keywords:
                    literals = [*texts(node.args[0]), *texts(option.value)]
                    if option.arg == "context" and len(literals) == 2:
                        yield literals[0].replace("_", " "), literals[1]


def keys(value: Any, standards: bool) -> Iterator[str]:
    """Yield the keys of a JSON answer that are labels on a terminal, as they are labelled there.

    The fields of standards are not: `domain/fields.py` has their labels.
    """
    for record in value if isinstance(value, list) else [value]:
        if isinstance(record, dict):
            for name, cell in record.items():
                if not (standards and name in BY_NAME):
                    yield name.replace("_", " ")
                if name not in ("extra", "row"):  # their keys are headers of a list: data
                    yield from keys(cell, standards)


# The .po files.


def files() -> list[Path]:
    """Return the .po file of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/stdplan.po"))


def read(path: Path) -> Catalog:
    """Return the messages of a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def update(path: Path, messages: Catalog) -> list[str]:
    """Give a .po file exactly these messages, and return what was dropped."""
    header, _, _ = path.read_text("utf-8").partition("\n\n")
    ours = read(path)
    ours.update(messages, no_fuzzy_matching=True)
    for message in ours:
        message.flags.discard("python-format")  # a guess from "5 % of"
    body = BytesIO()
    write_po(
        body, ours, 0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    path.write_bytes(header.encode() + b"\n\n" + body.getvalue())
    return [f"{old.id!r}: {old.string!r}" for old in ours.obsolete.values()]


def begin(code: str) -> Path:
    """Create the .po file of a language, with the comments of the first existing file."""
    path = LOCALE / code / "LC_MESSAGES" / "stdplan.po"
    messages = Catalog(code)
    for message in read(files()[0]):
        if message.id:
            comments = message.user_comments
            messages.add(message.id, user_comments=comments, context=message.context)
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format(code=code, plural=messages.plural_forms), encoding="utf-8")
    update(path, messages)
    return path


HEADER = """\
# Messages of stdplan.
msgid ""
msgstr ""
"Project-Id-Version: stdplan\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"

"""


def compile_changed() -> None:
    """Compile each .po file that is newer than its .mo file."""
    for path in files():
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns:
            own = path.with_suffix(f".{os.getpid()}")  # tests may run in several processes
            with own.open("wb") as file:
                write_mo(file, read(path))
            own.replace(compiled)


def problems(path: Path, messages: Catalog) -> Iterator[str]:
    """Yield what is wrong with a .po file of a program that has these messages."""
    ours = {(message.id, message.context): message for message in read(path) if message.id}
    wanted = {(message.id, message.context) for message in messages if message.id}
    for message_id, context in sorted(wanted - ours.keys(), key=str):
        yield f"missing: {message_id!r}" + (f" ({context})" if context else "")
    for message_id, context in sorted(ours.keys() - wanted, key=str):
        yield f"no longer used: {message_id!r}" + (f" ({context})" if context else "")
    for message in ours.values():
        forms = [message.string] if isinstance(message.string, str) else message.string
        ids = [message.id] if isinstance(message.id, str) else message.id
        if not all(forms):
            yield f"not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"fuzzy (review it, and delete the line `#, fuzzy`): {message.id!r}"
        elif len({placeholders(text) for text in (*ids, *forms)}) > 1:
            yield f"other placeholders: {message.id!r}: {message.string!r}"


def placeholders(text: str) -> frozenset[str] | None:
    """Return the names between braces in a message; None if the braces do not match."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def main(command: str = "", *codes: str) -> str | None:
    """Do what the command line asks; return what is wrong."""
    if command == "compile":
        compile_changed()
        return None
    if command not in ("update", "new") or (command == "new") != bool(codes):
        return __doc__
    for code in codes:
        sys.stdout.write(f"{begin(code)}\n")
    for name in [name for name in os.environ if name.startswith("STDPLAN_")]:
        del os.environ[name]
    use_language("en")
    with tempfile.TemporaryDirectory() as folder:
        run = partial(run_app, "--db", f"{folder}/plan.db")
        assert run("init").code == 0
        fill(run, Path(folder))
        messages = used(run, Path(folder))
    for path in files():
        for dropped in update(path, messages):
            sys.stdout.write(f"{path}: dropped {dropped}\n")
        for problem in problems(path, messages):
            sys.stdout.write(f"{path}: {problem}\n")
    compile_changed()
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
