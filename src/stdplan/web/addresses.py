"""The addresses of the pages, and which requests they answer at all.

Rule: a request only reads. Everything but GET and HEAD is refused, whatever the path; so are paths
that are no page of ours, and hosts that are not this machine. Otherwise another site in the browser
could read the catalogue, through a host name that leads to this machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote

DATABASE = "catalogue"
_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
_PAGES = re.compile(
    rf"/|/style\.css|/favicon\.ico|/{DATABASE}(?:\.json|\.csv)?|/{DATABASE}/\w+(?:\.json|\.csv)?"
    r"|/ask/\w+(?:\.json|\.csv)?|/standard|/filter/\w+|/columns/\w+"
)
# Nothing may be loaded from elsewhere, and no script runs, whatever the data says.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def standard_address(key: str) -> str:
    """Return the address of the page of a standard."""
    return f"/standard?number={quote(key, safe='')}"


def refusal(method: str, host: str, path: str, views: Collection[str]) -> int | None:
    """Return the status by which a request is refused, None if a page may answer it."""
    if method not in ("GET", "HEAD"):
        return 405
    if not _HOST.fullmatch(host):
        return 403
    if not _PAGES.fullmatch(path):
        return 404
    first, _, rest = path[1:].partition("/")
    is_view = rest.partition(".")[0] in views
    return 404 if first in (DATABASE, "filter", "columns") and rest and not is_view else None
