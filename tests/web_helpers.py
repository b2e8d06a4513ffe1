"""Ask the pages of `stdplan browse` in this process, without a server."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from page_helpers import Element, read_page
from stdplan.commands.browse import answering
from stdplan.i18n import language, use_language
from stdplan.web.site import Site

DAY = date(2011, 12, 31)


@dataclass(frozen=True)
class Pages:
    """The pages of a catalogue on DAY."""

    site: Site
    app: Any

    def ask(
        self, address: str, method: str = "GET", host: str = "localhost", **more: Any
    ) -> httpx.Response:
        """Return the answer to a request."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, address, **more)

        return asyncio.run(send())

    def page(self, address: str) -> Element:
        """Return a page that is found."""
        answer = self.ask(address)
        assert answer.status_code == 200, answer.text
        return read_page(answer.text)

    def rows(self, address: str) -> list[dict[str, str]]:
        """Return the rows of the table of a page by their headers."""
        table = self.page(address).one("div").one("table")
        heads = [cell.text.split(" ▲")[0].split(" ▼")[0] for cell in table.one("thead").all("th")]
        return [
            dict(zip(heads, (c.text for c in row.children if isinstance(c, Element)), strict=True))
            for row in table.one("tbody").all("tr")
        ]


@contextmanager
def pages_of(path: Path, lang: str) -> Iterator[Pages]:
    """Yield the pages of a catalogue in a language."""
    before = language()
    use_language(lang)
    site = Site(str(path), answering(str(path), DAY), DAY)
    try:
        yield Pages(site, site.app())
    finally:
        site.close()
        use_language(before)
