"""The form that CONTRIBUTING.md adds as an example is read as the page says."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import list_truths
from list_truths import LISTS, import_list, messages, truth
from stdplan.commands.import_options import LIST_OPTIONS
from stdplan.importing import readers
from stdplan.importing.readers.forms import READERS, ListReader

PAGE = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)```", PAGE, re.S | re.M))
READER = "src/stdplan/importing/readers/ris_reader.py"
NAME = "standards.ris"


@pytest.fixture
def ris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the form, as the page does."""
    module = tmp_path / "readers" / Path(READER).name
    module.parent.mkdir()
    module.write_text(BLOCKS[READER], "utf-8")
    monkeypatch.setattr(readers, "__path__", [*readers.__path__, str(module.parent)])
    for form, reader in eval(f"{{{BLOCKS['entry']}}}", {"ListReader": ListReader}).items():
        monkeypatch.setitem(READERS, form, reader)
    yield
    sys.modules.pop("stdplan.importing.readers.ris_reader", None)


def test_the_list_gives_its_truth(
    ris: None, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists, folder = tmp_path / "truths", tmp_path / "lists"
    lists.mkdir()
    folder.mkdir()
    for name, content in BLOCKS.items():
        if name.startswith(NAME):
            (lists / name).write_text(content, "utf-8")
    monkeypatch.setattr(list_truths, "LISTS", lists)
    answer, records = import_list(NAME, db, folder)
    assert (answer.code, answer.err) == (0, messages(NAME))
    assert records == truth(NAME)


def test_a_faulty_line_is_named(ris: None, run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("?\nTY  - STAND\nSN  - JB/T 1-2011\nER  -\n", "utf-8")
    answer = run("standards", "import", str(path))
    assert answer.code == 65
    assert "a.txt:1:" in answer.err
    assert "this line belongs to no record" in answer.err


def test_the_command_line_offers_every_form() -> None:
    [option] = [option for option in LIST_OPTIONS if option.name == "from_"]
    assert option.choices == tuple(READERS)


def test_the_page_names_the_folder_of_the_lists() -> None:
    assert f"`{LISTS.relative_to(LISTS.parents[3]).as_posix()}/`" in PAGE
