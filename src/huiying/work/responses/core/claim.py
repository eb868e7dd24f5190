"""Change a draft only as the officer saw it: of two who act at once one is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from huiying.base.db.claims import RowClaim
from huiying.work.responses.core.models import DraftState

claim_draft = RowClaim(
    DraftState,
    gettext_noop("这份回应现在是“%(state)s”，不能这样做。"),
    gettext_noop("这份回应刚被别人改过，没有覆盖。你输入的文字还在下面，请对照后再存。"),
)
