"""Text in lines of a width, also where it has no spaces and its letters are two columns wide.

Rule: no line is wider than the width, unless a word or the name of an option is.
"""

import re
from collections.abc import Iterator, Sequence

from stdplan.domain.text import width_of

# A line must not begin with these.
_CLOSING = "，。；：、！？）】》」』”’％…—"
_OPENING = "（【《「『“‘"
_PARTS = re.compile(
    rf"[ \t\n]+|[{_OPENING}(\[]*[^\x00-\u2dff\s{_CLOSING}{_OPENING}][{_CLOSING}]*"
    rf"|[{_CLOSING}{_OPENING}]+|[^\s\u2e80-\uffff{_CLOSING}{_OPENING}]+[{_CLOSING}]*"
)
_REMARK = re.compile(r"(?<=\S) {2,}")
# Also at the end of a pipe: cut -f1 list.tsv | stdplan standards show -
_COMMAND = re.compile(r"\s*(?:[^`]*\| )?stdplan\b")
_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")


def wrap(text: str, width: int) -> list[str]:
    """Return a paragraph in lines of at most `width` columns.

    >>> wrap("按标准编号新增标准，或按计划号新增项目。", 18)
    ['按标准编号新增标', '准，或按计划号新增', '项目。']
    """
    lines = [""]
    space = ""
    for part in _parts(text):
        if part.isspace():
            space = " "
        elif lines[-1] and width_of(lines[-1] + space + part) > width:
            lines.append(part)
            space = ""
        else:
            lines[-1] += (space if lines[-1] else "") + part
            space = ""
    return lines


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may end: words, wide letters, spaces."""
    at = 0
    for match in _PARTS.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield match.group()
        at = match.end()
    if at < len(text):
        yield text[at:]


def fold_examples(lines: Sequence[str], width: int) -> list[str]:
    """Return command lines, some with a remark after two or more spaces, in lines of a width.

    Remarks are in a column if all of them fit, else each is below its command. A long command goes
    on after a backslash, as in a shell. Other lines, such as sentences, are wrapped.
    """
    pairs = [(*_REMARK.split(line, maxsplit=1), "")[:2] for line in lines]
    column = max((width_of(command) for command, remark in pairs if remark), default=0) + 2
    fits = all(column + width_of(remark) <= width for _, remark in pairs if remark)
    folded = []
    for command, remark in pairs:
        if not _COMMAND.match(command):
            line = f"{command}  {remark}".rstrip()
            folded += [line] if width_of(line) <= width else wrap(line, width)
        elif remark and fits:
            folded.append(command + " " * (column - width_of(command)) + remark)
        else:
            folded += _fold_command(command, width)
            folded += [f"    {part}" for part in wrap(remark, width - 4) if part]
    return folded


def _fold_command(command: str, width: int) -> list[str]:
    if width_of(command) <= width:
        return [command]
    lines = [""]
    for word in _WORD.findall(command):
        joined = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        # Two columns are for the backslash.
        if width_of(joined) > width - 2 and lines[-1].strip():
            lines[-1] += " \\"
            lines.append(f"    {word}")
        else:
            lines[-1] = joined
    return lines
