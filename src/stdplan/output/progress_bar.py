"""How far an import has come: a bar with rows and rate on a terminal, nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TextIO

from stdplan.domain.text import escape_unprintable
from stdplan.i18n import t, tn

if TYPE_CHECKING:
    import rich.progress


_EVERY = 0.1  # seconds


class ProgressDisplay(Protocol):
    """What is told of the work under way."""

    def list(self, name: str) -> None:
        """A list is opened."""

    def expected(self, rows: int | None) -> None:
        """It has about so many rows; None: nobody knows."""

    def rows(self, count: int) -> None:
        """So many more of its rows were read."""

    def loading(self, name: str) -> None:
        """It is being written to the catalogue."""


class _Silent:
    """Nobody is looking."""

    def list(self, name: str) -> None: ...
    def expected(self, rows: int | None) -> None: ...
    def rows(self, count: int) -> None: ...
    def loading(self, name: str) -> None: ...


class _Bar:
    """Rich's bar."""

    def __init__(self, bar: "rich.progress.Progress") -> None:
        self._bar = bar
        self._begun, self._done, self._drawn = monotonic(), 0, 0.0
        self._task = bar.add_task("", total=None, said="")

    def list(self, name: str) -> None:
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(escape_unprintable(name), total=None, said="")
        self._begun, self._done = monotonic(), 0

    def expected(self, rows: int | None) -> None:
        self._bar.update(self._task, total=rows)

    def rows(self, count: int) -> None:
        self._done += count
        rate = self._done / max(monotonic() - self._begun, 0.001)
        said = tn(
            "{count:,} row, {rate} a second",
            "{count:,} rows, {rate} a second",
            self._done,
            rate=f"{rate:,.0f}",
        )
        self._bar.update(self._task, advance=count, said=said)
        self._refresh()

    def loading(self, name: str) -> None:
        said = t("writing {file}", file=escape_unprintable(name))
        self._bar.update(self._task, description=said, total=None)
        self._bar.refresh()

    def _refresh(self) -> None:
        """Draw it anew, ten times a second. Not in a thread of Rich's: import doubles this process
        for its helpers, and that is only safe where there is one thread."""
        now = monotonic()
        if now - self._drawn > _EVERY:
            self._drawn = now
            self._bar.refresh()


@contextmanager
def shown(err: TextIO) -> Iterator[ProgressDisplay]:
    """A bar on `err` while the block runs, if that is a terminal; it vanishes at the end."""
    if not err.isatty():
        yield _Silent()
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.TextColumn("{task.fields[said]}", markup=False),
        progress.TimeElapsedColumn(),
    )
    console = Console(file=err, markup=False, emoji=False, highlight=False)
    with progress.Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        yield _Bar(bar)
