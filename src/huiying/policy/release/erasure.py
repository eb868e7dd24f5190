"""销毁文件: the legal grounds for destroying a stored file, and who signs.

A file is evidence of what was done, so it is destroyed only because the law asks for it, by two
signatures beside the application. That it is unwelcome or in the way is no ground. The list is
not editable.
"""

from enum import StrEnum
from typing import Final

from huiying.reasons.marking import marked

SIGNATURES: Final = 2  # different persons beside who asks; the last is a leader


class EraseGround(StrEnum):
    """The grounds, and no other."""

    PERSONAL = "PERSONAL"
    MINIMUM = "MINIMUM"
    EMERGENCY = "EMERGENCY"
    STATE_SECRET = "STATE_SECRET"  # noqa: S105 - a ground

    @property
    def label(self) -> str:
        """The law and what it asks, in Chinese."""
        return _LABELS[self]


_LABELS = {
    EraseGround.PERSONAL: marked(
        "《个人信息保护法》第四十七条：个人要求删除，或保存的目的已经达到"
    ),
    EraseGround.MINIMUM: marked("《个人信息保护法》第六条：误收，与处理的事情无关"),
    EraseGround.EMERGENCY: marked(
        "《突发事件应对法》第八十五条：应急处置结束，个人信息应当销毁"
    ),
    EraseGround.STATE_SECRET: marked("《保守国家秘密法》：含有国家秘密，不得在本系统留存"),
}


class EraseHold(StrEnum):
    """Why a file may not be destroyed yet."""

    FINDING = "FINDING"
    TASK = "TASK"
    PROMISE = "PROMISE"
    CARRIED = "CARRIED"
    CONFIRMED = "CONFIRMED"
    MECHANISM = "MECHANISM"
    REPORT = "REPORT"
    OBJECTION = "OBJECTION"

    @property
    def label(self) -> str:
        """The sentence in Chinese."""
        return _ERASE_HOLDS[self]


_ERASE_HOLDS = {
    EraseHold.FINDING: marked("是核实结论的证据，结论还在用。"),
    EraseHold.TASK: marked("属交办任务材料，事件尚未办结。"),
    EraseHold.PROMISE: marked("是公开承诺兑现的材料。"),
    EraseHold.CARRIED: marked("是已公开回应在渠道上发出的凭证。"),
    EraseHold.CONFIRMED: marked("是其他机关书面确认回应的扫描件。"),
    EraseHold.MECHANISM: marked("是机制审核文书的扫描件。"),
    EraseHold.REPORT: marked("属单位反馈材料，事件尚未办结。"),
    EraseHold.OBJECTION: marked("属单位等级异议材料，事件尚未办结。"),
}
