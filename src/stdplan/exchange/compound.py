"""Cells that hold more than one thing: names, items, and our own JSON object.

Rule: a cell is parted where lists part them and nowhere else: `Co., Ltd.` is one name, and so is
what stands in brackets.
"""

import json
import re
from typing import Any

from stdplan.domain.text import refuse_control
from stdplan.i18n import t

_ITEMS = re.compile("[;；\n]")
# A plain comma parts names only right between Chinese words.
_NAMES = re.compile("[、；;，\n]|(?<=[\u4e00-\u9fff）)]),(?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "(（", ")）"


def split_items(text: str) -> list[str]:
    """Items joined by semicolons, each once."""
    return _each_once(_ITEMS.split(text))


def split_names(text: str) -> list[str]:
    """Names joined by 、；; or ，, each once: 钢铁研究总院、某厂（一部、二部） are two."""
    if sum(map(text.count, _OPENING)) != sum(map(text.count, _CLOSING)):
        return _each_once(_NAMES.split(text))
    parts, begins, depth, read = [], 0, 0, 0
    for found in _NAMES.finditer(text):
        between, read = text[read : found.start()], found.start()
        depth += sum(map(between.count, _OPENING)) - sum(map(between.count, _CLOSING))
        if depth <= 0:
            parts.append(text[begins : found.start()])
            begins = found.end()
    return _each_once([*parts, text[begins:]])


def read_object(text: str) -> dict[str, str]:
    """A JSON object of texts, as our own column `extra` has it; ValueError says what is wrong."""
    try:
        read = json.loads(text, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(cell, str) for cell in read.values()):
        raise ValueError(t("is not a JSON object of texts"))
    for cell in (*read, *read.values()):
        if letter := refuse_control(cell):
            raise ValueError(t("holds the character {letter}", letter=letter))
    return read


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _each_once(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(item for part in parts if (item := part.strip())))
