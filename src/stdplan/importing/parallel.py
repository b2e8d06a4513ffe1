"""The batches of a long list drafted by several processes, while this one reads.

Rule: what comes out is the same, and in the same order. A helper knows what this process knew when
it was begun (fork), gets rows, and puts records aside (row_batches.py), to be gathered at the end;
it never touches the list or the catalogue. It ends when its pipe does, however this process ends.
"""

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from stdplan.errors import InputOutput
from stdplan.i18n import t
from stdplan.importing.row_batches import Aside, Batch, BatchParser, ParsedBatch, Sink, put

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# Shorter lists are drafted before helpers would have begun.
WORTH_IT = 10
_MOST = 4
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if sys.platform == "linux" else ()


def draft_all(
    drafting: BatchParser, batches: Iterable[Batch], sink: Sink
) -> Generator[ParsedBatch, None, None]:
    """Put what the batches become into the sink; what is to be told of them, in their order."""
    batches = iter(batches)
    begin = list(islice(batches, WORTH_IT))
    with ExitStack() as stack:
        crew = _crew(stack, drafting, sink) if len(begin) == WORTH_IT else []
        if not crew:
            for batch in chain(begin, batches):
                yield put(drafting.draft(batch), sink)
            return
        runs: list[tuple[int, int, int]] = []
        for batch in chain(begin, batches):
            index = len(runs) % len(crew)
            if len(runs) >= len(crew):
                yield crew[index].result()
            crew[index].give(batch)
            runs.append((index, batch.first, len(batch.block)))
        for rest in range(len(runs), len(runs) + len(crew)):
            yield crew[rest % len(crew)].result()
        for helper in crew:
            helper.finish()
        sink.gather([helper.aside for helper in crew], runs)


def _crew(stack: ExitStack, drafting: BatchParser, sink: Sink) -> "list[_Helper]":
    """The helpers, ended with the stack; none where there can be none."""
    crew: list[_Helper] = []
    count = _helpers()
    if not count:
        return []
    with _undisturbed():
        for _ in range(count):
            aside = None
            try:
                if (aside := sink.aside()) is None:
                    return []
                crew.append(stack.enter_context(_Helper(drafting, aside)))
            except OSError:  # no more processes to be had, or no file
                if aside:
                    aside.forget()
                return []
        for helper in crew:
            helper.result()  # it is ready
    return crew


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals wait until the block ends, so that nothing begun within it is left behind."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _helpers() -> int:
    """Twice as many as there are processors, for each waits for its turn half of the time; none
    where a process cannot simply be doubled."""
    if sys.platform != "linux":
        return 0
    cores = len(os.sched_getaffinity(0))
    return min(2 * cores, _MOST) if cores > 1 else 0


class _Helper:
    """A process that drafts one batch at a time and puts it aside; a context, which it does not
    outlive."""

    def __init__(self, drafting: BatchParser, aside: Aside) -> None:
        from multiprocessing import get_context

        self.aside = aside
        ours, theirs = get_context("fork").Pipe()
        self._pipe = ours
        self._process = get_context("fork").Process(
            target=_serve, args=(drafting, aside, theirs, ours), daemon=True
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
        with _told():
            self._pipe.send(batch)

    def result(self) -> Any:
        """What it has to tell of the batch."""
        with _told():
            result = self._pipe.recv()
        if isinstance(result, Exception):
            raise result
        return result

    def finish(self) -> None:
        """There are no more batches: let it close what lies aside."""
        with _told():
            self._pipe.send(None)
        self.aside.used = self.result()


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


def _serve(
    drafting: BatchParser, aside: Aside, pipe: "Connection", other_end: "Connection"
) -> None:
    """What a helper does, until there is nobody at the other end."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    with suppress(EOFError, OSError):
        pipe.send(_tried(aside.open))
        while batch := pipe.recv():
            pipe.send(_tried(_draft, drafting, batch, aside))
        pipe.send(_tried(aside.close) or aside.used)


def _draft(drafting: BatchParser, batch: Batch, aside: Aside) -> ParsedBatch:
    return put(drafting.draft(batch), aside)


def _tried(do: Callable[..., object], *arguments: object) -> object:
    """What came of it, be it a fault or a bug, to be told by the process that people see."""
    try:
        return do(*arguments)
    except Exception as fault:
        return fault
