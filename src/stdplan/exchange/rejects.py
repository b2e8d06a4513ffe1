"""Rows that were not taken in, with the reasons, as a list that can be mended and imported.

Rule: a row stands as its list has it, behind five columns that say where it came from and what is
wrong with it. A list that begins with these five is read without them, so a mended one goes in with
the same command. The file is written beside its name and takes it when the import is done.
"""

import csv
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Self

from stdplan.errors import CannotCreate, UsageProblem
from stdplan.exchange.readers.rows import RawRow
from stdplan.exchange.values import Fault
from stdplan.i18n import t

REASONS = ("file", "line", "column", "value", "message")


class Rejects:
    """The file of rejected rows under way; a context, so that nothing unfinished is left behind."""

    def __init__(self, path: str, lists: Sequence[str]) -> None:
        """UsageProblem where the file is one of the `lists` that are read."""
        self.path = Path(path)
        if any(_same(self.path, name) for name in lists):
            raise UsageProblem(t("--skip-bad {path} is the list itself", path=path))
        # The columns of all lists are only known at the end.
        self._rows: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._headers: dict[str, None] = {}
        self._unfinished: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()
        if self._unfinished is not None:
            self._unfinished.unlink(missing_ok=True)

    def begin(self, header: list[str]) -> None:
        """A list with this header is read."""
        self._headers |= dict.fromkeys(header)

    def add(self, file: str, header: list[str], row: RawRow, faults: list[Fault]) -> None:
        """A row with faults."""
        columns, values, messages = zip(*faults, strict=True)
        reasons = [f"{file}{row.part}", str(row.line)]
        reasons += ["; ".join(dict.fromkeys(texts)) for texts in (columns, values, messages)]
        json.dump([reasons, header, row.cells], self._rows, ensure_ascii=False)
        self._rows.write("\n")

    def write(self) -> None:
        """Write everything beside the file; `finish` gives it its name."""
        try:
            handle, name = tempfile.mkstemp(
                dir=self.path.parent or ".", prefix=f".{self.path.name}."
            )
            self._unfinished = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                delimiter = "\t" if self.path.suffix == ".tsv" else ","
                writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
                writer.writerow((*REASONS, *self._headers))
                writer.writerows(self._table())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotCreate(
                t("{path}: cannot be created ({why})", path=self.path, why=error.strerror or error)
            ) from error

    def finish(self) -> None:
        """Give the file its name."""
        if self._unfinished is not None:
            self._unfinished.chmod(0o666 & ~_umask())
            self._unfinished.replace(self.path)
            self._unfinished = None

    def _table(self) -> Iterator[list[str]]:
        self._rows.seek(0)
        for line in self._rows:
            reasons, header, cells = json.loads(line)
            held = dict(zip(header, cells, strict=False))
            # Cells beyond the header are what is wrong: they stay beyond it.
            beyond = cells[len(header) :]
            yield [*reasons, *(held.get(name, "") for name in self._headers), *beyond]


def without_reasons(header: list[str]) -> int:
    """How many columns of a list are the reasons of a file of rejects."""
    return len(REASONS) if tuple(header[: len(REASONS)]) == REASONS else 0


def _same(path: Path, name: str) -> bool:
    try:
        return name != "-" and path.samefile(name)
    except OSError:
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
