"""签署: a leader who wrote nothing of it signs a file, or returns it with a reason.

In:   a file that waits, the hash of what was shown.    Out:  a signed version that stays.
Cost: a few writes and the record.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.kinds import SignoffKind
from huiying.work.prevention.decisions.actions.submit_decision import KIND
from huiying.work.prevention.decisions.content import (
    decision_content,
    decision_hash,
    lacks_of_file,
)
from huiying.work.prevention.decisions.models import (
    DecisionFile,
    FileState,
    SignedAssessment,
)


@transaction.atomic
def decide_decision(
    decision: DecisionFile,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Sign or return a file.

    Raises:
        PermissionDenied: If the officer is no leader.
        Refused: If it does not wait, the leader wrote on it or stands in for who did, it is
            returned without a reason, or is not complete by now.
        Stale: If it is no longer what was asked for and shown.
    """
    require(officer, Capability.APPROVE)
    decision.refresh_from_db()
    request = decision.signoff
    if decision.state != FileState.WAITING or request is None:
        raise Refused(_("评估卷当前不在待签署状态。"))
    lacks = lacks_of_file(decision, now) if approve else ()
    if lacks:
        raise Refused(" ".join(_(one.label) for one in lacks))
    done = DECISION_KIND.decide(
        decision,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    state = FileState.SIGNED if approve else FileState.WRITING
    if approve:
        SignedAssessment.objects.create(
            bureau_id=decision.bureau_id,
            decision=decision,
            version=decision.version,
            content=decision_content(decision),
            content_hash=done.content_hash,
            signoff=done,
            signed_at=now,
            signed_by=officer,
        )
    DecisionFile.objects.filter(pk=decision.pk).update(state=state, revision=F("revision") + 1)
    decision.refresh_from_db()
    verb = "decision.signed" if approve else "decision.returned"
    data = {"hash": done.content_hash, "version": decision.version, "reason": done.reason}
    record(decision, verb, officer, now, **data)


DECISION_KIND = SignoffKind[DecisionFile](
    name=KIND,
    content_hash=decision_hash,
    approve=partial(decide_decision, approve=True, reason=""),
    send_back=partial(decide_decision, approve=False),
    changed=gettext_lazy("报签后评估卷已更新，本次决定未生效。须重新报签。"),
    authors=lambda decision: decision.writers,
)
