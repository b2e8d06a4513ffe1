"""A list of each form, as people send it, gives the records of its truth (list_truths.py)."""

import shutil
from pathlib import Path

import pytest

from list_truths import NAMES, import_list, messages, truth, write_list
from stdplan.importing.readers.detect import open_lists
from stdplan.importing.readers.forms import READERS
from stdplan.importing.readers.rows import ReadOptions

NEEDS_OFFICE = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice converts old documents",
)
LISTS = [
    pytest.param(name, marks=[NEEDS_OFFICE, pytest.mark.slow] if name.endswith(".rtf") else [])
    for name in NAMES
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_gives_the_records_of_its_truth(name: str, db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    answer, records = import_list(name, db, folder)
    assert (answer.code, answer.err) == (0, messages(name))
    assert records == truth(name)


def test_each_form_has_a_list_with_its_truth(tmp_path: Path) -> None:
    forms = {"doc"}  # without LibreOffice
    for name in NAMES:
        if not name.endswith(".rtf"):
            write_list(name, tmp_path)
            with open_lists(str(tmp_path / name), ReadOptions()) as lists:
                forms |= {source.form for source in lists}
    assert forms == set(READERS)
