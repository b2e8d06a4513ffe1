"""`stdplan standards convert`: a standard gets another nature, and so another number."""

from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from stdplan.catalogue import conversions
from stdplan.commands.console import say
from stdplan.commands.context import Context, writing
from stdplan.commands.day_arguments import event_day_with_notice
from stdplan.commands.framework import writing_command
from stdplan.commands.options import NUMBERS, ON
from stdplan.commands.parameters import option
from stdplan.commands.record_arguments import find_record
from stdplan.commands.text_arguments import option_text
from stdplan.domain.numbers import Number, parse
from stdplan.domain.text import escape_unprintable
from stdplan.errors import UsageProblem
from stdplan.i18n import t, tn

_SHOWN = 20  # conversions that are named, of many from stdin


@writing_command(
    NUMBERS,
    option("--number", metavar="NUMBER", help="The number after the conversion."),
    ON,
)
def convert(ctx: Context, numbers: list[str], number: str | None, on: str | None) -> None:
    """Give a standard the number of another nature: GB 9-2007 becomes GB/T 9-2007.

    \b
    stdplan standards convert GB 9-2007 --number "GB/T 9-2007" --on 2017-03-23
    stdplan standards convert - --on 2017-03-23 < converted.tsv

    It stays the same standard, with its age, reviews and links; the old number still finds it. If
    the catalogue has records of both numbers, they are joined. From stdin, each line has the old
    number, a tab, and the new one.
    """
    day = event_day_with_notice(on)
    is_many = list(numbers) == ["-"]
    if is_many and number is not None:
        raise UsageProblem(t("--number cannot be combined with numbers from stdin"))
    if not is_many and number is None:
        raise UsageProblem(t("give the new number with --number"))
    pairs = (
        list(_pairs_from_stdin()) if is_many else [(numbers, option_text(number or "", "--number"))]
    )
    if not pairs:
        say(t("no numbers on stdin: nothing to do"))
    with writing(ctx) as (_, transaction):
        done = []
        for words, new_text in pairs:
            old, new = _find(transaction.connection, words), _parse(new_text)
            done.append((conversions.convert(transaction, *old, new, day), new.canonical))
    for converted, new_number in done[:_SHOWN]:
        say(_sentence(converted, new_number, day))
    if (rest := len(done) - _SHOWN) > 0:
        say(tn("and {count} more standard", "and {count} more standards", rest))


def _pairs_from_stdin() -> Iterator[tuple[Sequence[str], str]]:
    """Yield the old and the new number of each line of stdin; a header is skipped."""
    # Imported here: only a pipe needs it.
    from stdplan.importing.readers.text_files import open_text

    with open_text("-") as file:
        lines = [line.rstrip("\r\n").lstrip("\ufeff") for line in file.lines()]
    for position, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or (position == 1 and not any(map(parse, cells))):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            sentence = 'stdin:{line}: "{text}" does not have two numbers with a tab between them'
            raise UsageProblem(t(sentence, line=position, text=escape_unprintable(line)))
        yield [cells[0]], cells[1]


def _find(connection: Connection, words: Sequence[str]) -> tuple[int, str]:
    """Return the row id of the standard that the words name, and the number by which they do."""
    match = find_record(connection, words)
    return match.id, match.former or match.key


def _parse(text: str) -> Number:
    number = parse(text)
    if number is None:
        shown = escape_unprintable(text)
        raise UsageProblem(t('--number: "{number}" is not a recognized number', number=shown))
    return number


def _sentence(converted: conversions.Converted, new: str, day: str) -> str:
    """Return what became of a standard."""
    names = {"old": converted.old, "new": new, "day": day}
    if not converted.changed:
        return t("{key}: nothing to change", key=new)
    if converted.joined:
        return t("{old} is {new} from {day} on; the two records were joined", **names)
    return t("{old} is {new} from {day} on", **names)
