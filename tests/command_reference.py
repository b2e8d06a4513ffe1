"""Write docs/commands.md and docs/zh/commands.md from the help that the program prints.

Rule: the pages have what `-h` of each command says, in the order of the program, and nothing else.
Options with the same text in many commands are described once, at the top; each command names
those that it has.

    python tests/command_reference.py            writes both pages
    python tests/command_reference.py --check    exits with 1 if one of them is out of date
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docs_examples import printed
from stdplan.commands.framework import NOUNS, CommandGroup, find_noun

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "commands.md", "zh": DOCS / "zh" / "commands.md"}
# An option with the same text in so many commands is common.
_COMMON = 10

# A line with a command, or with what belongs to the command above it; a line of settings.
_COMMAND = re.compile(r"stdplan |.*\| stdplan | +\S|\[\w+\]  |\w+ = ")

_WORDS = {
    "en": {
        "title": "Commands",
        "about": (
            "What `stdplan COMMAND -h` prints, for every command. "
            "`python tests/command_reference.py` writes this page.\n"
            "[output.md](output.md) has the formats and keys, the "
            "[glossary](glossary.md) the words."
        ),
        "program": "The program",
        "common": "Common options",
        "about_common": "Many commands have these options; each names those that it has.",
        "colon": ": ",
        "also": "Also, as described [above](#common-options): {}",
    },
    "zh": {
        "title": "命令",
        "about": (
            "各条命令的 `stdplan 命令 -h` 的内容。"
            "本页由 `python tests/command_reference.py` 写成。\n"
            "格式和键见 [output.md](output.md)，术语见[术语表](glossary.md)。"
        ),
        "program": "程序",
        "common": "通用选项",
        "about_common": "许多命令都有下列选项；各命令写明有其中哪些。",
        "colon": "：",
        "also": "还有[上述](#通用选项)选项：{}",
    },
}


class Option(NamedTuple):
    """An argument or option: what it is called, and what it does."""

    names: str
    text: str

    def line(self, colon: str) -> str:
        """Return the option as an item of a list."""
        return f"* `{self.names}`" + (f"{colon}{_marked(self.text)}" if self.text else "")


class Help(NamedTuple):
    """A page of help. `sections` has the tables: arguments and options, or commands."""

    usage: str
    paragraphs: list[str]
    sections: list[list[Option]]

    @property
    def options(self) -> list[Option]:
        """Return the arguments and options without --help, which every command has."""
        return [each for table in self.sections for each in table if "--help" not in each.names]


def parse_help(text: str) -> Help:
    """Return a page of help in its parts."""
    usage, *blocks = re.split(r"\n(?:[ \b]*\n)+", text.strip("\n"))
    paragraphs = []
    sections = []
    for block in blocks:
        first, *rows = block.split("\n")
        if re.match(r"\S.*[:：]$", first):
            sections.append(list(_options(rows)))
        else:
            lines = [line.removeprefix("  ").rstrip() for line in (first, *rows)]
            paragraphs.append("\n".join(lines).strip("\n"))
    usage = re.sub(r"\s+", " ", re.split("[:：] ?", usage, maxsplit=1)[1])
    return Help(usage, paragraphs, sections)


def _options(rows: list[str]) -> Iterator[Option]:
    """Yield the rows of a table. A row may continue on lines with a deeper indent: first its name,
    if it ends with a stroke, then its text."""
    names, texts = "", list[str]()
    for row in rows:
        if match := re.match(r" {2}(\S.*?)(?: {2,}(\S.*))?$", row):
            if names:
                yield Option(names, _joined(texts))
            names, texts = match[1], [match[2] or ""]
        elif names.endswith("|"):
            names += row.strip()
        else:
            texts.append(row.strip())
    if names:
        yield Option(names, _joined(texts))


def _joined(lines: list[str]) -> str:
    """Return lines as one; between Chinese letters no blank."""
    wide = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
    return (
        re.sub(rf"(?<={wide})\n(?={wide})", "", "\n".join(lines).strip())
        .replace("\n", " ")
        .replace("  ", " ")
    )


def _marked(text: str) -> str:
    """Return a text of help as Markdown, with options as code."""
    prose = re.split(r"(`[^`]+`)", text)
    prose[::2] = [
        re.sub(r"(?<![\w-])(--?[a-z][\w-]*)", r"`\1`", re.sub(r"([<*])", r"\\\1", each))
        for each in prose[::2]
    ]
    return "".join(prose)


class Reference:
    """The page of a language, from the help of all commands."""

    def __init__(self, language: str, folder: Path) -> None:
        self.words = _WORDS[language]
        self.settings = {"STDPLAN_LANG": language, "COLUMNS": "80"}
        self.folder = folder
        self.nouns = {noun: self._help(noun) for noun in NOUNS}
        self.verbs = {
            noun: {verb: self._help(f"{noun} {verb}") for verb in _verbs(noun)} for noun in NOUNS
        }
        commands = [help for verbs in self.verbs.values() for help in verbs.values()]
        commands += [help for noun, help in self.nouns.items() if not self.verbs[noun]]
        counts = Counter(option for help in commands for option in help.options)
        self.common = [
            option
            for option, count in counts.items()
            if count >= _COMMON and option.names.startswith("-")
        ]

    def _help(self, command: str) -> Help:
        return parse_help(printed(f"stdplan {command} -h", self.folder, self.settings))

    def page(self) -> str:
        """Return the text of the page."""
        words = self.words
        parts = [f"# {words['title']}", words["about"], f"## {words['program']}"]
        program = self._help("")
        parts += [*self._description(program), self._list(program.sections[0])]
        parts += [f"## {words['common']}", words["about_common"], self._list(self.common)]
        for noun, help in self.nouns.items():
            parts.append(f"## {noun}")
            if not self.verbs[noun]:
                parts += self._command(help)
                continue
            parts += [_described(paragraph) for paragraph in help.paragraphs]
            for verb, verb_help in self.verbs[noun].items():
                parts += [f"### {noun} {verb}", *self._command(verb_help)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _command(self, help: Help) -> Iterator[str]:
        """Yield the parts of a command."""
        yield from self._description(help)
        yield self._list([option for option in help.options if option not in self.common])
        common = [option for option in help.options if option in self.common]
        if common:
            names = " ".join(f"`{_short(option.names)}`" for option in common)
            yield self.words["also"].format(names)

    def _list(self, options: list[Option]) -> str:
        colon = self.words["colon"]
        return "\n".join(each.line(colon) for each in options if "--help" not in each.names)

    def _description(self, help: Help) -> Iterator[str]:
        """Yield the usage and the paragraphs."""
        yield f"```text\n{help.usage}\n```"
        yield from map(_described, help.paragraphs)


def _described(paragraph: str) -> str:
    """Return a paragraph of help as Markdown; commands at its end become a block of code."""
    lines = re.sub(r" *\\\n +|\n(?=-$)", " ", paragraph).split("\n")
    first = len(lines)
    while first and _COMMAND.match(lines[first - 1]):
        first -= 1
    if first < len(lines) and lines[first].startswith(" "):
        first = len(lines)
    prose, commands = lines[:first], lines[first:]
    parts = [_marked("\n".join(prose))] if prose else []
    return "\n\n".join(parts + ["\n".join(("```text", *commands, "```"))] * bool(commands))


def _verbs(noun: str) -> list[str]:
    group = find_noun(noun)
    return list(group.verbs) if isinstance(group, CommandGroup) else []


def _short(names: str) -> str:
    """Return the long name of an option, without its value: `--format`."""
    return (re.findall(r"--[\w-]+", names) or names.split())[0]


def reference(language: str) -> str:
    """Return the page of a language as it has to be."""
    with tempfile.TemporaryDirectory() as folder:
        return Reference(language, Path(folder)).page()


def main() -> int:
    """Write the pages, or only check them, and return the exit code."""
    parser = argparse.ArgumentParser(description="Write the pages about commands.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 if a page is out of date"
    )
    options = parser.parse_args()
    stale = 0
    for language, page in PAGES.items():
        now = reference(language)
        if page.exists() and page.read_text("utf-8") == now:
            continue
        stale = 1
        sys.stderr.write(f"{page}: {'is out of date' if options.check else 'updated'}\n")
        if not options.check:
            page.write_text(now, encoding="utf-8")
    return stale if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
