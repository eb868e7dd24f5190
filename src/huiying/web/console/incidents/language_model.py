"""请语言模型拟概要: a proposed summary whose every sentence shows its source.

In:   requests of officers with ASK_MODEL.    Out:  what would leave the house; the proposal.
Cost: three queries; one request of at most ``LLM_SECONDS``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.reading.cited import CitedSentence
from huiying.jobs import clock
from huiying.jobs.language_model import (
    SummaryProposal,
    endpoint_host,
    is_enabled,
    propose_summary,
    sources_sent,
)
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.assessment.summary import groups_to_read
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.actions.record_model_request import record_model_request
from huiying.work.incidents.placements.queries import PostGroup
from huiying.work.responses.drafts.queries import open_draft_of_incident

WHY = {
    "no-source": gettext_noop("未注明出处"),
    "unknown-source": gettext_noop("注明的出处不存在"),
    "number": gettext_noop("含出处中未出现的数字"),
    "words": gettext_noop("与出处的文字对不上"),
    "address": gettext_noop("带有网址"),
    "long": gettext_noop("句子太长"),
}


def model_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the act of asking; none while no model is set."""
    if not is_enabled() or not may(officer, Capability.ASK_MODEL):
        return []
    url = reverse("console:incident-model", args=[incident.number])
    return [act_button(_("请语言模型拟概要…"), url, method="get")]


@form_page
def summary(request: OfficerRequest, number: str) -> HttpResponse:
    """Say what would be sent where; on POST send it, and show what stands on its sources."""
    incident = incident_for(request.user, number, to=Capability.ASK_MODEL)
    require(request.user, Capability.SEE_POSTS)
    groups = groups_to_read(incident.bureau_id, event_ids_of(incident))
    sources = _sources(incident, groups)
    texts = {at: row.text for at, row in enumerate(sources, start=1)}
    sent = sources_sent(incident.bureau_id, texts)
    proposed = None
    if request.method == "POST" and is_enabled() and sent:
        sentences_by_code = {
            "host": endpoint_host(),
            "model": settings.LLM_MODEL,
            "texts": len(sent),
            "characters": sum(map(len, sent.values())),
        }
        record_model_request(
            incident=incident, officer=request.user, model=sentences_by_code, now=clock.now()
        )
        proposed = propose_summary(sent)
    context = {
        "number": number,
        "title": incident.title,
        "back": reverse("console:incident", args=[number]),
        "is_on": is_enabled(),
        "host": endpoint_host(),
        "model": settings.LLM_MODEL,
        "sources": [
            replace(sources[at - 1], number=at, text=text) for at, text in sent.items()
        ],
        "proposal": _proposal(proposed) if proposed else None,
    }
    return render(request, "console/incidents/language_model.html", context)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that would be sent, and where it stands."""

    text: str
    name: str
    url: str
    number: int = 0


def _sources(incident: Incident, groups: list[PostGroup]) -> list[SourceText]:
    """Return facts of the open draft, then posts; each with where it stands."""
    draft = open_draft_of_incident(incident)
    facts = [
        SourceText(
            fact.statement,
            _("回应稿的事实"),
            reverse("console:draft", args=[fact.draft_id]),
        )
        for fact in (draft.facts.all() if draft else [])
    ]
    posts = [
        SourceText(
            f"{one.title} {one.text}".strip(),
            one.source,
            reverse("console:copies", args=[one.group_id]),
        )
        for one in groups
    ]
    return [*facts, *posts]


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A sentence that does not stand on its sources, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ProposalPanel:
    """What a language model proposed; error: why it proposed nothing."""

    error: str
    accepted: tuple[CitedSentence, ...]
    dropped: list[DroppedLine]


def _proposal(proposed: SummaryProposal) -> ProposalPanel:
    return ProposalPanel(
        error=proposed.error,
        accepted=proposed.cited.accepted,
        dropped=[DroppedLine(one.text, _(WHY[one.why])) for one in proposed.cited.dropped],
    )
