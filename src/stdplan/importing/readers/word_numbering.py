"""The definitions of the numbers that Word counts by itself, from the part numbering.xml."""

from posixpath import dirname
from zipfile import ZipFile

from stdplan.importing.readers.numbering import Level, Numbering
from stdplan.importing.readers.text_files import ListFile
from stdplan.importing.readers.zip_parts import parse_part


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
                    levels[self._definition, self._level] = Level()
            case "startOverride":
                self.numbering.starts[self._number, self._level] = _number(value, 1)
            case "start" if not self._overrides:
                levels[place] = levels.get(place, Level())._replace(start=_number(value, 1))
            case "numFmt" if not self._overrides:
                levels[place] = levels.get(place, Level())._replace(form=value)
            case "lvlText" if not self._overrides:
                levels[place] = levels.get(place, Level())._replace(text=value[:100])

    def end(self, name: str) -> None:
        """Ignore the end of an element."""

    def text(self, text: str) -> None:
        """Ignore the text of an element."""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
