"""One class name, one meaning: no two classes of the package have the same name."""

import ast
from collections import defaultdict
from pathlib import Path

import stdplan

PACKAGE = Path(stdplan.__file__).parent
# One subject in two layers, with the reason for the one name.
SAME_SUBJECT: dict[str, str] = {}


def test_no_two_classes_have_the_same_name() -> None:
    places = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip("_")].append(str(path.relative_to(PACKAGE)))
    twice = {name: files for name, files in places.items() if len(files) > 1}
    assert {name: twice[name] for name in twice if name not in SAME_SUBJECT} == {}
