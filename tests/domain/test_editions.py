"""domain/adoption.py: which edition a reference names, whatever amendments it names with it."""

import pytest

from stdplan.domain.adoption import edition


@pytest.mark.parametrize(
    ("text", "key", "base", "year"),
    [
        ("ISO 9001-2008", "ISO 9001:2008", "ISO 9001", 2008),
        ("ISO 9001:2008/Amd 1:2012", "ISO 9001:2008", "ISO 9001", 2008),
        ("IEC 60601-1:2005+A2:2020", "IEC 60601-1:2005", "IEC 60601-1", 2005),
        ("IEC 60601-1:2005/AMD1:2012", "IEC 60601-1:2005", "IEC 60601-1", 2005),
        ("IEC 60034-12:1980+AMD1:1992 CSV", "IEC 60034-12:1980", "IEC 60034-12", 1980),
        ("ISO/IEC 8802.11:1999", "ISO/IEC 8802-11:1999", "ISO/IEC 8802-11", 1999),
        ("GB/T 19001-2008", "GB/T 19001-2008", "GB 19001", 2008),
    ],
)
def test_the_edition_before_any_amendment(text: str, key: str, base: str, year: int) -> None:
    found = edition(text)
    assert found is not None
    assert (found.key, found.base, found.year) == (key, base, year)


@pytest.mark.parametrize("text", ["ISO 9001", "ASTM D638-14", "采", "", "产品说明书"])
def test_no_edition(text: str) -> None:
    assert edition(text) is None
