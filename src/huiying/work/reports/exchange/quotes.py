"""Titles of incidents that are words of a post: no file carries them.

In:   a report, the texts of its file.    Out:  each such title, and what stands in its place.
Cost: two queries; for each incident whose title stands in the file, a pass over its posts.

An incident that nobody named anew is called as a post of it goes. What is shorter than twelve
characters is a name, no quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiying.base.audit.house_text import house_text
from huiying.work.casework.core.incidents import family_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.placements.models import Placement
from huiying.work.reports.core.models import Report

SHORTEST_QUOTE = 12  # characters


def quoted_titles(report: Report, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return titles that are words of a post with their replacements, the longest first."""
    rows = Incident.objects.filter(bureau_id=report.bureau_id)
    if report.incident is not None:
        rows = rows.filter(pk__in=family_of(report.incident.current))
    named = [row for row in rows if any(row.title in text for text in texts)]
    quoted = [row for row in named if row.title and _is_quote(row)]
    quoted.sort(key=lambda row: len(row.title), reverse=True)
    words = house_text("事件%(number)s")
    return [(row.title, words % {"number": row.number}) for row in quoted]


def without_quotes(text: str, quoted: Iterable[tuple[str, str]]) -> str:
    """Return a text with the incident's number where a title quotes a post."""
    for title, number in quoted:
        text = text.replace(title, number)
    return text


def _is_quote(incident: Incident) -> bool:
    """Tell whether a post of the incident has its title, however both are punctuated."""
    title = _letters(incident.title)
    if len(title) < SHORTEST_QUOTE:
        return False
    rows = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=event_ids_of(incident)
    )
    texts = rows.values_list("post__title", "post__text").iterator()
    return any(title in _letters(one) for pair in texts for one in pair)


def _letters(text: str) -> str:
    return "".join(one for one in text if one.isalnum())
