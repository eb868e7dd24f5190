"""报签: put a complete file before a leader; revise what was signed as a new version.

In:   a file.    Out:  a request bound to its content; or the file open again, with a reason.
Cost: a few writes and the record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text
from huiying.work.prevention.decisions.content import decision_hash, lacks_of_file
from huiying.work.prevention.decisions.models import DecisionFile, FileState

KIND = "decision_risk"


@transaction.atomic
def submit_decision(
    *, decision: DecisionFile, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Ask a leader to sign exactly this content.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If the file is not being written, or is not complete.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    expected = decision.revision if revision is None else revision
    decision.refresh_from_db()
    if decision.state != FileState.WRITING:
        raise Refused(_("评估卷当前不在编制中，无需报签。"))
    lacks = lacks_of_file(decision, now)
    if lacks:
        raise Refused(" ".join(_(one.label) for one in lacks))
    label = house_text("决策风险评估 %(number)s：%(title)s") % {
        "number": decision.number,
        "title": decision.title,
    }
    request = request_approval(
        bureau_id=decision.bureau_id,
        kind=KIND,
        about_ref=decision.number,
        label=label,
        content_hash=decision_hash(decision),
        officer=officer,
        clock=None,
        now=now,
    )
    if not claim_row(decision, expected, {"state": FileState.WAITING, "signoff": request}):
        raise Stale(_("评估卷已被他人更新，本次未报签。请核对最新内容。"))
    record(decision, "decision.submitted", officer, now, hash=request.content_hash)


@transaction.atomic
def revise_decision(
    *,
    decision: DecisionFile,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Open a signed file for a new version; the signed one stays in force until then.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If it is not signed, or the reason is missing or names a person.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    words = issue_text(reason, MAX_LINE, _("请填写修订理由。"))
    expected = decision.revision if revision is None else revision
    decision.refresh_from_db()
    if decision.state != FileState.SIGNED:
        raise Refused(_("评估卷尚未签署，可直接修改。"))
    changes = {
        "state": FileState.WRITING,
        "version": decision.version + 1,
        "change_reason": words,
        "signoff": None,
    }
    if not claim_row(decision, expected, changes):
        raise Stale(_("评估卷已被他人更新，本次未修订。请核对最新内容。"))
    record(decision, "decision.revised", officer, now, version=decision.version, reason=words)
