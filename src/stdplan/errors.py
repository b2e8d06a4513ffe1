"""What can go wrong, each with the exit code that scripts see (after BSD's sysexits).

Messages are sentences for a person and are translated where they are raised.
"""

FINDINGS = 1
USAGE = 2
BAD_DATA = 65
MISSING = 66
BUG = 70
CANNOT_CREATE = 73
IO = 74
LOCKED = 75
NO_PERMISSION = 77
TOO_NEW = 78


class StdplanError(Exception):
    """Anything that stops a command with a message; `exit_code` tells scripts what kind."""

    exit_code = BUG


class UsageProblem(StdplanError):
    """An argument that cannot be right whatever the catalogue holds."""

    exit_code = USAGE


class BadData(StdplanError):
    """A file, a cell or a catalogue that does not hold what it should.

    `faults` are lines in the form `file:line: column: "value" problem`, of which the error boundary
    shows the first twenty; `more`: how many there are beside them.
    """

    exit_code = BAD_DATA

    def __init__(self, message: str, faults: tuple[str, ...] = (), more: int = 0) -> None:
        super().__init__(message)
        self.faults = faults
        self.more = more


class Missing(StdplanError):
    """A file, a catalogue or a record that was named and is not there."""

    exit_code = MISSING


class CannotCreate(StdplanError):
    """Something that should be made exists already, or cannot be made."""

    exit_code = CANNOT_CREATE


class InputOutput(StdplanError):
    """Reading or writing failed: a full disk, a closed pipe."""

    exit_code = IO


class Locked(StdplanError):
    """Somebody else is writing; trying again may work."""

    exit_code = LOCKED


class NoPermission(StdplanError):
    """The system does not let us read or write the file."""

    exit_code = NO_PERMISSION


class TooNew(StdplanError):
    """The catalogue was written by a newer stdplan."""

    exit_code = TOO_NEW
