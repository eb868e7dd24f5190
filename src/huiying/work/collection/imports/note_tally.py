"""Count what is noted of the rows of a file: unreadable dates, damaged bytes and the like.

In:   results of rows, with their warnings.    Out:  counts by code as JSON; reasons to show.
Cost: about 1 µs a warning.

A warning may quote a cell; the count does not, so that no word of a row is stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.problem import short_code

SHOWN_ROWS = 20  # numbers of rows that are named

Tally = dict[str, dict[str, Any]]  # code → {"rows": int, "count": int, "first": [int, …]}


class Noted(Protocol):
    """A row, or what became of it."""

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """Return what is to be said of it."""


def add_notes(tally: Mapping[str, Any], rows: Iterable[tuple[int, Noted]]) -> Tally:
    """Return a tally with the warnings of more rows, given by their numbers."""
    found: Tally = {code: dict(entry) for code, entry in tally.items()}
    for number, row in rows:
        for one in row.warnings:
            entry = found.setdefault(short_code(one), {"rows": 0, "count": 0, "first": []})
            entry["rows"] += 1
            count = one.params.get("count", 0)
            entry["count"] += count if isinstance(count, int) else 0
            if len(entry["first"]) < SHOWN_ROWS:
                entry["first"] = [*entry["first"], number]
    return found


def tally_reasons(tally: Mapping[str, Any]) -> list[Reason]:
    """Return a reason for each code of a tally, the most frequent first."""
    entries = sorted(tally.items(), key=lambda item: (-item[1]["rows"], item[0]))
    return [_reason(code, entry) for code, entry in entries if code in WORDS]


def _reason(code: str, entry: Mapping[str, Any]) -> Reason:
    what = WORDS[code](entry["count"])
    rows, where = entry["rows"], tuple(entry["first"])
    if rows == len(where):
        return reason("collection.import.note", what=what, rows=rows, where=where)
    return reason("collection.import.note_of_many", what=what, rows=rows, where=where)


WORDS: dict[str, Callable[[int], Reason]] = {
    "text_cut": lambda _count: reason("collection.note.text_cut"),
    "title_cut": lambda _count: reason("collection.note.title_cut"),
    "url_dropped": lambda _count: reason("collection.note.url_dropped"),
    "date_unreadable": lambda _count: reason("collection.note.date_unreadable"),
    "date_impossible": lambda _count: reason("collection.note.date_impossible"),
    "date_future": lambda _count: reason("collection.note.date_future"),
    "date_only": lambda _count: reason("collection.note.date_only"),
    "channel_other": lambda _count: reason("collection.note.channel_other"),
    "community_other": lambda _count: reason("collection.note.community_other"),
    "id_rounded": lambda _count: reason("collection.note.id_rounded"),
    "bad_bytes": lambda count: reason("collection.note.bad_bytes", count=count),
}
"""How many bytes were bad in all → what is said of rows with a warning of this code."""
