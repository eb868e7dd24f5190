"""豁免: a leader waives a closing condition, with a reason, on another officer's request.

Two different persons, always: who asks never signs, nor who stands in for him.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import NOT_WAIVABLE, Condition, ConditionState
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Move, Stage, moves_open
from huiying.policy.time.deadlines import APPROVAL
from huiying.policy.time.zone import LOCAL
from huiying.reasons.marking import marked
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.core.waivers import last_reopened_closing, waiver_content
from huiying.work.closing.gate.queries import gate_of
from huiying.work.closing.waivers.queries import is_met
from huiying.work.incidents.core.models import Incident

KIND = "waiver"


@transaction.atomic
def ask_waiver(
    *,
    incident: Incident,
    condition: Condition,
    reason: str,
    officer: Officer,
    now: datetime,
) -> Waiver:
    """Ask a leader to waive one condition that does not hold.

    Raises:
        Refused: If the incident cannot be closed at its stage, the condition holds or is
            waived or waits for a leader already, or the reason is missing.
    """
    incident = lock_row(Incident, incident.pk)
    words = masked_text(reason.strip())[:400]
    if not words:
        raise Refused(_("豁免须写明理由。"))
    if Move.CLOSE not in moves_open(Stage(incident.stage)):
        raise Refused(_("事件暂不能办结，无需请求豁免。"))
    gate = gate_of(incident, now).rows
    rows = {row.condition: row.state for row in gate}
    lacks = {row.condition: row.lack for row in gate}
    if lacks.get(condition) in NOT_WAIVABLE:
        raise Refused(_("信访人的法定期限未结束，不得豁免。"))
    if rows.get(condition) not in (ConditionState.MISSING, ConditionState.UNKNOWN):
        raise Refused(_("该条已满足或已豁免，无需请求。"))
    current = last_reopened_closing(incident)
    pending = incident.waivers.filter(
        condition=condition, after=current, signoff__decision=Decision.PENDING
    ).first()
    if pending is not None:
        raise Refused(_("这一条已经在等领导签署（%(number)s）。") % {"number": pending.number})
    row = Waiver(
        bureau_id=incident.bureau_id,
        number=_number(incident, now),
        incident=incident,
        condition=condition,
        reason=words,
        requested_by=officer,
        requested_at=now,
        after=current,
    )
    book = book_of(incident.bureau_id, now)
    row.signoff = request_approval(
        bureau_id=incident.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("豁免 %(number)s：%(title)s")
        % {"number": row.number, "title": incident.title},
        content_hash=hash_of_content(waiver_content(row)),
        officer=officer,
        clock=start_clock(
            bureau_id=incident.bureau_id,
            kind="approval",
            name=marked("豁免签署"),
            rule=book.deadline(APPROVAL),
            rule_version=str(book.version),
            starts_at=now,
            calendar=calendar_of(incident.bureau_id),
            subject=clock_subject(incident),
            holder=Holder(code=Role.DEPUTY),
            now=now,
        ),
        now=now,
    )
    row.save()
    data = {"condition": str(condition), "reason": words}
    record(row, "waiver.asked", officer, now, **data)
    return row


@transaction.atomic
def decide_waiver(
    waiver: Waiver,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Waive, or return with a reason.

    Raises:
        Refused: If the leader asked for it or stands in for who did, it was decided or is
            void because the incident closed, its condition is met meanwhile, or it is
            returned without a reason.
        Stale: If the incident was regraded, closed or reopened since it was asked for.
    """
    waiver.incident.refresh_from_db()
    if is_met(waiver, now):
        raise Refused(_("该条已满足，无需豁免。"))
    current = last_reopened_closing(waiver.incident)
    if waiver.after_id != (current.pk if current else None):
        raise Stale(str(WAIVER_KIND.changed))
    WAIVER_KIND.decide(
        waiver,
        waiver.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    verb = "waiver.granted" if approve else "waiver.returned"
    data = {
        "condition": waiver.condition,
        "reason": masked_text(reason.strip())[:400] or waiver.reason,
    }
    record(waiver, verb, officer, now, **data)


WAIVER_KIND = SignoffKind[Waiver](
    name=KIND,
    content_hash=lambda waiver: hash_of_content(waiver_content(waiver)),
    approve=partial(decide_waiver, approve=True, reason=""),
    send_back=partial(decide_waiver, approve=False),
    changed=gettext_lazy("事件等级已变更，或已办结、重新办理，本次决定未生效。"),
)


def _number(incident: Incident, now: datetime) -> str:
    year = now.astimezone(LOCAL).year
    return f"W{take_number(bureau_id=incident.bureau_id, kind=KIND, year=year)}"
