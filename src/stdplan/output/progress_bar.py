"""The progress of a long job: a bar with rows and rate on a terminal, else nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t, tn

if TYPE_CHECKING:
    import rich.progress


_INTERVAL = 0.1  # seconds between two drawings


class ProgressDisplay(Protocol):
    """The display of a job, which reports its progress by calling these methods."""

    def list(self, name: str) -> None:
        """Start a list; its rows are counted from 0."""

    def expected(self, rows: int | None) -> None:
        """Set about how many rows the list has; None if that is not known."""

    def rows(self, count: int) -> None:
        """Count rows that were read."""

    def loading(self, name: str) -> None:
        """Show that the list is being written to the catalogue."""

    def work(self, name: str, total: int | None) -> None:
        """Start other work of so many parts; None if their number is not known."""

    def advance(self, count: int) -> None:
        """Count parts that are done; 0 shows that the work goes on."""


class _Silent:
    """A display that shows nothing."""

    def list(self, name: str) -> None: ...
    def expected(self, rows: int | None) -> None: ...
    def rows(self, count: int) -> None: ...
    def loading(self, name: str) -> None: ...
    def work(self, name: str, total: int | None) -> None: ...
    def advance(self, count: int) -> None: ...


class _Bar:
    """A bar of Rich."""

    def __init__(self, bar: "rich.progress.Progress") -> None:
        self._bar = bar
        self._started, self._count, self._drawn = monotonic(), 0, 0.0
        self._task = bar.add_task("", total=None, message="")

    def list(self, name: str) -> None:
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(escape_unprintable(name), total=None, message="")
        self._started, self._count = monotonic(), 0

    def expected(self, rows: int | None) -> None:
        self._bar.update(self._task, total=rows)

    def rows(self, count: int) -> None:
        self._count += count
        rate = self._count / max(monotonic() - self._started, 0.001)
        message = tn(
            "{count:,} row, {rate} a second",
            "{count:,} rows, {rate} a second",
            self._count,
            rate=f"{rate:,.0f}",
        )
        self._bar.update(self._task, advance=count, message=message)
        self._refresh()

    def loading(self, name: str) -> None:
        message = t("writing {file}", file=escape_unprintable(name))
        self._bar.update(self._task, description=message, total=None)
        self._bar.refresh()

    def work(self, name: str, total: int | None) -> None:
        self.list(name)
        self.expected(total)
        self._bar.refresh()

    def advance(self, count: int) -> None:
        self._count += count
        task = self._bar.tasks[-1]
        if task.total is not None:
            message = t("{done} of {total}", done=f"{self._count:,}", total=f"{task.total:,.0f}")
            self._bar.update(self._task, advance=count, message=message)
        self._refresh()

    def _refresh(self) -> None:
        """Draw the bar, at most ten times a second.

        A thread of Rich could do this, but import forks this process, which is only safe with one
        thread.
        """
        now = monotonic()
        if now - self._drawn > _INTERVAL:
            self._drawn = now
            self._bar.refresh()


@contextmanager
def progress_bar(err: TextIO) -> Iterator[ProgressDisplay]:
    """Show a bar on `err` while the block runs, if `err` is a terminal that can move its cursor,
    and remove it at the end."""
    if not err.isatty():
        yield _Silent()
        return
    from rich import progress

    from stdplan.output.consoles import is_dumb, terminal_console

    if is_dumb():
        yield _Silent()
        return

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.TextColumn("{task.fields[message]}", markup=False),
        progress.TimeElapsedColumn(),
    )
    console = terminal_console(err, True, None)
    with progress.Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        yield _Bar(bar)
