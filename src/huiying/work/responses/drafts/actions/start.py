"""起草: begin the first version of an answer. 谁主管、谁发声 (Article 8)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.procedure.stages import Move, Stage
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.responses.core.models import OPEN_STATES, Answer, Draft
from huiying.work.responses.core.text import strip_unsafe


@transaction.atomic
def start_draft(
    *,
    incident: Incident,
    officer: Officer,
    now: datetime,
    speaker: Unit | None = None,
    speaker_reason: str = "",
) -> Draft:
    """Begin an answer to an incident.

    Args:
        speaker: The unit that will speak; None = the unit in charge of the incident.
        speaker_reason: Why another unit speaks than the one in charge; then it must be given.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If no unit is in charge, the reason is missing, the incident is not at
            the point of an answer, or a draft is open already.
    """
    require(officer, Capability.DRAFT)
    lock_row(Incident, incident.pk)  # two officers who start at once
    if Draft.objects.filter(answer__incident=incident, state__in=OPEN_STATES).exists():
        raise Refused(_("这个事件已有一份回应在起草，请在那一份上写。"))
    speaks = _speaker(incident, speaker, speaker_reason.strip())
    at_once = incident.is_topic and incident.stage == Stage.OPEN
    move = Move.DRAFT_TOPIC if at_once else Move.DRAFT
    try:
        advance_stage(incident=incident, move=move, actor=officer.audit_actor(), now=now)
    except Refused as error:
        raise Refused(_("事件尚未通报责任单位，或已办结，暂不能起草回应。")) from error
    answer = Answer.objects.create(
        bureau_id=incident.bureau_id,
        number=take_number(
            bureau_id=incident.bureau_id, kind="answer", year=now.astimezone(LOCAL).year
        ),
        incident=incident,
        speaker=speaks,
        speaker_reason=speaker_reason.strip() if speaks.pk != incident.lead_unit_id else "",
    )
    draft = Draft.objects.create(
        bureau_id=incident.bureau_id,
        answer=answer,
        title=strip_unsafe(incident.title)[:120],
        author=officer,
        writers=[officer.pk],
        started_at=now,
        edited_at=now,
    )
    record(
        draft, "draft.started", officer, now, speaker=speaks.name, reason=answer.speaker_reason
    )
    return draft


def _speaker(incident: Incident, speaker: Unit | None, reason: str) -> Unit:
    lead = incident.lead_unit
    chosen = speaker or lead
    if chosen is None:
        raise Refused(_("事件尚无责任单位，请选择发声单位。"))
    if chosen.bureau_id != incident.bureau_id:
        raise Refused(_("请选择本局的单位。"))
    if lead is not None and chosen.pk != lead.pk and not reason:
        raise Refused(
            _("谁主管谁发声：责任单位为%(unit)s，由其他单位发声的，须写明理由。")
            % {"unit": lead.name}
        )
    return chosen
