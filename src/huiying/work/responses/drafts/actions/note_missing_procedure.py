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
from huiying.policy.grading.grades import Grade
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.rewriting import rewrite_draft

MOST_CHARS = 400


@transaction.atomic
def note_missing_procedure(
    *, draft: Draft, revision: int, reason: str, officer: Officer, now: datetime
) -> None:
    """Record why the release goes out before the procedure was followed.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: Without a reason, with a reference, or for a 一般 matter.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(reason.split())[:MOST_CHARS]
    if not reason:
        raise Refused(_("请写明为什么等不及区委办、政府办机制。"))
    if draft.procedure_ref or draft.answer.incident.grade < Grade.SIGNIFICANT:
        raise Refused(_("已有机制文号，或不需要文号，不用追认。"))
    rewrite_draft(draft, revision=revision, officer=officer, now=now, procedure_absent=reason)
    record(draft, "procedure.absent", officer, now, reason=reason)
