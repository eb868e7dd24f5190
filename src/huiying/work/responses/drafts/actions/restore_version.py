"""恢复旧稿: the words of an earlier version become the present words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.models import VersionKind
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.drafts.versions import save_version, words_of


@transaction.atomic
def restore_version(
    *, draft: Draft, revision: int, number: int, officer: Officer, now: datetime
) -> bool:
    """Restore a version; the present words stay readable as the version before.

    Facts are not touched: only words are kept in versions.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If there is no such version, or it says what the draft says already.
    """
    require(officer, Capability.DRAFT)
    version = draft.kept.filter(number=number).first()
    if version is None:
        raise Refused(_("无此稿。"))
    if version.words == words_of(draft):
        raise Refused(_("现在的文字就是这一稿。"))
    save_version(draft, officer=officer, now=now)
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now, **version.words)
    save_version(draft, officer=officer, now=now, kind=VersionKind.RESTORED)
    record(draft, "draft.restored", officer, now, number=number, voided=voided)
    return voided
