"""话题: policy questions asked in several posts, answered once in public.

In:   requests of officers with TRIAGE.    Out:  the flag an officer sets; an answer begun.
Cost: as the acts.

The machine only proposes: nothing is answered, closed or put aside by the flag.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.web.console.drafts.forms import StartForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
    return_url,
)
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.mark_topic import mark_topic
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import WAITING_STATES
from huiying.work.responses.drafts.actions.start import start_draft


@dataclass(frozen=True, slots=True)
class TopicPanel:
    """A candidate as a policy question (``components/_topic.html``)."""

    is_topic: bool
    reason: str  # the machine's
    decided_by: str  # the officer who said so, "" = nobody
    acts: list[ActButton]


def topic_panel(row: Candidate, officer: Officer) -> TopicPanel | None:
    """Return what is said of a candidate as a topic; None when nothing speaks for it."""
    if not row.is_topic and not row.topic_why and row.topic_by_id is None:
        return None
    who = row.topic_by.name if row.topic_by else ""
    return TopicPanel(row.is_topic, in_language(row.topic_why), who, _acts(row, officer))


def may_answer(officer: Officer) -> bool:
    """Tell whether an officer may register a topic and begin its answer."""
    needed = (Capability.TRIAGE, Capability.GRADE, Capability.DRAFT)
    return all(may(officer, one) for one in needed)


def answer_act(row: Candidate, *, main: bool = True) -> ActButton:
    """Return the act that a topic proposes instead of an incident."""
    url = reverse("console:candidate-answer", args=[row.event_id])
    return act_button(_("公开答复一次…"), url, key="A", main=main, version=row.revision)


def _acts(row: Candidate, officer: Officer) -> list[ActButton]:
    if row.state not in WAITING_STATES or not may(officer, Capability.TRIAGE):
        return []
    url = reverse("console:candidate-topic", args=[row.event_id])
    if not row.is_topic:
        return [
            act_button(_("标为政策咨询"), f"{url}?say=yes", method="post", version=row.revision)
        ]
    return [act_button(_("取消政策咨询"), f"{url}?say=no", method="post", version=row.revision)]


@require_POST
def topic(request: OfficerRequest, event_id: int) -> HttpResponse:
    """是话题、不是话题: an officer's word; the machine does not change it again."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    back = return_url(request, reverse("console:candidate", args=[event_id]))
    is_topic = request.GET.get("say") == "yes"
    try:
        mark_topic(
            candidate=candidate,
            is_topic=is_topic,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    message = _("已标为政策咨询。") if is_topic else _("已取消政策咨询，按事件研判。")
    return redirect_done(request, message, back)


@form_page
def answer(request: OfficerRequest, event_id: int) -> HttpResponse:
    """公开答复一次: register the question and begin its answer, in one transaction."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    require(request.user, Capability.GRADE)
    require(request.user, Capability.DRAFT)
    if candidate.incident is not None:
        return redirect("console:incident", candidate.incident.number)
    text = ActText(
        title=_("公开答复一次"),
        lead=_("%(count)s 条帖文询问同一项政策：登记编号并起草，公开答复一次。")
        % {"count": candidate.size},
        safe=_("答复经审定后公开。等级按系统建议的%(grade)s登记，由本人签署。")
        % {"grade": _(Grade(candidate.proposed_grade).label)},
        submit=_("登记并开始起草"),
        about=candidate.title,
        back=reverse("console:candidate", args=[event_id]),
    )
    form = StartForm(
        request.POST or None,
        bureau_id=candidate.bureau_id,
        initial={"speaker": candidate.proposed_unit_id},
    )

    def perform() -> Outcome:
        with transaction.atomic():
            if not candidate.is_topic:
                raise Refused(_("不属于政策咨询，须先登记为事件。"))
            incident = confirm_candidate(
                candidate=candidate,
                grade=Grade(candidate.proposed_grade),
                reason="",
                officer=request.user,
                now=clock.now(),
                revision=submitted_version(request),
            )
            draft = start_draft(
                incident=incident,
                officer=request.user,
                now=clock.now(),
                speaker=form.cleaned_data["speaker"],
                speaker_reason=form.cleaned_data["speaker_reason"],
            )
        words = _("已登记为 %(number)s，进入起草。未公开任何内容。")
        return words % {"number": incident.number}, reverse("console:draft", args=[draft.pk])

    return carry_out(request, form, text, candidate.revision, perform)
