"""Lists of amounts into the catalogue: all read and checked, then recorded in one operation."""

from stdplan.catalogue import amounts as recording
from stdplan.catalogue.database import Catalogue, Work
from stdplan.commands.import_rehearsal import Rehearsal
from stdplan.commands.kept_run import KeptRun
from stdplan.importing.amounts import Amounts, Known, read_amounts
from stdplan.importing.import_options import Wishes
from stdplan.importing.list_import import Expected


class Run(KeptRun[Amounts]):
    """One import of amounts."""

    def __init__(self, catalogue: Catalogue, wishes: Wishes, known: Known, dry_run: bool) -> None:
        super().__init__(catalogue, wishes, dry_run)
        self._known = known
        self._codes = {one.id: one.names[0] for one in known.indicators}

    def read(self, path: str, expected: Expected) -> Amounts:
        """The amounts of one list."""
        return read_amounts(path, self.wishes, self._known, expected)

    def check(self, work: Work) -> None:
        """Nothing: an amount stands by itself."""

    def record(self, work: Work, place: int, rehearsal: Rehearsal) -> tuple[int, int]:
        """Record the amounts of one list that are not there yet."""
        amounts = list(self.lists[place].good.values())
        new = recording.record_new(work, [amount._asdict() for amount in amounts])
        for amount, added in zip(amounts, new, strict=True):
            if added:
                code = self._codes[amount.indicator]
                rehearsal.told(f"{code} {amount.date} {amount.amount}", ())
        return sum(new), 0
