"""Change a file of a decision: what waits for a signature is void, what is signed stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.work.prevention.core.rewriting import NO_CHANGES, Writing, rewrite
from huiying.work.prevention.decisions.models import DecisionFile, FileState


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
        PermissionDenied, Refused, Stale: As ``rewrite``.
    """
    how = Writing(
        writing=FileState.WRITING,
        waiting=FileState.WAITING,
        signed=FileState.SIGNED,
        refused=_("评估卷已签署，不得改动。确需调整的，请先登记修订理由，形成新版本。"),
        stale=_("评估卷已被他人更新，本次未保存。请核对最新内容后重新保存。"),
    )
    return rewrite(decision, how, officer=officer, now=now, revision=revision, changes=changes)
