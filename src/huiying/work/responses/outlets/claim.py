"""Change a line of a release plan only as the officer saw it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.db.claims import RowClaim
from huiying.base.errors import Stale
from huiying.work.responses.outlets.models import PlanLine, PlanState


def lock_line(line: PlanLine, revision: int | None) -> None:
    """Keep a line as it was seen until the transaction ends.

    Raises:
        Stale: If somebody acted on it since.
    """
    shown_revision = line.revision if revision is None else revision
    if (
        PlanLine.objects.select_for_update().filter(pk=line.pk, revision=shown_revision).first()
        is None
    ):
        raise Stale(_(claim_line.late))


claim_line = RowClaim(
    PlanState,
    gettext_noop("该发布渠道当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("发布渠道已被他人办理，本次操作未执行。请核对最新内容后重新提交。"),
)
