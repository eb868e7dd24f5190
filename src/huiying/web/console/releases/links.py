"""The answers of an incident, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.core import queries
from huiying.work.responses.core.models import OPEN_STATES, DraftState


@dataclass(frozen=True, slots=True)
class IncidentAnswer:
    """An answer of an incident: its newest draft, and where the public reads.

    Attributes:
        correct: 更正…, for who drafts; None before it was published, and while a correction is
            being written.
    """

    title: str
    state_word: str
    version: int
    url: str
    public_url: str
    published_at: datetime | None
    correct: ActButton | None


def answers_of_incident(reading: IncidentReading) -> list[IncidentAnswer]:
    """Return one row per answer: the newest draft, and where the public reads."""
    rows, drafts = [], reading.may(Capability.DRAFT)
    for answer in reading.rows("answers", queries.answers_of_incident):
        draft = max(answer.drafts.all(), key=lambda row: row.pk)
        release = max(answer.releases.all(), key=lambda row: row.version, default=None)
        rows.append(
            IncidentAnswer(
                title=draft.title,
                state_word=_("已先行回应，正式回应尚未发布")
                if release and release.content.get("form") == AnswerForm.HOLDING
                else str(DraftState(draft.state).label),
                version=draft.version,
                url=reverse("console:draft", args=[draft.pk]),
                public_url=public_url(reading.officer.bureau.slug, answer.number)
                if release
                else "",
                published_at=release.published_at if release else None,
                correct=act_button(_("更正…"), "console:answer-correct", answer.number)
                if drafts and release and draft.state not in OPEN_STATES
                else None,
            )
        )
    return rows


def public_url(slug: str, number: str) -> str:
    """Return where the public reads an answer."""
    return reverse("portal:answer", args=[slug, number])
