"""Messages to the person at the terminal, on stderr."""

import sys

from stdplan.i18n import t


def say(sentence: str) -> None:
    """Write a message to stderr; characters that a terminal would obey are escaped."""
    from stdplan.domain.text import escape_unprintable

    sys.stderr.write(f"stdplan: {escape_unprintable(sentence)}\n")


def complain(sentence: str) -> None:
    """Write an error message to stderr; the caller escapes it."""
    sys.stderr.write(f"stdplan: {t('error')}: {sentence}\n")
