"""The batches of a long list drafted by several processes, while this one reads and stages.

Rule: what comes out is the same, and in the same order. A helper knows what this process knew when
it was begun (fork), gets rows and gives records; it never touches the list or the catalogue. It
ends when its pipe does, however this process ends.
"""

import os
import signal
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from stdplan.errors import InputOutput
from stdplan.exchange.drafting import Batch, Drafted, Drafting
from stdplan.exchange.readers.rows import RawRow
from stdplan.i18n import t

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# Shorter lists are drafted before helpers would have begun.
WORTH_IT = 10
_MOST = 4


def draft_all(drafting: Drafting, batches: Iterable[Batch]) -> Generator[Drafted, None, None]:
    """What the batches become, in their order."""
    batches = iter(batches)
    begin = list(islice(batches, WORTH_IT))
    helpers = _helpers() if len(begin) == WORTH_IT else 0
    if not helpers:
        yield from map(drafting.draft, chain(begin, batches))
        return
    with ExitStack() as stack:
        try:
            crew = [stack.enter_context(_Helper(drafting)) for _ in range(helpers)]
        except OSError:  # no more processes to be had
            yield from map(drafting.draft, chain(begin, batches))
            return
        turn = 0
        for batch in chain(begin, batches):
            helper = crew[turn % helpers]
            if turn >= helpers:
                yield helper.result()
            helper.give(batch)
            turn += 1
        for rest in range(turn, turn + min(turn, helpers)):
            yield crew[rest % helpers].result()


def _helpers() -> int:
    """As many as there are processors; none where a process cannot simply be doubled."""
    if sys.platform != "linux":
        return 0
    cores = len(os.sched_getaffinity(0))
    return min(cores, _MOST) if cores > 1 else 0


class _Helper:
    """A process that drafts one batch at a time; a context, which it does not outlive."""

    def __init__(self, drafting: Drafting) -> None:
        from multiprocessing import get_context

        ours, theirs = get_context("fork").Pipe()
        self._pipe = ours
        self._process = get_context("fork").Process(
            target=_serve, args=(drafting, theirs, ours), daemon=True
        )
        self._process.start()
        theirs.close()

    def __enter__(self) -> "_Helper":
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()

    def give(self, batch: Batch) -> None:
        """Let it draft a batch; the one before was taken back."""
        # Column by column, which is packed three times as fast as row by row.
        with _told():
            self._pipe.send((batch.first, list(zip(*batch.rows, strict=True))))

    def result(self) -> Drafted:
        """What has become of the batch."""
        with _told():
            result = self._pipe.recv()
        if isinstance(result, Exception):
            raise result
        drafted: Drafted = result
        return drafted


@contextmanager
def _told() -> Iterator[None]:
    """A helper that is gone, as an error of ours: mostly, because memory was short."""
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # or it would end this process silently
    try:
        yield
    except (EOFError, OSError):
        why = t("a process that helped has ended (not enough memory?); nothing was changed")
        raise InputOutput(why) from None
    finally:
        signal.signal(signal.SIGPIPE, before)


def _serve(drafting: Drafting, pipe: "Connection", other_end: "Connection") -> None:
    """What a helper does, until there is nobody at the other end."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    with suppress(EOFError, OSError):
        while True:
            first, columns = pipe.recv()
            rows = list(map(RawRow._make, zip(*columns, strict=True)))
            pipe.send(_result(drafting, Batch(first, rows)))


def _result(drafting: Drafting, batch: Batch) -> Drafted | Exception:
    try:
        return _packed(drafting.draft(batch))
    except Exception as fault:  # a bug, to be told by the process that people see
        return fault


def _packed(drafted: Drafted) -> Drafted:
    """Rows that were going to be made one by one, made."""
    if drafted.rows is None:
        return drafted
    return drafted._replace(rows=drafted.rows._replace(rows=list(drafted.rows.rows)))
