"""突发事件级别: an officer sets an incident's severity on the legal scale, or removes it.

In:   an incident, a level, a reason when the texts do not state it.
Out:  a decision row with its clocks, or a request for another person's signature.
Cost: a few writes.

特别重大 and 重大 start 5 hours to speak and 24 to meet the press. A lighter level ends them, so
it takes a second signature, and they run until then. The machine only proposes, from numbers
that posts state; it plays no part in the opinion grade.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.severity import Severity
from huiying.reasons.reason import Reason
from huiying.work.incidents.assessment.casualties import read_casualties
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.requests import ask_second_signature, void_requests
from huiying.work.incidents.grading.severity_effects import apply_severity


@transaction.atomic
def decide_severity(
    *,
    incident: Incident,
    level: Severity,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> GradingRequest | None:
    """Sign the severity of the emergency event; what the posts state is kept beside it.

    Returns:
        What waits for the second signature; None if the level took effect.

    Raises:
        Refused: If the level is signed already, or no reason is given where it differs from
            what the posts state or would end the 5 hours.
        Stale: If the incident changed since ``revision``.
    """
    proposal = read_casualties(incident.bureau_id, event_ids_of(incident)).casualties.severity
    proposed = proposal.level if proposal else ""
    before = Severity(incident.severity)
    ends_clocks = before.grave and not level.grave
    if (level != proposed or ends_clocks) and not reason.strip():
        raise Refused(_("级别与帖文所述不同，或由重大调低，请写明理由。"))
    if level == before and (before or incident.severity_decisions.exists()):
        raise Refused(_("级别没有变化。"))
    if not claim_row(incident, revision, severity=before):
        raise Stale(_("这个事件刚被别人改过。级别没有改，请看过新内容再定。"))
    terms = {
        "level": str(level),
        "proposed": str(proposed),
        "phrase": proposal.phrase if proposal else "",
        "reason": masked_text(reason.strip())[:400],
    }
    if ends_clocks:
        return ask_second_signature(
            incident, RequestKind.SEVERITY, terms, officer=officer, now=now
        )
    why = Reason("clocks.graded_otherwise")
    void_requests(incident, reason=why, now=now, kind=RequestKind.SEVERITY)
    apply_severity(incident, terms, officer=officer, second=None, now=now)
    return None
