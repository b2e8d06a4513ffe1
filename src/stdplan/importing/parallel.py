"""Worker processes that parse the batches of a long list, while this process reads.

Rule: the result is the same, in the same order, with workers and without; only Linux has them
(platforms.worker_count). A worker is forked, so it knows what this process knew at that moment. It
gets rows through a pipe, stores their records in a file of its own (see
row_batches.WorkerSink), which is collected at the end, and never touches the list or the
catalogue. It ends when the pipe is closed, however this process ends.
"""

import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from stdplan.errors import InputOutput
from stdplan.i18n import t
from stdplan.importing.row_batches import (
    Batch,
    BatchParser,
    ListSink,
    ParsedBatch,
    WorkerSink,
    store_records,
)
from stdplan.platforms import worker_count

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# Shorter lists are parsed before workers would have started.
MIN_BATCHES = 10
_MAX_WORKERS = 4


def parse_batches(
    parser: BatchParser, batches: Iterable[Batch], sink: ListSink
) -> Generator[ParsedBatch, None, None]:
    """Store the records of the batches in the sink; yield the rest of each batch, in order."""
    batches = iter(batches)
    begin = list(islice(batches, MIN_BATCHES))
    with ExitStack() as stack:
        workers = _start_workers(stack, parser, sink) if len(begin) == MIN_BATCHES else []
        if not workers:
            for batch in chain(begin, batches):
                yield store_records(parser.parse(batch), sink)
            return
        runs: list[tuple[int, int, int]] = []
        for batch in chain(begin, batches):
            index = len(runs) % len(workers)
            if len(runs) >= len(workers):
                yield workers[index].receive()
            workers[index].send(batch)
            runs.append((index, batch.first, len(batch.block)))
        for rest in range(len(runs), len(runs) + len(workers)):
            yield workers[rest % len(workers)].receive()
        for worker in workers:
            worker.finish()
        sink.collect([worker.sink for worker in workers], runs)


def _start_workers(stack: ExitStack, parser: BatchParser, sink: ListSink) -> "list[_Worker]":
    """Return workers that end with the stack; [] if none can be started."""
    workers: list[_Worker] = []
    count = worker_count(_MAX_WORKERS)
    if not count:
        return []
    with _blocked_signals():
        for _ in range(count):
            worker_sink = None
            try:
                if (worker_sink := sink.new_worker_sink()) is None:
                    return []
                workers.append(stack.enter_context(_Worker(parser, worker_sink)))
            except OSError:  # no process or no file can be created
                if worker_sink:
                    worker_sink.unlink()
                return []
        for worker in workers:
            worker.receive()  # wait until it is ready
    return workers


@contextmanager
def _blocked_signals() -> Iterator[None]:
    """Block signals until the block ends, so that every process started in it is also ended."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _signals())


def _signals() -> list[signal.Signals]:
    """Return the signals that end the program; Windows, which has no workers, lacks one."""
    return [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class _Worker:
    """A process that parses batches, one at a time, and stores the records."""

    def __init__(self, parser: BatchParser, sink: WorkerSink) -> None:
        from multiprocessing import get_context

        self.sink = sink
        ours, theirs = get_context("fork").Pipe()
        self._pipe = ours
        self._process = get_context("fork").Process(
            target=_serve, args=(parser, sink, theirs, ours), daemon=True
        )
        self._process.start()
        theirs.close()

    def __enter__(self) -> "_Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()

    def send(self, batch: Batch) -> None:
        """Send a batch; the result of the one before must have been received."""
        with _worker_errors():
            self._pipe.send(batch)

    def receive(self) -> Any:
        """Return the result of the batch; raise the exception that it raised."""
        with _worker_errors():
            result = self._pipe.recv()
        if isinstance(result, Exception):
            raise result
        return result

    def finish(self) -> None:
        """Tell the worker that there are no more batches, so that it closes its file."""
        with _worker_errors():
            self._pipe.send(None)
        self.sink.used = self.receive()


@contextmanager
def _worker_errors() -> Iterator[None]:
    """Raise InputOutput if the worker is gone, in most cases because memory was short."""
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # or it would end this process silently
    try:
        yield
    except (EOFError, OSError):
        why = t("a worker process has died (not enough memory?); nothing was changed")
        raise InputOutput(why) from None
    finally:
        signal.signal(signal.SIGPIPE, before)


def _serve(
    parser: BatchParser, sink: WorkerSink, pipe: "Connection", other_end: "Connection"
) -> None:
    """Run the worker until the other end of the pipe is closed."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process
    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _signals())
    with suppress(EOFError, OSError):
        pipe.send(_result_or_exception(sink.open))
        while batch := pipe.recv():
            pipe.send(_result_or_exception(lambda: store_records(parser.parse(batch), sink)))
        pipe.send(_result_or_exception(sink.close) or sink.used)


def _result_or_exception(function: Callable[[], object]) -> object:
    """Return the result of a call, or the exception that it raised, for the main process."""
    try:
        return function()
    except Exception as fault:
        return fault
