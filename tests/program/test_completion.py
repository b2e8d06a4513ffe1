"""What TAB proposes, as the scripts of the shells ask for it."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stdplan
from helpers import READINGS, Run, run_app
from stdplan.catalogue.database import open_to_read
from stdplan.completion.answer import Completion, answer
from stdplan.completion.fields import list_columns
from stdplan.completion.position import find_position
from stdplan.completion.scripts import install, script_of
from stdplan.completion.shells import respond, split_line
from stdplan.domain.fields import FIELDS
from stdplan.i18n import use_language

LISTED = """标准编号,计划号,标准名称,发布日期
JB/T 7547-1994,,中速柴油机,1995-01-01
GB/T 191-2008,,包装储运图示标志,2008-04-01
GB/T 19001-2016,,质量管理体系 要求,2016-12-30
GB 1-2020,,甲,2020-01-01
,2011-0123T-JB,试验机,
"""


@pytest.fixture(scope="module")
def filled(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a catalogue with some numbers, a review, an amount and an activity."""
    path = tmp_path_factory.mktemp("listed") / "list.csv"
    path.write_text(LISTED, encoding="utf-8")
    for words in (
        ["standards", "import", str(path)],
        ["standards", "edit", "JB/T 7547-1994", "--committee", "全国压缩机标委会"],
        ["review", "record", "JB/T 7547-1994", "--outcome", "confirm", "--on", "2011-05-18"],
        ["progress", "record", "3", "120", "--on", "2011-06-30"],
        ["activities", "add", "training", "Writing standards", "--on", "2011-05-18"],
    ):
        assert run_app("--db", str(blank), *words).code == 0, words
    return blank


@pytest.fixture
def catalogue(filled: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the filled catalogue, which STDPLAN_DB names."""
    shutil.copy(filled, db)
    monkeypatch.setenv("STDPLAN_DB", str(db))
    yield db
    use_language(None)


def proposed(line: str) -> list[str]:
    """Return what TAB proposes at the end of a line."""
    typed = split_line(f"stdplan {line}")
    return [each.text for each in answer(typed.words[1:], typed.incomplete).proposals]


STAGES = ["00", "10", "20", "30", "40", "50", "60", "90", "95"]

POSITIONS: dict[str, list[str]] = {
    "sta": ["standards"],
    "re": ["review", "report"],
    "--l": ["--lang"],
    "--lang ": ["zh", "en"],
    "--lang=z": ["--lang=zh"],
    "--install-completion z": ["zsh"],
    "--show-completion po": ["powershell"],
    "--debug sec": ["sectors"],
    "review c": ["calendar", "campaign"],
    "standards sh": ["show"],
    "db ": ["info", "check", "backup", "restore", "rebuild"],
    "history ": ["list", "show", "prune"],
    "sectors --ye": ["--year"],
    "standards list --se": ["--sector", "--search"],
    "standards list --sector x --se": ["--sector", "--search"],
    "standards list --limit 3 --li": [],
    "standards list --sector mach": ["machinery"],
    "standards list --sector=mach": ["--sector=machinery"],
    "standards list --sector MACH": ["machinery"],
    "standards list --sector machinery,st": ["machinery,steel"],
    "standards list --not-sector tel": ["telecom"],
    "standards list --focus telecom/ipv": ["telecom/ipv6"],
    "standards list --family ind": ["industry"],
    "standards list --nature m": ["mandatory"],
    "standards list --work ": ["new", "revise"],
    "standards list --status in": ["in-force"],
    "standards list --status in-force,w": ["in-force,withdrawn"],
    "standards list --stage ": STAGES,
    "standards list --adoption I": ["IDT"],
    "standards list --driver x": [],
    "standards list --innovation p": ["patent"],
    "standards list --committee 全": ["全国压缩机标委会"],
    "standards list --prefix G": ["GB"],
    "standards list --fields nu": ["number"],
    "standards list --fields number,tit": ["number,title", "number,title_en"],
    "standards list --fields number,title,numb": [],
    "standards list --sort pub": ["published", "published:asc", "published:desc"],
    "standards list --sort published:": ["published:asc", "published:desc"],
    "standards list --sort=published:d": ["--sort=published:desc"],
    "standards list --without comm": ["committee"],
    "standards list --without committee,dep": ["committee,department"],
    "standards list --sort age:desc,pub": [
        *("age:desc,published", "age:desc,published:asc", "age:desc,published:desc"),
    ],
    "standards list -f j": ["json", "jsonl"],
    "standards list -fj": ["-fjson", "-fjsonl"],
    "standards list --format=xl": ["--format=xlsx"],
    "standards list --labels ": ["zh", "en"],
    "standards list --plan ": ["2011"],
    "standards list --year 2": ["2011"],
    "standards list --as-of last": ["last-week", "last-month", "last-quarter"],
    "standards list --search ": [],
    "standards list x --sector mach": ["machinery"],
    "standards show GB/T\\ 19": ["GB/T 191-2008", "GB/T 19001-2016"],
    'standards show "GB/T 190': ["GB/T 19001-2016"],
    "standards show 'GB/T 190": ["GB/T 19001-2016"],
    "standards show GB/T 190": ["19001-2016"],
    "standards show GB/T ": ["191-2008", "19001-2016"],
    "standards show GB/T 191-2008 JB/T ": ["7547-1994"],
    "standards show JB/T 7547-1994 GB/T\\ 1900": ["GB/T 19001-2016"],
    "standards show gbt1900": ["GB/T 19001-2016"],
    "standards show jb": ["JB/T 7547-1994"],
    "standards show 2011-": ["2011-0123T-JB"],
    "standards show -- JB": ["JB/T 7547-1994"],
    "standards show 99": [],
    "standards stage JB/T 7547-1994 ": STAGES,
    "standards stage JB/T 7547-1994 9": ["90", "95"],
    "standards stage GB/T ": ["191-2008", "19001-2016"],
    "standards import --dup": ["--duplicates"],
    "standards import --duplicates ": ["error", "first", "last"],
    "standards import --set sect": ["sector="],
    "standards import --set family=na": ["family=national"],
    "standards import --set title=x": [],
    "standards import --map 编号=numb": ["编号=number"],
    "review import --set out": ["outcome="],
    "review import --set outcome=conf": ["outcome=confirm"],
    "review import --map 结论=outc": ["结论=outcome"],
    "progress import --set amo": ["amount="],
    "activities import --set pers": ["person="],
    "standards import --from doc": ["docx", "doc"],
    "standards edit JB/T 7547-1994 --clear comm": ["committee"],
    "standards edit JB/T 7547-1994 --clear sta": [],
    "standards edit GB/T 191-2008 --replaces JB": ["JB/T 7547-1994"],
    "standards edit GB/T 191-2008 --replaces 'GB 1-2020,JB": ["GB 1-2020,JB/T 7547-1994"],
    "review record JB/T 7547-1994 --outcome ": [
        *("confirm", "revise", "merge", "withdraw", "amend", "convert")
    ],
    "review record JB/T 7547-1994 --outcome merge --into GB/T\\ 191": ["GB/T 191-2008"],
    "review list --outcome con": ["confirm", "convert"],
    "standards classify --without key": ["keyword"],
    "standards list --sort ext": [],
    "history --sort cou": [],
    "review due --not-family al": [],
    "activities due -f ic": [],
    "review due --by ": ["sector", "committee", "department"],
    "review due --family a": ["association", "all"],
    "review due --by sector --fields ov": [],
    "review due --by sector --fields d": ["due"],
    "review edit ": ["1"],
    "review edit 1 --clear n": ["note"],
    "review remove ": ["1"],
    "review calendar -f i": ["ics"],
    "progress record 1": ["1", "10", "11", "12", "13"],
    "progress record 3 ": [],
    "progress record 3 120 --indicator 3.pub": ["3.published"],
    "progress edit ": ["1"],
    "activities add tr": ["training"],
    "activities add training ": [],
    "activities show ": ["1"],
    "activities list --kind train": ["training"],
    "activities list --state pub": ["published"],
    "activities list --state accepted,pub": ["accepted,published"],
    "focus show telecom/ip": ["telecom/ipv6"],
    "sectors show mach": ["machinery"],
    "tasks show 13": ["13"],
    "plans target 3.publ": ["3.published"],
    "plans export ": ["2011"],
    "plans new 2028 --sectors machinery,elec": ["machinery,electronics"],
    "plans edit 2011 --clear nat": ["nature-months"],
    "plans edit 2011 --nature-months man": ["mandatory="],
    "report progress --indicator 3.": ["3.projects", "3.published", "3.submitted"],
    "report progress --forecast --fields fore": ["forecast"],
    "standards check x.csv --fields valid": ["validity"],
    "standards import x.csv --fields rej": ["rejected"],
    "report counts --by sector,fam": ["sector,family"],
    "report counts --by year --fields ": [
        *("year", "records", "planned", "upcoming", "in_force", "withdrawn", "terminated"),
        *("suspended", "overdue", "due"),
    ],
    "report review --by ": ["sector", "committee", "all"],
    "db check --skip li": ["life"],
    "run --fields comm": ["command"],
    "sql --views --fields col": ["column"],
    "undo 1": ["1"],
    "undo -": ["--dry-run", "--format", "--json", "--help"],
    "standards show --": ["--as-of", "--year", "--format"],
    # The catalogue and the language of the line.
    "--db /nowhere.db sectors show mach": [],
    "--lang zh standards list --sector 机": ["机械"],
    "--lang zh standards list --sector 机械、钢": ["机械、钢铁"],
    "standards list --status 现": ["现行"],
    # Lines that are wrong.
    "nope ": [],
    "standards nope ": [],
    "standards list --nope mach": [],
    "standards list --sector xyz": [],
    "standards list --sector 'mach": ["machinery"],
}


@pytest.mark.parametrize(("line", "expected"), POSITIONS.items(), ids=POSITIONS)
def test_a_position(catalogue: Path, line: str, expected: list[str]) -> None:
    found = proposed(line)
    if line.startswith(("review due --by sector", "db check")) or line.endswith("--"):
        assert set(expected) <= set(found)
    elif "--lang" not in line and "现" in line:
        use_language("zh")
        assert proposed(f"--lang zh {line}") == expected
    else:
        assert found == expected


def test_the_nouns_and_the_verbs_have_their_help(catalogue: Path) -> None:
    found = {each.text: each.help for each in answer([], "").proposals}
    assert (
        found["review"]
        == "List reviews due and campaigns, and record, decide, correct and remove reviews."
    )
    found = {each.text: each.help for each in answer(["--lang", "zh", "review"], "").proposals}
    assert found["list"] == "复审记录，最近的在前。"
    assert len(found) >= 12


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("standards list --sector mach", "Machinery"),
        ("--lang zh standards list --sector mach", "机械"),
        ("standards show GB/T\\ 191", "包装储运图示标志"),
        ("--lang zh standards list --fields published", "发布日期"),
        ("--lang zh standards list --plan 2011", "工信部2011年标准化重点工作"),
        ("--lang zh standards stage JB/T 7547-1994 10", "立项"),
        ("undo 2", "stdplan"),
        ("review edit 1", "JB/T 7547-1994 2011-05-18 confirm"),
    ],
)
def test_a_proposal_has_the_name(catalogue: Path, line: str, name: str) -> None:
    typed = split_line(f"stdplan {line}")
    [proposal, *_] = answer(typed.words[1:], typed.incomplete).proposals
    assert name in proposal.help


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--db ", Completion(paths="file")),
        ("--db=", Completion(paths="file", before="--db=")),
        ("standards import ", Completion(paths="file")),
        ("standards import a.csv b", Completion(paths="file")),
        ("standards import a.csv --skip-bad ", Completion(paths="file")),
        ("standards list -o ", Completion(paths="file")),
        ("standards list -oplan", Completion(paths="file", before="-o")),
        ("standards list --output=pl", Completion(paths="file", before="--output=")),
        ("plans export 2011 -o ", Completion(paths="folder")),
        ("review form -o ", Completion(paths="folder")),
        ("db backup ", Completion(paths="file")),
        ("init --sectors ", Completion(paths="file")),
        ("report digest --numbers ", Completion(paths="file")),
    ],
)
def test_a_file_or_a_folder_is_for_the_shell(
    catalogue: Path, line: str, expected: Completion
) -> None:
    typed = split_line(f"stdplan {line}")
    found = answer(typed.words[1:], typed.incomplete)
    assert (found.paths, found.before) == (expected.paths, expected.before)


# Options whose values are accepted only with certain others.
DEPENDENT = ("--as-of", "--from", "--encoding", "--fields", "--format")


def readings_of_options() -> dict[str, str]:
    """Return a reading command for each option that has a value."""
    found: dict[str, str] = {}
    for words in READINGS.values():
        for parameter in find_position(words.split(), "--").parameters:
            flag = parameter.flags[-1] if parameter.flags else ""
            if parameter.type is not bool and flag.startswith("--") and "{" not in words:
                found.setdefault(flag, words)
    return {flag: words for flag, words in found.items() if flag not in DEPENDENT}


@pytest.mark.slow
@pytest.mark.parametrize(("flag", "words"), readings_of_options().items())
def test_what_is_proposed_is_accepted(catalogue: Path, run: Run, flag: str, words: str) -> None:
    parts = words.split()
    proposals = [each for each in answer([*parts, flag], "").proposals if each.whole]
    for proposal in [*proposals[:1], *proposals[-1:]]:
        answered = run(*parts, flag, proposal.text)
        assert answered.code in (0, 1, 66) or "cannot be used" in answered.err, proposal.text


def test_the_settings_have_the_catalogue_the_language_and_the_questions(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        f"""
        language = "zh"
        catalogue = {str(catalogue)!r}
        [questions]
        old = "review due --years 10"
        "two words" = ["sectors", "list"]
        """,
        encoding="utf-8",
    )
    monkeypatch.setenv("STDPLAN_CONFIG", str(path))
    monkeypatch.delenv("STDPLAN_DB")
    monkeypatch.delenv("STDPLAN_LANG")
    [sector] = answer(["sectors", "show"], "mach").proposals
    assert sector.help == "机械"
    saved = {each.text: each.help for each in answer(["run"], "").proposals}
    assert saved == {"old": "review due --years 10", "two words": "sectors list"}
    assert proposed("run ol") == ["old"]
    assert proposed("--no-pager run old --fields counted") == ["counted_from"]
    assert proposed("run old --years 5 --by com") == ["committee"]
    assert proposed("run 'two words' --fields name_") == ["name_zh", "name_en"]
    assert proposed("run nothing --fields na") == []
    path.write_text("language = ", encoding="utf-8")
    assert proposed("sta") == ["standards"]


def test_every_parameter_can_be_completed(catalogue: Path) -> None:
    """No value of any command makes completion fail."""
    for words in READINGS.values():
        noun, verb, *_ = words.split()
        for parameter in find_position([noun, verb], "--").parameters:
            for flag in parameter.flags:
                assert answer([noun, verb, flag], "") is not None


# Numbers of large catalogues.


def test_many_numbers_are_completed_step_by_step(run: Run, db: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    numbers = [f"JB/T {number}-2011" for number in range(1000, 1400)] + ["JB 5-2011", "GB 7-2011"]
    path.write_text("\n".join(["标准编号", *numbers]), encoding="utf-8")
    assert run("standards", "import", str(path)).code == 0

    def texts(word: str) -> list[tuple[str, bool]]:
        found = answer(["--db", str(db), "standards", "show"], word).proposals
        return [(each.text, each.whole) for each in found]

    assert texts("") == [("GB 7-2011", True), ("JB", False)]
    assert texts("J") == [("JB 5-2011", True), ("JB/T 1", False)]
    assert texts("JB/T") == [(f"JB/T 1{digit}", False) for digit in "0123"]
    assert texts("JB/T 123") == [(f"JB/T 123{digit}-2011", True) for digit in "0123456789"]
    assert texts("JB/T 1234") == [("JB/T 1234-2011", True)]


def test_the_questions_are_served_by_indexes(catalogue: Path) -> None:
    connection = open_to_read(catalogue)
    assert connection is not None
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    from stdplan.catalogue.queries import completions, nearest_numbers

    completions.keys_beginning(connection, "JB")
    completions._branches(connection, "JB")
    completions.plan_numbers_beginning(connection, "2011")
    for kind in completions._IDS:
        completions.newest_ids(connection, kind)
    for text in ("7547", "JB/T 7457-1994", "20230390-T-338", "JB/T 7547-1995"):
        nearest_numbers.nearest_numbers(connection, text)
    connection.set_trace_callback(None)
    plans = {row[3] for sql in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")}
    assert not [plan for plan in plans if plan == "SCAN standard" or plan == "SCAN s"]
    connection.close()


# Silence.


def tab(line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a script of zsh does."""
    environment = {**os.environ, "_STDPLAN_COMPLETE": "complete_zsh", "_STDPLAN_LINE": line, **env}
    return subprocess.run(
        [sys.executable, "-m", "stdplan"], capture_output=True, env=environment, check=False
    )


def test_no_catalogue_is_created(tmp_path: Path) -> None:
    done = tab("stdplan sectors show mach", XDG_DATA_HOME=str(tmp_path / "data"))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"before=\n", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_catalogue_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.db"
    path.write_bytes(content)
    done = tab("stdplan sectors show mach", STDPLAN_DB=str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"before=\n", b"")
    assert path.read_bytes() == content


def test_a_locked_catalogue_is_not_waited_for(catalogue: Path) -> None:
    with sqlite3.connect(catalogue) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        done = tab("stdplan sectors show mach", STDPLAN_DB=str(catalogue))
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_older_catalogue_is_not_migrated(catalogue: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copy(catalogue, older)
    with sqlite3.connect(older) as connection:
        connection.execute("PRAGMA user_version = 5")
    before = older.read_bytes()
    done = tab("stdplan sectors show mach", STDPLAN_DB=str(older))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"before=\n", b"")
    assert older.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("older*")) == ["older.db"]


def test_a_catalogue_is_only_read(catalogue: Path) -> None:
    before = catalogue.read_bytes(), sorted(catalogue.parent.iterdir())
    done = tab("stdplan sectors show mach", STDPLAN_DB=str(catalogue))
    assert done.stdout == b"before=\nmachinery\tMachinery\n"
    assert before == (catalogue.read_bytes(), sorted(catalogue.parent.iterdir()))


def test_what_fails_is_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stdplan.completion.shells.answer", lambda *words: 1 / 0)
    monkeypatch.setenv("_STDPLAN_LINE", "stdplan ")
    for shell in ("bash", "zsh", "fish", "powershell", "tcsh"):
        respond(f"complete_{shell}")
    assert capsys.readouterr() == ("", "")


def test_completion_imports_neither_typer_nor_sqlmodel(catalogue: Path) -> None:
    code = (
        "import os, sys\n"
        "os._exit = lambda code: (sys.stderr.write(' '.join(sys.modules)), sys.stderr.flush())\n"
        "from stdplan.cli import main\n"
        "main()"
    )
    for line in (
        "sta",
        "standards list --sector m",
        "standards show JB",
        "standards list --fields ",
    ):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            env={
                "PYTHONPATH": str(Path(stdplan.__file__).parents[1]),
                "_STDPLAN_COMPLETE": "complete_zsh",
                "_STDPLAN_LINE": f"stdplan {line}",
                "STDPLAN_DB": str(catalogue),
            },
            check=True,
        )
        packages = {name.partition(".")[0] for name in done.stderr.split()}
        assert packages & {"typer", "sqlmodel", "sqlalchemy", "pydantic", "rich", "yaml"} == set()


# The columns of --fields and --sort.


def columns_of(run: Run, words: str) -> list[str] | None:
    """Return the columns that a command shows, as it names them for a wrong field."""
    told = run(*words.split(), "--fields", "no-such-field").err
    _, found, names = told.partition("; use one of ")
    return names.partition("; did")[0].strip().split(", ") if found else None


@pytest.mark.parametrize("words", [words for words in READINGS.values() if "{" not in words])
def test_the_columns_are_those_of_the_command(catalogue: Path, run: Run, words: str) -> None:
    parts = words.split()
    command = " ".join(parts[:2])
    given = find_position(parts, "").given
    columns, standards = list_columns(command, given)
    shown = columns_of(run, words)
    if columns and shown:
        assert [column.name for column in columns] == shown[: len(columns)]
        if not command.endswith(" show"):
            assert len(columns) == len(shown)
    elif "--by" not in words:
        assert command in (
            "sectors show",
            "focus show",
            "tasks show",
            "report summary",
            "progress import",
            "db check",
            "sql --views",  # a query decides its columns
        )
    assert standards == (command in ("standards list", "standards show"))


# The words of shells.


@pytest.mark.parametrize(
    ("line", "words", "incomplete", "quote"),
    [
        ("a b", ["a"], "b", ""),
        ("a b ", ["a", "b"], "", ""),
        ("a GB/T\\ 1", ["a"], "GB/T 1", ""),
        ("a 'GB/T 1", ["a"], "GB/T 1", "'"),
        ('a "GB/T 1" ', ["a", "GB/T 1"], "", ""),
        ('a "x\\"y', ["a"], 'x"y', '"'),
        ("a --x='b c", ["a"], "--x=b c", "'"),
        ("a ''", ["a"], "", ""),
        ("a 'it'\\'s", ["a"], "it's", ""),
        ("", [], "", ""),
        ("a b\\\nc", ["a"], "bc", ""),
        ("a > b c", ["a"], "c", ""),
        ("a >b 2>/dev/null c", ["a"], "c", ""),
        ("a b>c d", ["a", "b"], "d", ""),
        ("a b >> c <d e", ["a", "b"], "e", ""),
        ("a '>' b", ["a", ">"], "b", ""),
    ],
)
def test_a_line_is_split_as_a_shell_does(
    line: str, words: list[str], incomplete: str, quote: str
) -> None:
    found = split_line(line)
    assert (found.words, found.incomplete, found.quote) == (words, incomplete, quote)


ANSWERS = {
    ("bash", "standards list --sector mach"): "\nmachinery\n",
    ("bash", "standards list --sector=mach"): "\nmachinery\n",
    ("bash", "standards list --sort published:d"): "\ndesc\n",
    ("bash", "standards show GB/T\\ 191"): "\nGB/T\\ 191-2008\n",
    ("bash", 'standards show "GB/T 191'): "\nGB/T 191-2008\n",
    ("bash", "standards import "): "file\n",
    ("bash", "sectors > out"): "file\n",
    ("bash", "sectors 2>/dev/null --js"): "\n--json\n",
    ("bash", "plans export 2011 -o "): "folder\n",
    ("bash", "standards import --set titl"): "partial\ntitle=\ntitle_en=\n",
    ("zsh", "standards list --sector=mach"): "before=\n--sector=machinery\tMachinery\n",
    ("zsh", "--db=pl"): "file before=--db=\n",
    ("fish", "standards list --sector mach"): "before=\nmachinery\tMachinery\n",
    ("fish", "standards list -f tsv --limit "): "before=\n",
    ("fish", "standards import 'a b"): "file before=\na b\n",
    ("fish", "standards list -oa\\ b"): "file before=-o\na b\n",
    ("powershell", "standards list --sector mach"): "machinery:::Machinery\n",
    ("pwsh", "standards show 'GB/T 191"): "GB/T 191-2008:::包装储运图示标志\n",
}


@pytest.mark.parametrize(("asked", "expected"), ANSWERS.items(), ids=map(" ".join, ANSWERS))
def test_the_answer_in_the_language_of_a_shell(
    catalogue: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: tuple[str, str],
    expected: str,
) -> None:
    shell, line = asked
    monkeypatch.setenv("_STDPLAN_LINE", f"stdplan {line}")
    respond(f"complete_{shell}")
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("machinery,st ", "machinery,steel:::Iron and steel\n"),
        ("st ", "steel:::Iron and steel\n"),  # PowerShell takes what is behind the comma for a word
    ],
)
def test_powershell_gets_what_it_replaces(
    catalogue: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    word: str,
    expected: str,
) -> None:
    monkeypatch.setenv("_STDPLAN_LINE", "stdplan standards list --sector machinery,st")
    monkeypatch.setenv("_STDPLAN_WORD", word)
    respond("complete_powershell")
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("older", [False, True])
def test_a_value_that_no_line_shows_is_not_proposed(
    catalogue: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shell: str,
    older: bool,
) -> None:
    with sqlite3.connect(catalogue) as connection:
        for at, name in enumerate(
            ("全国\n; rm x", "全国\x1b[31m", "全国\u202e", "全国焊接标委会"), 1
        ):
            connection.execute("UPDATE standard SET committee = ? WHERE id = ?", (name, at))
        connection.execute(
            "UPDATE standard SET title = 'A\x1b]0;x\x07' WHERE key LIKE 'GB/T 191-%'"
        )
    for words in ("list --committee 全国", r"show GB/T\ 191-"):
        line = f"stdplan standards {words}"
        if older:
            monkeypatch.setenv("COMP_WORDS", line)
            monkeypatch.setenv("COMP_CWORD", "4")
            monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
            monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", line.rpartition(" ")[2])
        else:
            monkeypatch.setenv("_STDPLAN_LINE", line)
        respond(f"complete_{shell}")
    out = capsys.readouterr().out
    assert "全国焊接标委会" in out
    assert not any(sign in out for sign in ("\x1b", "\x07", "rm x", "\u202e"))
    if shell in ("zsh", "fish") and not older:
        assert "GB/T 191-2008\tA\\x1b]0;x\\x07\n" in out


OLDER = [
    ("bash", {"COMP_WORDS": "stdplan standards list --sector m", "COMP_CWORD": "4"}, "machinery\n"),
    ("bash", {"COMP_WORDS": "stdplan\nsta", "COMP_CWORD": "1"}, "standards\n"),
    (
        "bash",
        {"COMP_WORDS": "stdplan\nplans\n", "COMP_CWORD": "2"},
        "list\nnew\ntarget\nedit\nexport\n",
    ),
    (
        "zsh",
        {"_TYPER_COMPLETE_ARGS": "stdplan standards list --lim"},
        '_arguments \'*: :(("--limit":"Show at most this many rows."))\'',
    ),
    ("zsh", {"_TYPER_COMPLETE_ARGS": "stdplan --db "}, "_files"),
    ("fish", {"_TYPER_COMPLETE_ARGS": "stdplan sectors show mach"}, "machinery\tMachinery\n"),
    (
        "powershell",
        {
            "_TYPER_COMPLETE_ARGS": "stdplan sectors show mach",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": "mach",
        },
        "machinery:::Machinery\n",
    ),
]


@pytest.mark.parametrize(("shell", "env", "expected"), OLDER)
def test_scripts_that_typer_installed_still_work(
    catalogue: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shell: str,
    env: dict[str, str],
    expected: str,
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    respond(f"complete_{shell}")
    assert capsys.readouterr().out == expected


# The scripts.


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_is_printed(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app("--show-completion", shell).out == script_of(shell)
    assert run_app(f"--show-completion={shell}").out == script_of(shell)
    respond(f"source_{shell}")
    respond(f"{shell}_source")
    assert capsys.readouterr().out == script_of(shell) * 2
    monkeypatch.setattr("stdplan.typer_program.shell_in_use", lambda: shell)
    assert run_app("--show-completion").out == script_of(shell)


def test_a_shell_that_is_not_known_is_refused() -> None:
    answer = run_app("--show-completion", "zhs")
    assert answer.code == 2
    assert answer.out == ""
    assert "Did you mean 'zsh'?" in answer.err


@pytest.mark.parametrize(
    ("shell", "script", "start"),
    [
        ("bash", ".bash_completions/stdplan.sh", ".bashrc"),
        ("zsh", ".zfunc/_stdplan", ".zshrc"),
        ("fish", ".config/fish/completions/stdplan.fish", None),
        ("pwsh", ".stdplan_completion.ps1", ".config/powershell/Microsoft.PowerShell_profile.ps1"),
    ],
)
def test_a_script_is_installed_once(
    shell: str, script: str, start: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    if start:
        (tmp_path / start).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / start).write_text("own line")
    answer = run_app("--install-completion", shell)
    assert (answer.code, answer.out) == (0, "")
    assert str(tmp_path / script) in answer.err
    assert (tmp_path / script).read_text("utf-8") == script_of(shell)
    assert install(shell) == str(tmp_path / script)
    if start:
        own, line = (tmp_path / start).read_text("utf-8").splitlines()
        assert own == "own line"
        assert script.rpartition("/")[0] in line


def test_a_home_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    answer = run_app("--install-completion", "bash")
    assert answer.code == 73
    assert "cannot be created" in answer.err


def test_fields_of_standards_are_all_proposed(catalogue: Path) -> None:
    found = proposed("standards list --fields ")
    assert {field.name for field in FIELDS} <= set(found)
    assert json.dumps(found) == json.dumps(list(dict.fromkeys(found)))


# Odd lines.

WORDS = st.sampled_from(
    [
        *("standards", "list", "show", "review", "record", "import", "undo", "plans", "nope", "--"),
        *(
            "--sector",
            "--db",
            "--lang",
            "zh",
            "-f",
            "--fields",
            "=",
            "-",
            "-1",
            "--x=y",
            "GB/T",
            "",
        ),
        *(
            "--sort",
            "stage",
            "JB/T 7547-1994",
            "机械",
            "\ud800",
            "--map",
            "--set",
            "--sector=mach,",
        ),
    ]
)


@given(words=st.lists(WORDS, max_size=6), incomplete=WORDS | st.text(max_size=6))
def test_any_line_has_an_answer(words: list[str], incomplete: str) -> None:
    found = answer(["--db", "/nowhere.db", *words], incomplete)
    assert all(proposal.text for proposal in found.proposals)
    use_language(None)


@given(st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1), min_size=1))
def test_quoted_words_are_found_again(words: list[str]) -> None:
    found = split_line(shlex.join(words))
    assert [*found.words, found.incomplete] == words
    assert found.quote == ""
