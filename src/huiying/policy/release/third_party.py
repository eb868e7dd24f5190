"""征求第三方意见: what the law asks before something of a third party is published.

《政府信息公开条例》(2019) art. 15: business secrets and privacy whose publication would harm a
third party are published only with its consent, or where keeping them back would seriously harm
the public interest. Art. 32: the third party is asked in writing and has 15 working days from
the receipt; if it does not answer in time, the body decides. The period is the law's and no row
of the rule book: nobody changes it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from huiying.policy.core.standing import Standing
from huiying.policy.release.disclosure import Ground
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.reasons.marking import marked

THIRD_PARTY_GROUNDS: Final = frozenset({Ground.TRADE_SECRET, Ground.PRIVACY})
"""The grounds of article 15: somebody else's interest is at stake."""

THIRD_PARTY_VIEW: Final = DeadlineRule(
    "THIRD_PARTY_VIEW",
    marked("第三方意见"),
    15,
    DeadlineUnit.WORKING_DAYS,
    marked("《政府信息公开条例》第三十二条"),
    Standing.LAW,
)


class View(StrEnum):
    """What a third party answered."""

    AGREES = "AGREES"
    OBJECTS = "OBJECTS"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _VIEWS[self]


_VIEWS = {View.AGREES: marked("同意公开"), View.OBJECTS: marked("不同意公开，有合理理由")}


class LiftBasis(StrEnum):
    """Why a passage of a third party is published after all."""

    CONSENT = "CONSENT"
    NO_VIEW = "NO_VIEW"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    NO_THIRD_PARTY = "NO_THIRD_PARTY"
    REMOVED = "REMOVED"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _BASES[self]

    @property
    def publishes(self) -> bool:
        """Tell whether the passage goes out; a passage that was removed does not."""
        return self != LiftBasis.REMOVED


_BASES = {
    LiftBasis.CONSENT: marked("第三方同意公开"),
    LiftBasis.NO_VIEW: marked("第三方逾期未提出意见，本机关决定公开"),
    LiftBasis.PUBLIC_INTEREST: marked("不公开会对公共利益造成重大影响，已书面告知第三方"),
    LiftBasis.NO_THIRD_PARTY: marked("核对后，不涉及任何第三方的合法权益"),
    LiftBasis.REMOVED: marked("该段文字已从稿件中删除"),
}


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One enquiry of a third party."""

    due_at: datetime  # end of the period
    view: str = ""  # a value of ``View``; "" = no answer


def may_lift(basis: LiftBasis, enquiries: Collection[Enquiry], now: datetime) -> bool:
    """Tell whether a basis holds after these enquiries; the last answer counts."""
    last = max(enquiries, key=lambda one: one.due_at, default=None)
    if basis == LiftBasis.CONSENT:
        return last is not None and last.view == View.AGREES
    if basis == LiftBasis.NO_VIEW:
        return last is not None and not last.view and now > last.due_at
    return True
