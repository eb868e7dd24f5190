"""定级、升级、降级: sign a new grade, with the proposal and the officer's reason.

In:   an incident, a grade, a ground, a reason.
Out:  a decision row with its clocks, or a request for another person's signature.
Cost: a few writes.

What one officer cannot decide alone says ``policy.grading.second_signature``. Until the second
signature the old grade stands and its clock runs; for a rise to 重大 the 30 minutes start at
once, as they do for a proposal of the machine.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround, needs_second_signature
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.grade_effects import (
    apply_grade,
    ask_grade,
    end_proposed,
    take_waiting,
)
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.incidents.grading.queries import grade_in_use
from huiying.work.incidents.grading.rises import open_rises_of


@transaction.atomic
def regrade(
    *,
    incident: Incident,
    grade: Grade,
    reason: str,
    officer: Officer,
    now: datetime,
    ground: GradeGround | None = None,
    revision: int | None = None,
) -> GradingRequest | None:
    """Upgrade or downgrade: the old clock keeps its result, the answer's deadline never grows.

    Args:
        ground: Of the enumerated reasons; a change that takes two signatures needs one.

    Returns:
        What waits for the second signature; None if the grade took effect.

    Raises:
        Refused: If the grade is the same or not in use, the reason or the ground is missing,
            or the incident is closed, merged or dismissed: nobody could stop the new clock.
        Stale: If the incident changed since ``revision``.
    """
    if not reason.strip():
        raise Refused(_("升级、降级须写明理由。"))
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再变更等级；如需变更，请先重新办理。"))
    before = Grade(incident.grade)
    if grade == before:
        raise Refused(_("等级无变化。"))
    if not grade_in_use(incident.bureau_id, grade, now):
        raise Refused(_("本局规则未启用“特别重大”。"))
    if not claim_row(incident, revision, grade=int(before)):
        raise Stale(_("事件已被他人更新，本次定级未生效。请核对最新内容后重新提交。"))
    terms = {
        "to": int(grade),
        "ground": str(ground or ""),
        "reason": masked_text(reason.strip())[:400],
    }
    stands = Grade(incident.grade_in_force)
    if needs_second_signature(grade, stands=stands, carried=_carried(incident)):
        return ask_grade(incident, terms, officer=officer, now=now)
    end_proposed(incident, take_waiting(incident, now), now)
    apply_grade(incident, terms, officer=officer, second=None, now=now)
    return None


def _carried(incident: Incident) -> Grade:
    """Return the gravest grade that the cards prove, or proved when it was proposed."""
    proposed = incident.candidates.values_list("proposed_grade", flat=True)
    rises = open_rises_of(incident).values_list("grade", flat=True)
    return Grade(max([*proposed, *rises], default=Grade.ORDINARY))
