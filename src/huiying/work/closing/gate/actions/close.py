"""办结: close an incident whose closing conditions hold; there is no other way (Art. 7).

In:   an incident whose conditions hold or were waived.    Out:  a closing that keeps the gate.
Cost: the gate's queries and a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.counters.actions.count import counted
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import ConditionState
from huiying.policy.procedure.offline import OWED_ANSWER, PROMISE
from huiying.policy.procedure.stages import SET_ASIDE, Move, Stage, moves_open
from huiying.policy.time.deadlines import PETITION
from huiying.policy.time.petitions import REGISTRATION
from huiying.reasons.reason import Reason
from huiying.work.casework.tasks.actions.dissolve_team import end_teams
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.queries import Gate, gate_of
from huiying.work.incidents.core.clocks import VALUE_REVIEW
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.responses.drafts.queries import open_draft_of_incident
from huiying.work.responses.effect.comparison import effect_of, effect_summary

KEEP_RUNNING = (
    *(code.lower() for code in (PROMISE.code, OWED_ANSWER.code, REGISTRATION.code, *PETITION)),
    "withholding",
    "secrecy_report",
    VALUE_REVIEW,  # what is kept from the public is reviewed, also after the matter is closed
)
CLOSED_REASON = Reason("clocks.incident_closed")  # reopening looks for it


def close_incident(
    *, incident: Incident, officer: Officer, now: datetime, revision: int | None = None
) -> Closing:
    """Close an incident and keep how its gate stood.

    What still runs for it is taken off the board; what ran out before stays late for ever. A
    public promise and an answer owed to the press run on until they are given, a petition's
    period until it is answered, and the review of what is kept from the public.

    Raises:
        Refused: If a condition is missing or unknown and was not waived, an answer is on
            its way, or the incident is closed or set aside.
        Stale: If somebody changed the incident since ``revision``.
    """
    effect = effect_at_closing(incident, now)  # reads texts: before the writer is held
    return _close(incident, officer, now, revision, effect)


@transaction.atomic
def _close(
    incident: Incident,
    officer: Officer,
    now: datetime,
    revision: int | None,
    effect: dict[str, int],
) -> Closing:
    incident = lock_row(Incident, incident.pk)
    if Move.CLOSE not in moves_open(Stage(incident.stage)):
        raise Refused(_why_not(Stage(incident.stage)))
    if revision is not None and incident.revision != revision:
        raise Stale(_("事件已更新，本次未办结。请核对最新内容后重新提交。"))
    if open_draft_of_incident(incident) is not None:
        raise Refused(_("尚有一份回应稿未办结。请先发布或终止起草，再办结。"))
    gate = gate_of(incident, now)
    if not gate.open:
        raise Refused(_first_lack(gate))
    advance_stage(incident=incident, move=Move.CLOSE, actor=officer.audit_actor(), now=now)
    with counted(incident.bureau_id, Incident, [incident.pk]):
        closing = Closing.objects.create(
            bureau_id=incident.bureau_id,
            incident=incident,
            closed_at=now,
            closed_by=officer,
            gate=_gate_as_stored(gate),
            effect=effect,
        )
    for waiver in incident.waivers.filter(signoff__decision=Decision.PENDING):
        void(request=waiver.signoff, reason=CLOSED_REASON, now=now)
    ended = running_clocks(incident.bureau_id).filter(subject_ref=incident.number)
    for clock in ended.exclude(kind__in=KEEP_RUNNING):
        cancel_clock(clock=clock, reason=CLOSED_REASON, now=now)
    end_teams(incident=incident, officer=officer, now=now)
    waived = [row["waiver"] for row in closing.gate if row["waiver"]]
    record(incident, "incident.closed", officer, now, waivers=waived, effect=effect)
    return closing


def effect_at_closing(incident: Incident, now: datetime) -> dict[str, int]:
    """Return how much was still said after the answer; {} before there is one."""
    found = effect_of(incident, now)
    return effect_summary(found) if found is not None else {}


def _gate_as_stored(gate: Gate) -> list[dict[str, str]]:
    """Return the gate as the closing keeps it."""
    return [
        {
            "condition": str(row.condition),
            "state": str(row.state),
            "lack": str(row.lack or ""),
            "waiver": gate.waivers[row.condition].number
            if row.state == ConditionState.WAIVED
            else "",
        }
        for row in gate.rows
    ]


def _first_lack(gate: Gate) -> str:
    lacking = (ConditionState.MISSING, ConditionState.UNKNOWN)
    row = next(row for row in gate.rows if row.state in lacking)
    return _("暂不能办结：%(why)s可补齐，或由领导豁免该条。") % {
        "why": _(row.lack.label) if row.lack else ""
    }


def _why_not(stage: Stage) -> str:
    if stage == Stage.CLOSED:
        return _("该事件已办结，未重复执行。")
    if stage in SET_ASIDE:
        return _("事件已并入或排除，不能办结。")
    return _("责任单位尚未反馈处置情况，不得办结。")
