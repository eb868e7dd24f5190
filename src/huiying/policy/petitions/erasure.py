"""删除个人信息: on which grounds a petition is erased, on which the application is refused.

In:   nothing.    Out:  enumerations with their Chinese words.    Cost: none; pure.

《个人信息保护法》 art. 47 names when personal data are erased and when not, art. 50 asks for
the reason of a refusal. The lists are not editable: that a petition is unwelcome is no ground
to erase it, and that it is useful is none to keep it.
"""

from __future__ import annotations

from enum import StrEnum

from huiying.reasons.marking import marked


class ErasureWay(StrEnum):
    """How somebody asked for the erasure of what he sent."""

    CODE = "CODE"
    IN_PERSON = "IN_PERSON"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _WAYS[self]


_WAYS = {
    ErasureWay.CODE: marked("凭查询码提出"),
    ErasureWay.IN_PERSON: marked("当面提出"),
}


class ErasureState(StrEnum):
    """How an application stands."""

    ASKED = "ASKED"
    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    ERASED = "ERASED"

    @property
    def label(self) -> str:
        """The word in Chinese, for officials."""
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """It is not decided yet."""
        return self in OPEN_STATES


_STATES = {
    ErasureState.ASKED: marked("待办理"),
    ErasureState.PROPOSED: marked("待审定"),
    ErasureState.REFUSED: marked("不予删除"),
    ErasureState.ERASED: marked("已依法删除"),
}
OPEN_STATES = (ErasureState.ASKED, ErasureState.PROPOSED)


class ErasureGround(StrEnum):
    """Why a petition is erased, and no other reason."""

    ACHIEVED = "ACHIEVED"
    PERIOD_OVER = "PERIOD_OVER"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    UNLAWFUL = "UNLAWFUL"

    @property
    def label(self) -> str:
        """The law and what it asks, in Chinese."""
        return _GROUNDS[self]


_GROUNDS = {
    ErasureGround.ACHIEVED: marked(
        "《个人信息保护法》第四十七条第一款第（一）项：处理目的已实现，不再必要"
    ),
    ErasureGround.PERIOD_OVER: marked(
        "《个人信息保护法》第四十七条第一款第（二）项：保存期限已届满"
    ),
    ErasureGround.CONSENT_WITHDRAWN: marked(
        "《个人信息保护法》第四十七条第一款第（三）项：个人撤回同意"
    ),
    ErasureGround.UNLAWFUL: marked(
        "《个人信息保护法》第四十七条第一款第（四）项：违反法律、行政法规或者约定处理"
    ),
}


class RefusalGround(StrEnum):
    """Why an application is refused, and no other reason."""

    LEGAL_PERIOD = "LEGAL_PERIOD"
    LEGAL_DUTY = "LEGAL_DUTY"
    NOT_THE_PERSON = "NOT_THE_PERSON"

    @property
    def label(self) -> str:
        """The law and what it says, in Chinese."""
        return _REFUSALS[self]


_REFUSALS = {
    RefusalGround.LEGAL_PERIOD: marked(
        "《个人信息保护法》第四十七条第二款：法律、行政法规规定的保存期限未届满"
    ),
    RefusalGround.LEGAL_DUTY: marked(
        "《个人信息保护法》第十三条第一款第（三）项：为履行法定职责所必需"
    ),
    RefusalGround.NOT_THE_PERSON: marked(
        "《个人信息保护法》第四十七条：提出申请的不是信访人本人或者其委托的人"
    ),
}
