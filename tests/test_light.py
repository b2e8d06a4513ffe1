"""The stand-ins for `typing` and `re` behave as these do."""

from __future__ import annotations

import json
import pickle
import re
import typing
from pathlib import Path

import pytest

import stdplan
from stdplan.catalogue.queries.query import decoded_cell
from stdplan.light import NamedTuple, lazy_pattern
from stdplan.table import Column


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 0
    label: str | None = None

    def moved(self, by: int) -> Point:
        """Return the point further right."""
        return self._replace(x=self.x + by)

    @property
    def is_origin(self) -> bool:
        return self[:2] == (0, 0)


def test_a_named_tuple_is_as_of_typing() -> None:
    class Typed(typing.NamedTuple):
        x: int
        y: int = 0
        label: str | None = None

    assert Point(1) == Typed(1) == (1, 0, None)
    assert repr(Point(1, label="a")) == repr(Typed(1, label="a")).replace("Typed", "Point")
    assert Point._fields == Typed._fields
    assert Point(1).moved(2) == Point(x=3)
    assert Point(0).is_origin
    assert Point.__doc__ == "A point."
    assert (Point.__module__, Point.__qualname__) == (__name__, "Point")
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_a_named_tuple_can_be_pickled() -> None:
    column = Column("title", "text")
    assert pickle.loads(pickle.dumps(column)) == column


def test_modules_that_use_it_postpone_annotations() -> None:
    for path in Path(stdplan.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        if re.search("^from stdplan.light import .*(TYPE_CHECKING|NamedTuple)", text, re.M):
            assert "\nfrom __future__ import annotations\n" in text, path


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    pattern = lazy_pattern("[0-9]+(")
    with pytest.raises(re.error):
        pattern.search("a1")
    assert lazy_pattern("([0-9])").sub(r"<\1>", "a1b2") == "a<1>b<2>"


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "{}", '["甲"]', '["a","b"]', '["a", "b"]', '[""]', '["",""]', '["a,b","c; d"]'),
        *('["\\"","b"]', '["\\\\"]', '["a",1]', '["a",["b"],"c"]', '[["a"],["b"]]', "[1,2]"),
        *('{"a":"b"}', '["a",null,"b"]', '["a","b\\u0001"]', '["[","]"]', '[ "a" ]'),
    ],
)
def test_a_list_of_texts_is_decoded_as_by_json(text: str) -> None:
    assert decoded_cell(text) == json.loads(text)
