"""What proved a delivery, in words."""

from __future__ import annotations

from django.utils.translation import gettext_noop

PROOFS = {
    "shown_in_app": gettext_noop("本单位人员已在系统内打开"),
    "link_confirmed": gettext_noop("签名链接经人确认"),
    "channel_receipt": gettext_noop("渠道回执"),
    "phone": gettext_noop("电话送达"),
    "paper": gettext_noop("书面送达"),
}
