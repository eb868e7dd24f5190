"""维持现等级: keep a grade against the system's proposal of a graver one, by two signatures.

In:   a rise that waits, a reason.    Out:  a request for another person's signature.
Cost: a few writes.

The 30 minutes of the proposal run until the second has signed; undecided at their end, the
matter is handled by the proposed grade, also while this request waits.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.grade_effects import take_alarms_of
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.requests import ask_second_signature
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import waiting_rise

MOST = 400  # characters of the reason


@transaction.atomic
def keep_grade(
    *, rise: GradeRise, shown_grade: int, reason: str, officer: Officer, now: datetime
) -> GradingRequest:
    """Ask another person to sign that the grade stays as it is.

    Args:
        shown_grade: The proposed grade on the officer's screen, which the reason speaks about.

    Raises:
        Refused: If the reason is missing, too long or asks for a removal, or the incident is
            settled.
        Stale: If the proposal was settled, or is a graver one by now.
    """
    incident = lock_row(Incident, rise.incident.current.pk)
    waiting = waiting_rise(incident)
    if waiting is None or (waiting.pk, waiting.grade) != (rise.pk, shown_grade):
        raise Stale(_("该升级建议已处理或已变更，本次操作未执行。请核对最新内容。"))
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再变更等级；如需变更，请先重新办理。"))
    refuse_removal_request(reason)
    words = masked_text(" ".join(reason.split()))
    if not words:
        raise Refused(_("维持现等级须写明理由。"))
    if len(words) > MOST:
        raise Refused(
            _("理由最多 %(most)s 字，现为 %(here)s 字。") % {"most": MOST, "here": len(words)}
        )
    terms = {"rise": waiting.pk, "proposed": waiting.grade, "reason": words}
    take_alarms_of(incident, officer, now)
    return ask_second_signature(incident, RequestKind.KEEP, terms, officer=officer, now=now)
