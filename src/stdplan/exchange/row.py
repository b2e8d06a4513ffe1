"""What the cells of one row have said, before it is put together to a record."""

from dataclasses import dataclass, field

from stdplan.domain.text import clean, refuse_control, visible
from stdplan.exchange.layouts import Feed, adds_up
from stdplan.exchange.values import Fault, Value
from stdplan.i18n import t

# Of words in a column of days: it takes force with another one or with its publication, or nobody
# can know yet. What holds one of these is as clear as such a cell can be.
_NO_DAY = ("同步实施", "同时实施", "发布之日", "公布之日", "另行通知", "另行公布", "待定")


@dataclass(slots=True)
class Row:
    """Values by field (several columns may feed one), words for the note, columns that are kept,
    words that no field knows, words in the place of days, and faults."""

    said: dict[str, list[tuple[Feed, Value]]] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, feed: Feed, value: Value) -> None:
        """What a cell of a known column gives."""
        if value.fault:
            self.faults.append(value.fault)
        if value.note:
            self.notes.append(value.note)
            said = value.note.removeprefix(f"{feed.header}: ")
            if not any(word in said for word in _NO_DAY):
                self.undated.append(said)
        for name, text in value.also:
            if name == "extra":
                self.set_aside(feed.header, text)
            else:
                self.also[name] = text
        if value.value is None:
            return
        if feed.field.name in self.said and not adds_up(feed.field):
            self.extra[feed.header] = str(value.value)
        else:
            self.said.setdefault(feed.field.name, []).append((feed, value))

    def set_aside(self, header: str, text: str) -> None:
        """Keep words that a known column's field does not know."""
        self.extra[header] = text
        self.strange.append(f'{header} "{text}"')

    def columns_kept(self) -> list[str]:
        """Columns that are kept as they are; of the others that are set aside, a cell is odd."""
        return [
            header
            for header, text in self.extra.items()
            if f'{header} "{text}"' not in self.strange
        ]

    def keep(self, header: str, cell: str) -> None:
        """A cell of a column that nobody knows."""
        text = clean(cell)
        if bad := refuse_control(text):
            self.refuse(header, text, t("holds the character {letter}", letter=bad))
        elif text:
            self.extra[header] = text

    def refuse(self, header: str, text: str, problem: str) -> None:
        """A fault of the row."""
        self.faults.append(Fault(header, visible(text), problem))

    def is_free(self, name: str) -> bool:
        """Whether no column gives the field; what is said of the whole list gives way."""
        return name not in self.said or self.said[name][0][0].given

    def text(self, name: str) -> str | None:
        """What the first column of a field says, as text."""
        found = self.said.get(name)
        return None if found is None else str(found[0][1].value)
