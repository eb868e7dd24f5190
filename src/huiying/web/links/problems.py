"""Why a signed link does not open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiying.base.outbox.actions.links import LinkProblem

PROBLEMS = {
    LinkProblem.EXPIRED: _("链接已过期。"),
    LinkProblem.USED: _("该链接已使用。"),
    LinkProblem.REVOKED: _("该链接已收回。"),
    LinkProblem.UNKNOWN: _("链接不存在。"),
}
