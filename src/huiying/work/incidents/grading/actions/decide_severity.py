"""突发事件级别: an officer sets the kind and the severity of an incident, or removes them.

In:   an incident, a kind of event, a level, a reason when they are not as the texts state.
Out:  a decision row with its clocks, or a request for another person's signature.
Cost: a few writes.

特别重大 and 重大 start 5 hours to speak and 24 to meet the press. A lighter level ends them, so
it takes a second signature, and they run until then. So does a lighter level than a grave one
that the posts state, though no clock runs yet. The machine only proposes: a kind from the
posts, a level only on the scale of that kind. Neither plays a part in the opinion grade.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.severity import Severity
from huiying.reasons.reason import Reason
from huiying.work.incidents.assessment.casualties import CasualtyReading, read_casualties
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
    event_kind: EventKind,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> GradingRequest | None:
    """Sign kind and severity of the emergency event; what the posts state is kept beside them.

    Returns:
        What waits for the second signature; None if they took effect.

    Raises:
        Refused: If a level has no kind, both are signed already, or no reason is given where
            they differ from what the posts state or would end the 5 hours.
        Stale: If the incident changed since ``revision``.
    """
    if level and not event_kind:
        raise Refused(_("确定级别的，须选择事件类型。"))
    found = read_casualties(incident.bureau_id, event_ids_of(incident))
    before, kind_before = Severity(incident.severity), EventKind(incident.event_kind)
    ends_clocks = before.grave and not level.grave
    stated = found.proposal is not None and found.proposal.level.grave
    if not reason.strip() and (ends_clocks or _differs(level, event_kind, found)):
        raise Refused(
            _("类型或级别与帖文所述不同、帖文无法确定级别，或由重大调低的，请写明理由和依据。")
        )
    unchanged = (level, event_kind) == (before, kind_before)
    if unchanged and (before or incident.severity_decisions.exists()):
        raise Refused(_("类型和级别均未变化。"))
    if not claim_row(incident, revision, severity=before, event_kind=kind_before):
        raise Stale(_("事件已被他人更新，级别未作更改。请核对最新内容后重新提交。"))
    proposal, reading = found.level_of(event_kind), found.kind_reading
    terms = {
        "level": str(level),
        "event_kind": str(event_kind),
        "proposed_kind": str(found.kind),
        "kind_phrase": reading.phrase if reading else "",
        "proposed": str(proposal.level) if proposal else "",
        "phrase": proposal.figure.phrase if proposal else "",
        "reason": masked_text(reason.strip())[:400],
    }
    if ends_clocks or (stated and not level.grave):
        return ask_second_signature(
            incident, RequestKind.SEVERITY, terms, officer=officer, now=now
        )
    why = Reason("clocks.graded_otherwise")
    void_requests(incident, reason=why, now=now, kind=RequestKind.SEVERITY)
    apply_severity(incident, terms, officer=officer, second=None, now=now)
    return None


def _differs(level: Severity, event_kind: EventKind, found: CasualtyReading) -> bool:
    """Tell whether kind or level are others than the posts speak for."""
    stated, on_scale = found.proposal, found.level_of(event_kind)
    if level != (on_scale.level if on_scale else Severity.NONE):
        return True
    if stated is not None and level != stated.level:
        return True
    return bool(event_kind and found.kind and event_kind != found.kind)
