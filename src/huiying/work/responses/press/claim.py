"""Change a press conference only as the officer saw it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from huiying.base.db.claims import RowClaim
from huiying.work.responses.press.models import PressState

claim_press = RowClaim(
    PressState,
    gettext_noop("发布会当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("发布会已被他人更新，本次操作未执行。请核对最新内容后重新提交。"),
)
