"""The numbers that Word counts by itself: `1.`, `一、`, `（二）` in front of a paragraph.

Rule: the text of a document does not have them, so they are counted as Word does: each definition
of a list counts by itself, and a number of one level begins the levels below it again.
"""

from collections.abc import Callable
from posixpath import dirname
from typing import NamedTuple
from zipfile import ZipFile

from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.zip_parts import parse_part
from stdplan.light import lazy_pattern

_LEVELS = 9
_PLACE = lazy_pattern("%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _chinese(number: int) -> str:
    """Return a number up to 999 in Chinese: 十二, 一百〇三; a greater one in digits."""
    if number > 999:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones or not number else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(min(number, 9999), value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "none": lambda number: "",
}
for _name in ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographDigital"):
    _FORMATS[_name] = _FORMATS[f"{_name}Thousand"] = _chinese


class _Level(NamedTuple):
    form: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The definitions of lists of a document, and how far each is counted.

    `levels`: by the id of a definition and the level. `definitions`: by the number that paragraphs
    name. `starts`: where such a number begins a level again.
    """

    def __init__(self) -> None:
        self.levels: dict[tuple[str, int], _Level] = {}
        self.definitions: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}

    def next_label(self, number: str, level: str) -> str:
        """Return the text in front of the next paragraph with this number; "" without one."""
        definition = self.definitions.get(number)
        depth = int(level) if level.isascii() and level.isdecimal() and len(level) < 3 else _LEVELS
        if definition is None or depth >= _LEVELS:
            return ""
        own = self.levels.get((definition, depth))
        if own is None or own.form == "bullet":
            return ""
        counts = self._counts.setdefault(definition, [None] * _LEVELS)
        start = self.starts.pop((number, depth), None)
        before = counts[depth]
        counts[depth] = start if start is not None else own.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)

        def counted(place: int) -> str:
            of_level = self.levels.get((definition, place), _Level())
            count = counts[place]
            return _FORMATS.get(of_level.form, str)(of_level.start if count is None else count)

        return _PLACE.sub(lambda match: counted(int(match[1]) - 1), own.text)


def read_numbering(file: ListFile, archive: ZipFile, part: str) -> Numbering:
    """Return the numbering of a document whose main part is `part`."""
    definitions = _Definitions()
    name = f"{dirname(part)}/numbering.xml".lstrip("/")
    if name in archive.namelist():
        parse_part(file, archive, name, definitions)
    return definitions.numbering


class _Definitions:
    """Collects the definitions of lists."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self._definition = self._number = ""
        self._level, self._overrides = 0, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        values = {key.partition(" ")[2]: text for key, text in attributes.items()}
        value, levels = values.get("val", ""), self.numbering.levels
        place = self._definition, self._level
        match name.partition(" ")[2]:
            case "abstractNum":
                self._definition, self._overrides = values.get("abstractNumId", ""), False
            case "num":
                self._number, self._overrides = values.get("numId", ""), True
            case "abstractNumId" if self._overrides:
                self.numbering.definitions[self._number] = value
            case "lvl" | "lvlOverride":
                self._level = _number(values.get("ilvl", ""), 0)
                if not self._overrides:
                    levels[self._definition, self._level] = _Level()
            case "startOverride":
                self.numbering.starts[self._number, self._level] = _number(value, 1)
            case "start" if not self._overrides:
                levels[place] = levels.get(place, _Level())._replace(start=_number(value, 1))
            case "numFmt" if not self._overrides:
                levels[place] = levels.get(place, _Level())._replace(form=value)
            case "lvlText" if not self._overrides:
                levels[place] = levels.get(place, _Level())._replace(text=value[:100])

    def end(self, name: str) -> None:
        """Ignore the end of an element."""

    def text(self, text: str) -> None:
        """Ignore the text of an element."""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
