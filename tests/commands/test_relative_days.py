"""Options that read take days named from today (2026-11-22, a Sunday)."""

import pytest

from helpers import ACTIVITIES, FILED, READINGS, Run
from stdplan.commands.framework import NOUNS, CommandGroup, TableCommand, find_noun

# The options that read a day, of each reading command; `--on` is a day that lists record.
DAYS = [
    (f"{name} {verb}", item.flags[0])
    for name in NOUNS
    if isinstance(noun := find_noun(name), CommandGroup)
    for verb in noun.verbs
    if isinstance(command := noun.command(verb), TableCommand)
    for item in command.parameters
    if item.metavar in ("DATE", "DAY") and item.name != "on"
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "option"), DAYS)
def test_each_option_that_reads_takes_relative_days(
    run_loaded: Run, command: str, option: str
) -> None:
    words = READINGS[command].format(list=FILED, activities=ACTIVITIES).replace(" --year 2011", "")
    for relative, day in (("1y", "2025-11-22"), ("昨天", "2026-11-21"), ("today", "2026-11-22")):
        answer = run_loaded(*words.split(), option, relative)
        assert answer == run_loaded(*words.split(), option, day), relative
        assert answer.code == 0 or "--to" in option, answer.err


def test_the_walk_finds_the_options() -> None:
    flags = {flag for _, flag in DAYS}
    assert {"--as-of", "--since", "--until", "--from", "--to", "--ends-from"} <= flags


@pytest.mark.parametrize(
    ("relative", "same"),
    [
        ("report digest --since last-month", "report digest --since 2026-10"),
        (
            "report moves --since 7d --until yesterday",
            "report moves --since 2026-11-15 --until 2026-11-21",
        ),
        ("standards list --as-of 1y", "standards list --as-of 2025-11-22"),
        ("standards list --as-of 上月", "standards list --as-of 2026-10-31"),
        ("standards list --published-from 去年", "standards list --published-from 2025-01-01"),
        ("standards list --published-from 2025年", "standards list --published-from 2025-01-01"),
        ("standards list --published-to 2025年", "standards list --published-to 2025-12-31"),
        (
            "review calendar --from today --to +1y",
            "review calendar --from 2026-11-22 --to 2027-11-22",
        ),
        ("activities list --from this-quarter", "activities list --from 2026-10-01"),
    ],
)
def test_a_relative_day_is_a_date(run_loaded: Run, relative: str, same: str) -> None:
    answer = run_loaded(*relative.split())
    assert answer == run_loaded(*same.split())
    assert answer.code == 0


def test_what_records_takes_dates_only(run_loaded: Run) -> None:
    words = ("review", "record", "JB/T 7547-1994", "--outcome", "confirm", "--on", "7d")
    answer = run_loaded(*words)
    assert answer.code == 2
    assert answer.err.startswith('stdplan: error: --on: "7d" is not a date')


def test_a_day_out_of_range_is_refused(run_loaded: Run) -> None:
    answer = run_loaded("history", "--since", "900y")
    assert answer.code == 2
    assert answer.err == 'stdplan: error: --since: "900y" is not a day from 1900 to 2999\n'
