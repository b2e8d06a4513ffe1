"""Read a web page that the program wrote, as a browser does: its elements and their texts."""

import json
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

# Elements without an end.
_VOID = {"meta", "br", "link", "input"}


@dataclass
class Element:
    """An element with its attributes, and the elements and texts within it."""

    tag: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    def all(self, tag: str) -> list["Element"]:
        """Return all elements with a tag within this one, in their order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] * (child.tag == tag) + child.all(tag)
        return found

    def one(self, tag: str) -> "Element":
        """Return the only element with a tag within this one."""
        [element] = self.all(tag)
        return element

    @property
    def text(self) -> str:
        """Return all text within this element."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag  # each element ends where it should

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(text: str) -> Element:
    """Return a page; every element in it must be closed in its order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]


def records_of_page(text: str) -> list[dict[str, str]]:
    """Return the rows of the table of a page by their headers."""
    table = read_page(text).one("table")
    heads = [cell.text for cell in table.one("thead").all("th")]
    return [
        dict(zip(heads, (c.text for c in row.children if isinstance(c, Element)), strict=True))
        for row in table.one("tbody").all("tr")
    ]


def described(chart: Element) -> dict[str, dict[str, float]]:
    """Return the figures in the description of a chart: by group, then by series."""
    groups = {}
    for group in chart.one("desc").text.split("; "):
        name, _, figures = group.partition(": ")
        pairs = [figure.removesuffix(" %").rpartition(" ") for figure in figures.split(", ")]
        groups[name] = {series: float(figure) for series, _, figure in pairs}
    return groups


def chromium(*words: str, folder: Path) -> str:
    """Run Chromium without a screen and return what it prints; it looks up no host."""
    quiet = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
    )
    done = subprocess.run(
        ["chromium", *quiet.split(), f"--user-data-dir={folder}/profile", *words],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return done.stdout


_ASK_AXE = """<script>
axe.run().then(found => {
  document.body.innerHTML = '';
  const faults = found.violations.map(fault => [fault.id, fault.nodes.map(node => node.html)]);
  document.body.textContent = JSON.stringify(faults);
});
</script>"""


def axe_faults(text: str, axe: Path, folder: Path, night: bool) -> list[list[object]]:
    """Return the faults that axe (the file axe.min.js) finds in a page, each with its elements."""
    page = folder / "page.html"
    script = f"<script>{axe.read_text('utf-8')}</script>{_ASK_AXE}"
    page.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    scheme = "--blink-settings=preferredColorScheme=" + ("0" if night else "1")
    options = ("--virtual-time-budget=20000", "--dump-dom", scheme)
    answer = chromium(*options, page.as_uri(), folder=folder)
    body = answer[answer.index("<body") : answer.index("</body>") + len("</body>")]
    faults: list[list[object]] = json.loads(read_page(body).text)
    return faults
