"""启动预案: make the tasks, the draft and the papers of a plan on an incident, once.

In:   an approved plan, an incident.    Out:  tasks or notices with their clocks, a draft.
Cost: that of the acts that it does.

Nothing is sent to the public: the draft goes through every review of an answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.procedure.queries import proposal_of
from huiying.work.casework.tasks.actions.assign import assign_task
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.plans.activation import (
    PlannedMeasure,
    Preview,
    Way,
    preview_activation,
)
from huiying.work.prevention.plans.models import Plan, PlanActivation
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft

TITLE_CHARS = 120


@transaction.atomic
def activate_plan(
    *,
    plan: Plan,
    incident: Incident,
    officer: Officer,
    now: datetime,
    seen_version: int | None = None,
) -> PlanActivation:
    """Activate the version in force.

    Args:
        seen_version: The version that was shown; None = whichever is in force.

    Raises:
        PermissionDenied: If the officer may not assign tasks.
        Refused: If no version is approved or another one than was shown, it was activated on
            this incident already, the incident is settled, or nothing may be assigned yet.
    """
    require(officer, Capability.CONSULT)
    incident = lock_row(Incident, incident.pk)
    if incident.bureau_id != plan.bureau_id:
        raise Refused(_("未找到该事件。"))
    shown = preview_activation(plan, incident, now)
    if shown.refused or shown.version is None:
        raise Refused(shown.refused)
    if seen_version is not None and seen_version != shown.version.version:
        raise Refused(_("预案刚有新版本批准，本次未启动。请核对新版本后再启动。"))
    made = [_make(one, plan, incident, officer, now) for one in shown.measures]
    draft, why = _start_draft(plan, shown, incident, officer, now)
    try:
        with transaction.atomic():
            row = PlanActivation.objects.create(
                bureau_id=plan.bureau_id,
                plan=plan,
                version=shown.version,
                incident=incident,
                outdated=shown.outdated,
                made={
                    "measures": made,
                    "draft": draft.answer.number if draft else "",
                    "draft_key": draft.pk if draft else 0,
                    "draft_why": why,
                },
                at=now,
                by=officer,
            )
    except IntegrityError:
        raise Refused(_("本预案已在该事件启动，不得重复启动。")) from None
    data = {
        "incident": incident.number,
        "version": shown.version.version,
        "outdated": shown.outdated,
        "measures": sum(one["way"] != Way.LEFT_OUT for one in made),
        "left_out": sum(one["way"] == Way.LEFT_OUT for one in made),
        "draft": draft.answer.number if draft else "",
    }
    record(plan, "plan.activated", officer, now, **data)
    return row


def _make(
    one: PlannedMeasure, plan: Plan, incident: Incident, officer: Officer, now: datetime
) -> dict[str, Any]:
    made = {
        "way": str(one.way),
        "unit": one.unit_name,
        "text": one.text,
        "hours": one.hours,
        "number": "",
        "why": one.why,
    }
    if one.way == Way.LEFT_OUT or one.unit is None:
        return made
    if one.way == Way.NOTICE:
        guidance = house_text("按处置预案 %(plan)s，请于 %(hours)s 小时内：%(text)s") % {
            "plan": plan.number,
            "hours": one.hours,
            "text": one.text,
        }
        notice = notify_unit(
            incident=incident, unit=one.unit, guidance=guidance, officer=officer, now=now
        )
        return {**made, "number": notice.number}
    proposal = proposal_of(incident)
    if proposal is None:
        raise Refused(_("未找到处置意见。"))
    task = assign_task(
        proposal=proposal, unit=one.unit, task=one.text, due=one.due, officer=officer, now=now
    )
    return {**made, "number": task.number}


def _start_draft(
    plan: Plan, shown: Preview, incident: Incident, officer: Officer, now: datetime
) -> tuple[Draft | None, str]:
    """Return the draft that was begun, or why there is none."""
    speaker: Unit | None = shown.draft_speaker
    if speaker is None or shown.version is None:
        return None, shown.draft_why
    reason = house_text("处置预案 %(plan)s 确定由%(unit)s发声") % {
        "plan": plan.number,
        "unit": speaker.name,
    }
    incident.refresh_from_db()
    try:
        draft = start_draft(
            incident=incident, officer=officer, now=now, speaker=speaker, speaker_reason=reason
        )
    except Refused as error:
        return None, str(error)
    words = DraftWords(
        title=draft.title[:TITLE_CHARS], body=shown.version.content["holding_statement"]
    )
    edit_draft(draft=draft, revision=draft.revision, words=words, officer=officer, now=now)
    return draft, ""
