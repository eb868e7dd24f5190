"""What is done with accusations (检举控告): bodies by rank, ways, grounds to end one otherwise.

In:   nothing.    Out:  enumerations with their Chinese words.    Cost: none; pure.

信访工作条例 art. 22: an accusation within the competence of discipline inspection and
supervision goes there, by the rank of who is accused, within 15 days.
"""

from __future__ import annotations

from enum import StrEnum

from huiying.reasons.marking import marked


class DisciplineBody(StrEnum):
    """To which body, by the rank of who is accused."""

    DISPATCHED = "DISPATCHED"
    DISTRICT = "DISTRICT"
    CITY = "CITY"
    PROVINCE = "PROVINCE"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _BODIES[self]


_BODIES = {
    DisciplineBody.DISPATCHED: marked("派驻（派出）纪检监察组"),
    DisciplineBody.DISTRICT: marked("区（县）纪委监委"),
    DisciplineBody.CITY: marked("市（盟）纪委监委"),
    DisciplineBody.PROVINCE: marked("省（自治区）纪委监委"),
    DisciplineBody.OTHER: marked("其他有权处理的机关"),
}


class TransferWay(StrEnum):
    """By which way it was handed over; none passes through other hands of the bureau."""

    COURIER = "COURIER"
    IN_PERSON = "IN_PERSON"
    POST = "POST"
    NETWORK = "NETWORK"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _WAYS[self]


_WAYS = {
    TransferWay.COURIER: marked("机要交换"),
    TransferWay.IN_PERSON: marked("专人送达"),
    TransferWay.POST: marked("机要邮寄"),
    TransferWay.NETWORK: marked("纪检监察信访举报专网"),
}


class EndingAct(StrEnum):
    """What ends an accusation here without a transfer; two persons sign it."""

    HAND_BACK = "HAND_BACK"
    ERASE = "ERASE"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _ENDINGS[self]


_ENDINGS = {
    EndingAct.HAND_BACK: marked("不属检举控告，转为信访事项"),
    EndingAct.ERASE: marked("依法删除内容"),
}


class EndingGround(StrEnum):
    """Why; one of a list, since words of one's own would repeat the accusation."""

    NO_OFFICIAL = "NO_OFFICIAL"
    SERVICE = "SERVICE"
    PRIVATE = "PRIVATE"
    RETENTION_OVER = "RETENTION_OVER"
    DUPLICATE = "DUPLICATE"
    REQUESTED = "REQUESTED"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _GROUNDS[self]


_GROUNDS = {
    EndingGround.NO_OFFICIAL: marked("未涉及机关、单位或者其工作人员"),
    EndingGround.SERVICE: marked("属对办事、服务的意见和诉求"),
    EndingGround.PRIVATE: marked("属民事或者企业、个人之间的争议"),
    EndingGround.RETENTION_OVER: marked("保管期限届满"),
    EndingGround.DUPLICATE: marked("与已转送的内容完全重复"),
    EndingGround.REQUESTED: marked("本人依法要求删除"),
}
GROUNDS_OF = {
    EndingAct.HAND_BACK: (EndingGround.NO_OFFICIAL, EndingGround.SERVICE, EndingGround.PRIVATE),
    EndingAct.ERASE: (
        EndingGround.RETENTION_OVER,
        EndingGround.DUPLICATE,
        EndingGround.REQUESTED,
    ),
}
"""Which grounds belong to which act."""


class AccusationState(StrEnum):
    """Where an accusation stands, for who handles it."""

    WAITING = "WAITING"
    TRANSFERRED = "TRANSFERRED"
    HANDED_BACK = "HANDED_BACK"
    ERASED = "ERASED"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _STATES[self]


_STATES = {
    AccusationState.WAITING: marked("待转送"),
    AccusationState.TRANSFERRED: marked("已转送"),
    AccusationState.HANDED_BACK: marked("已转为信访事项"),
    AccusationState.ERASED: marked("已依法删除"),
}
