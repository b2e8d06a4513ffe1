"""The test kit: the program in process, and where the shipped lists are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from stdplan.cli import app

EXAMPLES = Path(__file__).parents[1] / "examples"
FILED = EXAMPLES / "filed_2026_07.tsv"
WITHDRAWN = EXAMPLES / "withdrawn_2026_07.tsv"


@dataclass(frozen=True)
class Answer:
    """What a command said: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The cells of TSV output, its header first."""
        return [line.split("\t") for line in self.out.splitlines()]


Run = Callable[..., Answer]


def run_app(*words: str, stdin: str | bytes | None = None) -> Answer:
    """Run `stdplan WORDS…` in this process. A bug raises; errors for users are an exit code."""
    result = CliRunner().invoke(app, list(words), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)
