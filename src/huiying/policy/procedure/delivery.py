"""Which proof of delivery stops a notice clock, per channel.

A relay, robot or webhook that *accepted* a message proves nothing about the addressee:
there is no proof kind for it, so that no setting can switch it on.
"""

from collections.abc import Mapping
from enum import StrEnum

from huiying.reasons.marking import marked


class Proof(StrEnum):
    """How it is known that a notice reached its addressee."""

    SHOWN_IN_APP = "shown_in_app"  # the unit's signed-in officer was shown the notice
    LINK_CONFIRMED = "link_confirmed"  # the signed link was confirmed by a person's click
    CHANNEL_RECEIPT = "channel_receipt"  # the channel's own receipt for the addressee
    PHONE = "phone"  # recorded delivery by phone
    PAPER = "paper"  # recorded delivery on paper

    @property
    def label(self) -> str:
        """The Chinese words of the proof."""
        return _LABELS[self]


_LABELS = {
    Proof.SHOWN_IN_APP: marked("已在系统内显示"),
    Proof.LINK_CONFIRMED: marked("已点击链接确认"),
    Proof.CHANNEL_RECEIPT: marked("渠道回执"),
    Proof.PHONE: marked("电话送达"),
    Proof.PAPER: marked("书面送达"),
}

POSSIBLE: Mapping[str, frozenset[Proof]] = {
    "console": frozenset({Proof.SHOWN_IN_APP}),
    "smtp": frozenset({Proof.LINK_CONFIRMED}),
    "apprise": frozenset({Proof.LINK_CONFIRMED}),  # group robots
    "webhook": frozenset({Proof.LINK_CONFIRMED}),
    "sms": frozenset({Proof.LINK_CONFIRMED, Proof.CHANNEL_RECEIPT}),
    "phone": frozenset({Proof.PHONE}),
    "paper": frozenset({Proof.PAPER}),
}
"""What each channel (its kind in lower case) can prove; a book may accept less, never more."""
