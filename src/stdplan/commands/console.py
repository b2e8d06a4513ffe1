"""What the program says to the person, on stderr: a sentence, or what is wrong."""

import sys

from stdplan.i18n import t


def say(sentence: str) -> None:
    """A sentence for the person, on stderr."""
    from stdplan.domain.text import escape_unprintable

    sys.stderr.write(f"stdplan: {escape_unprintable(sentence)}\n")


def complain(sentence: str) -> None:
    """Say what is wrong."""
    sys.stderr.write(f"stdplan: {t('error')}: {sentence}\n")
