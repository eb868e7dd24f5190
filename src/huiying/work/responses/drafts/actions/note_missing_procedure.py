"""Record why a grave release cannot wait for the procedure of the district's two offices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.responses.core.bureau_only import refuse_agencies
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.mechanism.standing import (
    Gate,
    has_objection,
    mechanism_standing,
    needs_mechanism,
)

MOST_CHARS = 400


@transaction.atomic
def note_missing_procedure(
    *, draft: Draft, revision: int, reason: str, officer: Officer, now: datetime
) -> None:
    """Record why the release goes out before the procedure was followed.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: By an agency's officer, without a reason, for a 一般 matter, or once the
            mechanism gave its opinion.
    """
    require(officer, Capability.DRAFT)
    refuse_agencies(officer)
    reason = " ".join(reason.split())[:MOST_CHARS]
    if not reason:
        raise Refused(_("请填写无法等待区委办、政府办机制审核的理由。"))
    if not needs_mechanism(draft):
        raise Refused(_("一般事件的回应无需机制审核，无需追认。"))
    if mechanism_standing(draft).gate == Gate.OPEN:
        raise Refused(_("机制已审核同意，无需追认。"))
    if has_objection(draft):
        raise Refused(_("机制已有意见，不得未经审核先行发布。请按意见修改，重新送审核。"))
    rewrite_draft(draft, revision=revision, officer=officer, now=now, procedure_absent=reason)
    record(draft, "procedure.absent", officer, now, reason=reason)
