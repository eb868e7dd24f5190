"""Change a file of a decision: what waits for a signature is void, what is signed stays.

In:   a file, an officer, new values.    Out:  the file as it is now; whether a request is void.
Cost: one conditional UPDATE; one more if a request is void.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.prevention.decisions.models import DecisionFile, FileState

NO_CHANGES: Mapping[str, object] = {}


def rewrite_decision(
    decision: DecisionFile,
    *,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    changes: Mapping[str, object] = NO_CHANGES,
) -> bool:
    """Store new values; True if a request to sign was voided by it.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If the file is signed.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    seen = decision.revision if revision is None else revision
    decision.refresh_from_db()
    if decision.state == FileState.SIGNED:
        raise Refused(_("评估卷已签署，不得改动。确需调整的，请先登记修订理由，形成新版本。"))
    writers = decision.writers
    if officer.pk not in writers:
        writers = [*writers, officer.pk]
    waited = decision.state == FileState.WAITING
    values = {**changes, "state": FileState.WRITING, "writers": writers}
    if not claim_row(decision, seen, values):
        raise Stale(_("评估卷已被他人更新，本次未保存。请核对最新内容后重新保存。"))
    if waited and decision.signoff is not None:
        void(request=decision.signoff, reason=Reason("clocks.sent_again"), now=now)
    return waited
