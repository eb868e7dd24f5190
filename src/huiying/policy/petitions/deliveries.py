"""How a reply reaches who it is for, and which ways need a proof (信访工作条例 art. 23, 32)."""

from __future__ import annotations

from enum import StrEnum

from huiying.reasons.marking import marked


class DeliveryWay(StrEnum):
    """A way of a reply to who it is for."""

    PAGE = "PAGE"
    POST = "POST"
    PHONE = "PHONE"
    IN_PERSON = "IN_PERSON"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _WAYS[self]


_WAYS = {
    DeliveryWay.PAGE: marked("查询页面"),
    DeliveryWay.POST: marked("邮寄"),
    DeliveryWay.PHONE: marked("电话告知"),
    DeliveryWay.IN_PERSON: marked("当面送达"),
}
RECORDED_WAYS = (DeliveryWay.POST, DeliveryWay.PHONE, DeliveryWay.IN_PERSON)
"""Ways that an officer records, with a proof; the page shows a signed reply by itself."""
