"""现况 as a panel: the three lines that officers keep, and the two strongest quotations.

In:   what one request reads of an incident.    Out:  rows of ``components/_situation.html``.
Cost: one query, none while no line is written; the quotations are read from what the page
      reads of the posts in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.situation import situation_line_word
from huiying.web.shared.place_names import platform_name
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.incidents.assessment.summary import SourcedSentence
from huiying.work.incidents.situation.models import SituationLine, SituationRevision
from huiying.work.incidents.situation.queries import current_situation

REVISE = Capability.NOTIFY
PLATFORMS = 3  # that a quotation names


@dataclass(frozen=True, slots=True)
class SituationRow:
    """One line as it stands.

    Attributes:
        text: "" = nobody wrote it yet; then ``at`` is None.
        version_words: Which revision this is; history_url: all of this line.
        edit_url: "" = not for this officer, or the incident is settled.
    """

    code: str
    label: str
    text: str
    by: str
    at: datetime | None
    version_words: str
    history_url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A sentence of a post, word for word, never with its author.

    Attributes:
        copies: Posts that carry the same text.
        platforms: Names of where they stand, the most posts first.
        known: ``first_at`` is when the first of them was published; else when it was collected.
    """

    text: str
    copies: int
    platforms: str
    first_at: datetime
    known: bool
    url: str


@dataclass(frozen=True, slots=True)
class SituationPanel:
    """Where a matter stands, in the words of officers and of the posts.

    Attributes:
        written: Any line is written.
        fill_url: The form of the first line; "" = not for this officer.
    """

    rows: list[SituationRow]
    written: bool
    fill_url: str
    history_url: str
    quotes: list[QuoteRow]


def situation_panel(reading: IncidentReading) -> SituationPanel:
    """Return the three lines of an incident, and what its posts say most."""
    found = {row.line: row for row in reading.rows("situation", current_situation)}
    editable = reading.may(REVISE) and not reading.is_settled
    rows = [
        _row(reading.number, line, found.get(line), editable=editable) for line in SituationLine
    ]
    return SituationPanel(
        rows=rows,
        written=bool(found),
        fill_url=rows[0].edit_url,
        history_url=reverse("console:situation", args=[reading.number]),
        quotes=quote_rows(reading),
    )


def _row(
    number: str, line: SituationLine, found: SituationRevision | None, *, editable: bool
) -> SituationRow:
    history = reverse("console:situation", args=[number])
    edit = reverse("console:situation-revise", args=[number, line]) if editable else ""
    return SituationRow(
        code=line,
        label=situation_line_word(line),
        text=found.text if found else "",
        by=found.by.name if found else "",
        at=found.at if found else None,
        version_words=version_words(found.version) if found else "",
        history_url=f"{history}#{line.lower()}",
        edit_url=edit,
    )


def version_words(version: int) -> str:
    """Say which revision a version is: the first one fills the line in."""
    if version == 1:
        return _("首次填写")
    return _("第 %(count)s 次修订") % {"count": version - 1}


def quote_rows(reading: IncidentReading) -> list[QuoteRow]:
    """Return the strongest quotations; none for who sees no posts."""
    if not reading.may(Capability.SEE_POSTS):
        return []
    quotes = reading.posts.texts.quotes
    if not quotes:
        return []
    places = reading.posts.known_platforms(reading.now)
    return [_quote(one, places) for one in quotes]


def _quote(one: SourcedSentence, places: KnownPlaces) -> QuoteRow:
    group = one.group
    names = list(
        dict.fromkeys(platform_name(channel, places) for channel, _n in group.channels)
    )
    return QuoteRow(
        text=one.text,
        copies=group.copies,
        platforms=_("、").join(names[:PLATFORMS]),
        first_at=group.published_at or group.collected_at,
        known=group.published_at is not None,
        url=reverse("console:copies", args=[group.group_id]),
    )
