"""Change a press conference only as the officer saw it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from huiying.base.db.claims import RowClaim
from huiying.work.responses.press.models import PressState

claim_press = RowClaim(
    PressState,
    gettext_noop("发布会现在是“%(state)s”，不能这样办。"),
    gettext_noop("这场发布会刚被别人改过，你的操作没有生效。请看过新内容再办。"),
)
