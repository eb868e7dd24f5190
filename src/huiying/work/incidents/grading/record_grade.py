"""Store a signed grade (定级), with the proposal and the officer's reason.

In:   an incident, a grade, what was proposed, a reason.    Out:  the decision.
Cost: one insert.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeDecision
from huiying.work.incidents.grading.queries import grade_in_use


def needs_reason(grade: Grade, proposed: int | None) -> bool:
    """Tell whether a decision differs from the machine's proposal."""
    return proposed is None or int(grade) != proposed


def record_grade(
    *,
    incident: Incident,
    grade: Grade,
    proposed_grade: int | None,
    cards: list[Any],
    reason: str,
    officer: Officer,
    now: datetime,
    ground: str = "",
    second: Officer | None = None,
) -> GradeDecision:
    """Write the decision row (Art. 6: content, reaction, media).

    Args:
        ground: A value of ``policy.grading.second_signature.GradeGround``; "" = none chosen.
        second: Who signed it too; None where one signature is enough.

    Raises:
        Refused: If 特别重大 is asked for and the rule book has it switched off.
    """
    if not grade_in_use(incident.bureau_id, grade, now):
        raise Refused(_("本局规则未启用“特别重大”。"))
    return GradeDecision.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        at=now,
        by=officer,
        grade=int(grade),
        proposed_grade=proposed_grade,
        cards=cards,
        ground=ground,
        reason=masked_text(reason.strip()),
        rule_version=str(book_of(incident.bureau_id, now).version),
        second=second,
    )
