"""Drafts as lines of the list.

In:   a draft, the reader.    Out:  a row, and the act of correcting what is public.
Cost: no query of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.releases.gates import reader_words
from huiying.web.console.releases.links import public_url
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.answers import form_words
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.core.models import Draft, DraftState


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as a line of the list.

    Attributes:
        number: Of the incident.
        correct: 更正…, on the version that the public reads.
    """

    id: int
    url: str
    title: str
    number: str
    incident_title: str
    grade: int
    version: int
    form_word: str
    state_word: str
    holder: str
    saved_at: datetime
    published_at: datetime | None
    public_url: str
    correct: ActButton | None


def list_row(
    draft: Draft, officer: Officer, published: dict[tuple[int, int], datetime]
) -> DraftRow:
    """Return a draft as a line of the list."""
    incident = draft.answer.incident
    at = published.get((draft.answer_id, draft.version)) if _is_out(draft) else None
    newest = _newest(draft, published)
    return DraftRow(
        id=draft.pk,
        url=reverse("console:draft", args=[draft.pk]),
        title=draft.title or _("尚无标题"),
        number=incident.number,
        incident_title=incident.title,
        grade=incident.grade,
        version=draft.version,
        form_word=form_words(draft.form) if draft.form else "",
        state_word=_state_word(draft, newest),
        holder=holder_words(draft),
        saved_at=draft.edited_at,
        published_at=at,
        public_url=public_url(officer.bureau.slug, draft.answer.number) if at else "",
        correct=correction_act(draft, officer, newest=newest),
    )


def correction_act(draft: Draft, officer: Officer, *, newest: int) -> ActButton | None:
    """Return 更正…, for who drafts; None on what the public does not read.

    Args:
        newest: The newest version of the answer that was published; 0 = none.
    """
    if not _is_out(draft) or draft.version != newest or not may(officer, Capability.DRAFT):
        return None
    return act_button(_("更正…"), "console:answer-correct", draft.answer.number)


def _newest(draft: Draft, published: dict[tuple[int, int], datetime]) -> int:
    return max(
        (version for answer, version in published if answer == draft.answer_id), default=0
    )


def _state_word(draft: Draft, newest: int) -> str:
    """Return how a draft stands; of a published one whether a later version replaced it."""
    if _is_out(draft) and draft.version < newest:
        return _("已由第 %(version)s 版更正") % {"version": newest}
    return str(DraftState(draft.state).label)


def _is_out(draft: Draft) -> bool:
    return draft.state == DraftState.PUBLISHED


def holder_words(draft: Draft) -> str:
    """Return who has the next move, by name or by office; "" when nothing is left to do."""
    return {
        DraftState.WRITING: draft.author.name or draft.author.username,
        DraftState.SUBMITTED: reader_words(draft),
        DraftState.APPROVED: _("新闻发言人"),
    }.get(DraftState(draft.state), "")
