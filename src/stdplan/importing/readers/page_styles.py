"""What the styles of a web page hide: `display: none` and `visibility: hidden`.

Rule: a style in the element counts, and so does a style sheet within the page for a class or an id,
perhaps with the name of the element: `.key`, `td.key`, `#draft`. Other selectors do not count, nor
do groups of rules such as those for paper: what only they hide is read.
"""

import re
from collections.abc import Iterator, Mapping

_LONGEST = 1_000_000  # characters of style sheets that are read
_HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)(?![\w-])",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"(?:^|[;\s])(?:display|visibility)\s{0,9}:", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_MARK = re.compile("[{};]")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
# An element ("" for any), `.` or `#`, and the name of a class or an id.
Selector = tuple[str, str, str]


class HidingStyles:
    """The classes and ids that the style sheets of a page hide."""

    def __init__(self) -> None:
        self._text = ""
        self._hidden: set[Selector] | None = None  # None: the text is not parsed yet

    def add(self, text: str) -> None:
        """Add the text of a style sheet, or a part of it."""
        if len(self._text) < _LONGEST:
            self._text += text
            self._hidden = None

    def hide(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Return whether an element is hidden.

        >>> styles = HidingStyles()
        >>> styles.add("td.key, #draft { display: none } @media print { .bar { display: none } }")
        >>> [styles.hide("td", {"class": name}) for name in ("a key", "bar")]
        [True, False]
        """
        if (style := attributes.get("style")) and _HIDING.search(style):
            return True
        if not self._text or not ("class" in attributes or "id" in attributes):
            return False
        if self._hidden is None:
            self._hidden = set(_hidden(self._text))
        names = [(".", name) for name in attributes.get("class", "").split()]
        names.append(("#", attributes.get("id", "")))
        return any((of, *name) in self._hidden for name in names for of in ("", tag))


def _hidden(text: str) -> set[Selector]:
    """Return the selectors that a style sheet hides; the last rule for each decides."""
    found: set[Selector] = set()
    for selectors, rule in _rules(_COMMENT.sub(" ", text) if "*/" in text else text):
        if _HIDING.search(rule):
            found.update(selectors)
        elif _SHOWING.search(rule):
            found.difference_update(selectors)
    return found


def _rules(text: str) -> Iterator[tuple[list[Selector], str]]:
    """Yield the simple selectors and the text of each rule outside of groups such as @media."""
    depth, start, before = 0, 0, ""
    for mark in _MARK.finditer(text):
        if mark[0] == "{":
            if not depth:
                before = text[start : mark.start()].strip()
                start = mark.end()
            depth += 1
        elif mark[0] == "}":
            if depth == 1 and not before.startswith("@"):
                simple = (_SIMPLE.fullmatch(each.strip()) for each in before.split(","))
                yield (
                    [((each[1] or "").lower(), each[2], each[3]) for each in simple if each],
                    text[start : mark.start()],
                )
            depth = max(depth - 1, 0)
            if not depth:
                start = mark.end()
        elif not depth:
            start = mark.end()
