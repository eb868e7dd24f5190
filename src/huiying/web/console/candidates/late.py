"""Say to who decides a candidate too late that it was decided, and by whom."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse

from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import (
    ActText,
    show_refusal,
)
from huiying.web.console.shared.last_change import explain_stale_topic
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.candidates.models import Candidate


def show_late(
    request: OfficerRequest,
    form: Form,
    text: ActText,
    candidate: Candidate,
    error: Refused,
) -> HttpResponse:
    """Show the form again with what was typed; a stale one is told who changed what."""
    candidate.refresh_from_db()
    bureau, now = candidate.bureau_id, clock.now()
    explanation = explain_stale_topic(
        error, bureau_id=bureau, topic=candidate.audit_topic, now=now
    )
    return show_refusal(request, form, text, candidate.revision, explanation)
