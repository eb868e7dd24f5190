"""Change a draft only as the officer saw it: of two who act at once one is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from huiying.base.db.claims import RowClaim
from huiying.work.responses.core.models import DraftState

claim_draft = RowClaim(
    DraftState,
    gettext_noop("该回应当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("回应稿已被他人更新，本次未保存。输入内容保留在下方，请核对后重新保存。"),
)
