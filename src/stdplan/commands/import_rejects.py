"""The file of --skip-bad: what it may be, and when it is written.

Rule: it is opened first, written in full before the import is kept, and has its place only after;
what goes wrong on the way leaves the file that was there, and no half import.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from stdplan.catalogue.database import Catalogue
from stdplan.commands._output import same_file
from stdplan.errors import UsageProblem
from stdplan.i18n import t
from stdplan.importing.rejects import Rejects
from stdplan.output.atomic_file import destination


@contextmanager
def rejecting(
    path: str | None, lists: Sequence[str], catalogue: Catalogue, dry_run: bool
) -> Iterator[Rejects | None]:
    """What takes the rejected rows; None where there is no file for them. `path`: what --skip-bad
    says; `lists`: the files that are read.

    UsageProblem where the file is one of those or the catalogue; CannotCreate, NoPermission.
    """
    if path is None:
        yield None
        return
    if path == "-":
        raise UsageProblem(t("--skip-bad: give the name of a file, stdout has the counts"))
    if any(name != "-" and same_file(path, name) for name in lists):
        raise UsageProblem(t("--skip-bad {path} is the list itself", path=path))
    if same_file(path, catalogue.path):
        raise UsageProblem(t("--skip-bad {path} is the catalogue itself", path=path))
    if dry_run:
        yield None
        return
    with destination(path) as out, Rejects(out) as rejects:
        yield rejects
