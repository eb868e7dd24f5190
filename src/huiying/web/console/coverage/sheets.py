"""Tables of coverage, delays and samples as files, with a record of who took them.

In:   a request that asks for ``format``, rows of text.    Out:  a file, or None.
Cost: linear in the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpResponse

from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file, xlsx_file
from huiying.web.shared.requests import OfficerRequest

FILES = {"csv": csv_file, "xlsx": xlsx_file}


def sheet(
    request: OfficerRequest,
    name: str,
    label: Text,
    headings: Sequence[str],
    rows: Callable[[], Iterable[Sequence[object]]],
) -> HttpResponse | None:
    """Return the file that was asked for; None = the page was."""
    kind = request.GET.get("format", "")
    if kind not in FILES:
        return None
    lines = list(rows())
    record_file(request.user, name, label, len(lines), file_format=kind)
    return FILES[kind](name, headings, lines)
