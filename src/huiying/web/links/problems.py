"""Why a signed link does not open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiying.base.outbox.actions.links import LinkProblem

PROBLEMS = {
    LinkProblem.EXPIRED: _("链接已过期。"),
    LinkProblem.USED: _("这个链接已经确认过了。"),
    LinkProblem.REVOKED: _("这个链接已收回。"),
    LinkProblem.UNKNOWN: _("没有这个链接。"),
}
