"""The names that are most like one that does not exist: "did you mean …?".

Rule: a suggestion is only shown. No command runs with a suggested name, and none stores it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stdplan.i18n import t

_MOST = 3
# No name is longer; comparing long texts takes long.
_LONGEST = 80
# The least likeness of a suggestion; that of equal names is 1. Chinese names are short, so that one
# other character makes them less alike.
_LIKENESS, _LIKENESS_OF_CHINESE = 0.6, 0.5


def nearest(text: str, known: Iterable[str], most: int = _MOST, likeness: float = 0) -> list[str]:
    """Return up to `most` of the known names, those most like a text first.

    `likeness`: the least of a name, from 0 to 1; without it, that of a suggestion.

    >>> nearest("lst", ["list", "show", "last"])
    ['list', 'last']
    >>> nearest("MACH", ["machinery", "machining-oils"])
    ['machinery', 'machining-oils']
    """
    return nearest_codes(text, {name: name for name in known}, most, likeness)


def nearest_codes(
    text: str, codes: Mapping[str, str], most: int = _MOST, likeness: float = 0
) -> list[str]:
    """Return up to `most` codes whose names are most like a text. `codes`: the code of each name.

    If a few names begin with the text, only these. `likeness`: as for `nearest`.

    >>> nearest_codes("title-en", {"title_en": "title_en", "英文名称": "title_en"})
    ['title_en']
    """
    folded = _folded(text)
    names: dict[str, str] = {}
    for name, code in codes.items():
        names.setdefault(_folded(name), code)
    if not folded or len(folded) > _LONGEST:
        return []
    if folded in names:
        return [names[folded]]
    inside = [name for name in names if len(folded) > 1 and folded in name]
    begins = dict.fromkeys(names[name] for name in inside if name.startswith(folded))
    # A name with several words may be that of another code: National military standard.
    begins = dict.fromkeys(code for code in begins if _folded(code).startswith(folded)) or begins
    if 0 < len(begins) <= most:
        return list(begins)
    # Imported here: only errors need it.
    from difflib import get_close_matches

    usual = _LIKENESS if folded.isascii() else _LIKENESS_OF_CHINESE
    close = get_close_matches(folded, names, n=most, cutoff=likeness or usual)
    contain = inside if len(inside) <= most else ()
    return list(dict.fromkeys(names[name] for name in (*close, *contain)))[:most]


def _folded(name: str) -> str:
    """Return a name without its case; options have `-` where columns have `_`."""
    return name.casefold().replace("_", "-")


def did_you_mean(names: Sequence[str]) -> str:
    """Return the end of a message that suggests names; nothing without names."""
    if not names:
        return ""
    return t(
        "; did you mean {names}?", names=as_choice([t('"{name}"', name=name) for name in names])
    )


def as_choice(names: Sequence[str]) -> str:
    """Return names as a choice: "a", "b" or "c"."""
    *others, last = names
    return t(", ").join(others) + t(" or ") + last if others else last
