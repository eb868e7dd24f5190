"""恢复旧稿: the words of an earlier version become the present words.

In:   an open draft, the number of one of its versions.    Out:  True if it voided a request.
Cost: as ``edit_draft``.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.responses.drafting import record, rewrite
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Draft, VersionKind
from huiying.work.responses.versions import keep_version, words_of


@transaction.atomic
def restore_version(
    *, draft: Draft, revision: int, number: int, officer: Officer, now: datetime
) -> bool:
    """Restore a version; the present words stay readable as the version before.

    Facts are not touched: only words are kept in versions.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        CannotAnswer: If there is no such version, or it says what the draft says already.
    """
    require(officer, Capability.DRAFT)
    version = draft.kept.filter(number=number).first()
    if version is None:
        raise CannotAnswer(_("没有这一稿。"))
    if version.words == words_of(draft):
        raise CannotAnswer(_("现在的文字就是这一稿。"))
    keep_version(draft, officer=officer, now=now)
    voided = rewrite(draft, revision=revision, officer=officer, now=now, **version.words)
    keep_version(draft, officer=officer, now=now, kind=VersionKind.RESTORED)
    record(
        draft,
        verb="draft.restored",
        officer=officer,
        now=now,
        data={"number": number, "voided": voided},
    )
    return voided
