"""Write the man pages, one for each command, from what `--help` shows.

    python tests/man_pages.py build/man          in English: stdplan.1, stdplan-review-due.1 …
    python tests/man_pages.py build/man/zh zh    in Chinese

`man -l build/man/stdplan-review-due.1` shows one; packagers install them into `share/man/man1`. A
page has no date, so the same program writes the same bytes.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from stdplan import __version__
from stdplan.i18n import language, t, use_language
from stdplan.typer_program import all_usages
from stdplan.usage.explanations import first_line
from stdplan.usage.pages import (
    Usage,
    described,
    described_arguments,
    described_options,
    words_after,
)

# The lines of a paragraph that begins with this character keep their ends.
_AS_TYPED = "\b"
# In Chinese and in English.
_HEADINGS = {
    "NAME": "名称",
    "SYNOPSIS": "概要",
    "DESCRIPTION": "描述",
    "OPTIONS": "选项",
    "COMMANDS": "命令",
    "ENVIRONMENT": "环境变量",
    "FILES": "文件",
    "EXIT STATUS": "退出码",
    "SEE ALSO": "参见",
}
_CODES = (
    (0, "完成，无事可做时也是", "done, also if there was nothing to do"),
    (
        1,
        "答案为否：--exit-code 且有结果，db check 有发现，撤销被拒绝",
        "the answer is no: --exit-code with rows, findings of db check, an undo that is refused",
    ),
    (2, "用法错误", "wrong usage"),
    (65, "数据有误，或台账损坏、不是台账", "bad data, or a damaged or foreign catalogue"),
    (66, "文件、台账或记录不存在", "a file, a catalogue or a record does not exist"),
    (70, "程序错误", "a bug"),
    (73, "无法建立，或已存在", "cannot be created, or exists already"),
    (74, "读写失败", "reading or writing failed"),
    (75, "被其他进程占用，请重试", "locked by another process: try again"),
    (77, "没有权限", "no permission"),
    (78, "由更新的版本写成", "written by a newer version"),
)
_VARIABLES = (
    ("STDPLAN_DB", "台账", "the catalogue"),
    ("STDPLAN_LANG", "语言：zh 或 en", "the language, zh or en"),
    ("STDPLAN_TODAY", "作为今天的日期", "the day that is today"),
    ("STDPLAN_CONFIG", "配置文件；为空则不读", "the file of settings; empty: none"),
    ("STDPLAN_LABELS", "表头的语言：zh 或 en", "readable headers, zh or en"),
    ("STDPLAN_PAGER, PAGER", "显示长表格的程序", "what shows long tables"),
)


def write_pages(folder: Path, code: str = "en") -> list[Path]:
    """Write the pages of all commands into a folder; return their paths."""
    use_language(code)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for usage in all_usages():
        path = folder / f"{usage.words.replace(' ', '-')}.1"
        path.write_text(page(usage), encoding="utf-8")
        written.append(path)
    return written


def page(usage: Usage) -> str:
    """Return the page of a command."""
    first, *rest = described(usage)
    title = usage.words.replace(" ", "-")
    lines = [
        f'.TH "{_escaped(title.upper())}" 1 "" "stdplan {__version__}" "stdplan"',
        ".ad l",  # Chinese has no blanks to widen
        *(_heading("NAME"), f"{_escaped(title)} \\- {_escaped(' '.join(first.split()))}"),
        *(_heading("SYNOPSIS"), f".B {_escaped(usage.words)}", _line(words_after(usage))),
        *(_heading("DESCRIPTION"), *_paragraphs([first, *rest])),
        _heading("OPTIONS"),
    ]
    for typed, help_ in (*described_arguments(usage), *described_options(usage)):
        lines += [".TP", f".B {_escaped(typed)}", _line(help_)]
    if usage.verbs is not None:
        lines.append(_heading("COMMANDS"))
        for verb, help_ in usage.verbs:
            lines += [".TP", f".BR {_escaped(title)}\\-{_escaped(verb)} (1)"]
            lines.append(_line(first_line(help_)))
    names = usage.words.split()
    if len(names) == 1:
        lines += _environment()
    else:
        others = dict.fromkeys(("-".join(names[:-1]), "stdplan"))
        lines += [_heading("SEE ALSO"), *(f".BR {_escaped(other)} (1)" for other in others)]
    return "\n".join(lines) + "\n"


def _environment() -> list[str]:
    """Return the sections that only the page of the program has."""
    lines = [_heading("ENVIRONMENT")]
    for name, *meaning in _VARIABLES:
        lines += [".TP", f".B {name}", _line(_word(meaning))]
    settings = t("Print the path of the file of settings, whether or not it exists.")
    lines += [_heading("FILES"), ".TP", ".B stdplan config path", _line(settings)]
    lines.append(_heading("EXIT STATUS"))
    for code, *meaning in _CODES:
        lines += [".TP", f".B {code}", _line(_word(meaning))]
    return lines


def _heading(name: str) -> str:
    return f".SH {_word((_HEADINGS[name], name))}"


def _word(words: Sequence[str]) -> str:
    """Return the Chinese or the English one of two texts."""
    return words[0 if language() == "zh" else 1]


def _paragraphs(texts: list[str]) -> Iterator[str]:
    for text in texts:
        if text.strip().startswith(_AS_TYPED) or text.startswith(_AS_TYPED):
            shown = text.replace(_AS_TYPED, "").strip("\n").splitlines()
            yield from (".PP", ".nf", *map(_line, shown), ".fi")
        elif text.strip():
            yield from (".PP", _line(" ".join(text.split())))


def _line(text: str) -> str:
    """Return a line of text; one that begins with a control character is protected."""
    escaped = _escaped(text)
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _escaped(text: str) -> str:
    """Return a text in which roff sees no request."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


def main() -> None:
    """Write the pages into the folder that the command line names."""
    folder = Path(sys.argv[1])
    pages = write_pages(folder, *sys.argv[2:3])
    sys.stderr.write(f"{folder}: {len(pages)} man pages\n")


if __name__ == "__main__":
    main()
