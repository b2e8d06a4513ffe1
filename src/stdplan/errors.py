"""The errors that end a command, each with its exit code for scripts (after BSD's sysexits).

Messages are sentences for a person, and are translated where the error is raised.
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
    """An error that ends a command with a message and an exit code."""

    exit_code = BUG


class Refused(StdplanError):
    """What was asked for is impossible as the catalogue is now; the message says what is in the
    way."""

    exit_code = FINDINGS


class UsageProblem(StdplanError):
    """An argument or an option is wrong, whatever the catalogue contains."""

    exit_code = USAGE


class BadData(StdplanError):
    """A file, a cell or a catalogue has contents that are not allowed there.

    `faults`: lines of the form `file:line: column: "value" problem`. The error boundary shows the
    first 20 of them. `more`: the number of faults that are not in `faults`.
    """

    exit_code = BAD_DATA

    def __init__(self, message: str, faults: tuple[str, ...] = (), more: int = 0) -> None:
        super().__init__(message)
        self.faults = faults
        self.more = more


class NoList(BadData):
    """A file can be read, but there is no list in it."""


class Missing(StdplanError):
    """A file, a catalogue or a record does not exist."""

    exit_code = MISSING


class CannotCreate(StdplanError):
    """Something that a command should create exists already or cannot be created."""

    exit_code = CANNOT_CREATE


class InputOutput(StdplanError):
    """Reading or writing failed, for example because a disk is full or a pipe is closed."""

    exit_code = IO


class Locked(StdplanError):
    """Another process is writing to the catalogue; a second try may work."""

    exit_code = LOCKED


class NoPermission(StdplanError):
    """The system does not allow the program to read or write a file."""

    exit_code = NO_PERMISSION


class TooNew(StdplanError):
    """A newer version of stdplan wrote the catalogue."""

    exit_code = TOO_NEW
