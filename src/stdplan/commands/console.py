"""Messages to the person at the terminal, on stderr.

Rule: a message has names. The key of a record without a number becomes its title, except within
backticks, where a command is to be typed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from stdplan.i18n import t
from stdplan.light import TYPE_CHECKING

if TYPE_CHECKING:
    from stdplan.output.names import NameSource

# More titles take longer than a moment to read.
_MANY = 5_000


# What knows the titles of records: the catalogue that this run opened last.
_source: NameSource | None = None


def use_titles(source: NameSource) -> None:
    """Take the titles in messages from this catalogue from now on."""
    global _source
    _source = source


def with_titles(sentence: str) -> str:
    """Return a sentence with titles in place of the keys of records without a number."""
    if "title:" not in sentence and "rev:" not in sentence:
        return sentence
    from stdplan.output.names import name_records

    return name_records(sentence, _source)


def say(sentence: str) -> None:
    """Write a message to stderr; characters that a terminal would obey are escaped."""
    from stdplan.domain.text import escape_unprintable

    sys.stderr.write(f"stdplan: {escape_unprintable(with_titles(sentence))}\n")


def complain(sentence: str) -> None:
    """Write an error message to stderr; the caller escapes it."""
    sys.stderr.write(f"stdplan: {t('error')}: {with_titles(sentence)}\n")


@contextmanager
def show_work(name: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar for long work on stderr until the block ends; see long_work.py."""
    from stdplan.output.progress_bar import progress_bar

    with progress_bar(sys.stderr) as bar:
        bar.work(name, total)
        yield bar.advance


@contextmanager
def reading_titles(
    sentence: Callable[[str], str],
) -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Yield a function that the indexes of titles call with the number of titles to be read.

    If they are many, it writes `sentence` of the number, and it shows a bar until the block ends.
    """
    with ExitStack() as at_end:

        def start(count: int) -> Callable[[int], None]:
            # Imported here: an index has nearly always been built before.
            from stdplan.output.progress_bar import progress_bar

            if count > _MANY:
                say(sentence(f"{count:,}"))
            at_end.close()  # a bar that was shown before
            bar = at_end.enter_context(progress_bar(sys.stderr))
            bar.list(t("titles"))
            bar.expected(count)
            return bar.rows

        yield start
