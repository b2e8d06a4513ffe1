"""The numbers that a word processor counts by itself: `1.`, `一、`, `（二）` before a paragraph.

Rule: the text of a document does not have them, so they are counted as the word processor does:
each definition of a list counts by itself, and a number of one level begins the levels below it
again.
"""

from collections.abc import Callable
from typing import NamedTuple

from stdplan.light import lazy_pattern

LEVELS = 9
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


class Level(NamedTuple):
    """One level of a list: the form of its numbers, the text with `%1` for the number of the first
    level, and the number that it begins with."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The definitions of lists of a document, and how far each is counted.

    `levels`: by the id of a definition and the level, from 0. `definitions`: by the name that
    paragraphs use. `starts`: where such a name begins a level again.
    """

    def __init__(self) -> None:
        self.levels: dict[tuple[str, int], Level] = {}
        self.definitions: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}

    def restart(self, name: str) -> None:
        """Begin a list from its first number again."""
        self._counts.pop(self.definitions.get(name, ""), None)

    def next_label(self, name: str, depth: int) -> str:
        """Return the text in front of the next paragraph of a list, at a level from 0."""
        definition = self.definitions.get(name)
        if definition is None or depth >= LEVELS:
            return ""
        own = self.levels.get((definition, depth))
        if own is None or own.form == "bullet":
            return ""
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        start = self.starts.pop((name, depth), None)
        before = counts[depth]
        counts[depth] = start if start is not None else own.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (LEVELS - depth - 1)

        def counted(place: int) -> str:
            of_level = self.levels.get((definition, place), Level())
            count = counts[place]
            return _FORMATS.get(of_level.form, str)(of_level.start if count is None else count)

        return _PLACE.sub(lambda match: counted(int(match[1]) - 1), own.text)
