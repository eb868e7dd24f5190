"""What the public sends in: kinds, channels, stages and what each is called.

In:   nothing.    Out:  enumerations with their Chinese words.    Cost: none; pure.

信访工作条例 art. 17 names the channels, art. 29 to 31 the kinds. An accusation (检举控告) is
none of these kinds: its tables, access and pages are apart (``work/petitions/accusations``).
"""

from __future__ import annotations

from enum import StrEnum

from huiying.reasons.marking import marked


class PetitionKind(StrEnum):
    """What a petition asks for."""

    QUESTION = "QUESTION"
    CLAIM = "CLAIM"
    SUGGESTION = "SUGGESTION"
    LITIGATION = "LITIGATION"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _KINDS[self]

    @property
    def has_legal_periods(self) -> bool:
        """The periods of art. 22 to 36 hold; for the others the bureau's own rule does."""
        return self in (PetitionKind.CLAIM, PetitionKind.LITIGATION)


_KINDS = {
    PetitionKind.QUESTION: marked("咨询"),
    PetitionKind.CLAIM: marked("申诉求决"),
    PetitionKind.SUGGESTION: marked("建议意见"),
    PetitionKind.LITIGATION: marked("涉法涉诉"),
}


class PetitionChannel(StrEnum):
    """By which way it came (art. 17)."""

    WEB = "WEB"
    LETTER = "LETTER"
    PHONE = "PHONE"
    VISIT = "VISIT"
    HOTLINE = "HOTLINE"
    SYSTEM = "SYSTEM"
    INBOX = "INBOX"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _CHANNELS[self]


_CHANNELS = {
    PetitionChannel.WEB: marked("网上提交"),
    PetitionChannel.LETTER: marked("来信"),
    PetitionChannel.PHONE: marked("来电"),
    PetitionChannel.VISIT: marked("来访"),
    PetitionChannel.HOTLINE: marked("12345 工单"),
    PetitionChannel.SYSTEM: marked("信访系统"),
    PetitionChannel.INBOX: marked("信箱"),
}
RECORDED_BY_OFFICERS = (PetitionChannel.LETTER, PetitionChannel.PHONE, PetitionChannel.VISIT)
"""The ways for which an officer fills in the form for who came, wrote or rang."""


class PetitionStage(StrEnum):
    """Where a petition stands."""

    RECEIVED = "RECEIVED"
    REGISTERED = "REGISTERED"
    FORWARDED = "FORWARDED"
    ACCEPTED = "ACCEPTED"
    ANSWERED = "ANSWERED"
    UNDER_REVIEW = "UNDER_REVIEW"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    ERASED = "ERASED"

    @property
    def label(self) -> str:
        """The word in Chinese, for officials."""
        return _STAGES[self]

    @property
    def is_open(self) -> bool:
        """Something is still owed to who sent it."""
        return self in OPEN_STAGES


_STAGES = {
    PetitionStage.RECEIVED: marked("待登记"),
    PetitionStage.REGISTERED: marked("已登记"),
    PetitionStage.FORWARDED: marked("已转办"),
    PetitionStage.ACCEPTED: marked("已受理"),
    PetitionStage.ANSWERED: marked("已答复"),
    PetitionStage.UNDER_REVIEW: marked("复查复核中"),
    PetitionStage.REFUSED: marked("不予受理"),
    PetitionStage.WITHDRAWN: marked("已撤回"),
    PetitionStage.ERASED: marked("已依法删除"),
}
OPEN_STAGES = (
    PetitionStage.RECEIVED,
    PetitionStage.REGISTERED,
    PetitionStage.FORWARDED,
    PetitionStage.ACCEPTED,
    PetitionStage.UNDER_REVIEW,
)


AT_THE_UNIT = (PetitionStage.FORWARDED, PetitionStage.ACCEPTED)
"""What was forwarded to a unit is the unit's to handle."""


class StepKind(StrEnum):
    """A dated step that who sent it in can read."""

    RECEIVED = "RECEIVED"
    REGISTERED = "REGISTERED"
    FORWARDED = "FORWARDED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    EXTENDED = "EXTENDED"
    JOINED = "JOINED"
    ANSWERED = "ANSWERED"
    SUPPLEMENTED = "SUPPLEMENTED"
    RATED = "RATED"
    REVIEW_ASKED = "REVIEW_ASKED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    CORRECTED = "CORRECTED"
    CODE_REPLACED = "CODE_REPLACED"
    ERASURE_ASKED = "ERASURE_ASKED"
    ERASURE_REFUSED = "ERASURE_REFUSED"
    ERASED = "ERASED"

    @property
    def label(self) -> str:
        """The words in Chinese, for who sent it in."""
        return _STEPS[self]


_STEPS = {
    StepKind.RECEIVED: marked("已收到"),
    StepKind.REGISTERED: marked("已登记"),
    StepKind.FORWARDED: marked("已转给有权处理的单位"),
    StepKind.RETURNED: marked("该单位认为不属其职权，重新确定办理单位"),
    StepKind.ACCEPTED: marked("已受理"),
    StepKind.EXTENDED: marked("办理时间延长"),
    StepKind.JOINED: marked("与同类问题一并办理"),
    StepKind.ANSWERED: marked("已答复"),
    StepKind.SUPPLEMENTED: marked("您补充了材料"),
    StepKind.RATED: marked("您作了评价"),
    StepKind.REVIEW_ASKED: marked("您申请了复查、复核"),
    StepKind.REFUSED: marked("不予受理"),
    StepKind.WITHDRAWN: marked("您撤回了"),
    StepKind.CORRECTED: marked("更正了办理时使用的文字"),
    StepKind.CODE_REPLACED: marked("补发了新的查询码，旧的作废"),
    StepKind.ERASURE_ASKED: marked("您申请删除个人信息"),
    StepKind.ERASURE_REFUSED: marked("决定不予删除"),
    StepKind.ERASED: marked("已依法删除"),
}


class ReplyKind(StrEnum):
    """What a letter to who sent it in says (art. 23, 32, 34 to 36)."""

    ACCEPTANCE = "ACCEPTANCE"
    REFUSAL = "REFUSAL"
    EXTENSION = "EXTENSION"
    ANSWER = "ANSWER"
    OPINION = "OPINION"
    REVIEW = "REVIEW"
    RE_REVIEW = "RE_REVIEW"
    NO_FURTHER = "NO_FURTHER"

    @property
    def label(self) -> str:
        """The title of the letter."""
        return _REPLIES[self]

    @property
    def is_answer(self) -> bool:
        """It answers what was asked; the others say how it goes on."""
        return self in (
            ReplyKind.ANSWER,
            ReplyKind.OPINION,
            ReplyKind.REVIEW,
            ReplyKind.RE_REVIEW,
        )

    @property
    def asks_leader(self) -> bool:
        """It ends or lengthens what somebody is owed by law: a leader signs it."""
        return self not in (ReplyKind.ACCEPTANCE, ReplyKind.ANSWER)


_REPLIES = {
    ReplyKind.ACCEPTANCE: marked("受理告知书"),
    ReplyKind.REFUSAL: marked("不予受理告知书"),
    ReplyKind.EXTENSION: marked("延期告知书"),
    ReplyKind.ANSWER: marked("答复"),
    ReplyKind.OPINION: marked("信访处理意见书"),
    ReplyKind.REVIEW: marked("复查意见书"),
    ReplyKind.RE_REVIEW: marked("复核意见书"),
    ReplyKind.NO_FURTHER: marked("不再受理告知书"),
}


class OpinionOutcome(StrEnum):
    """What an opinion letter decides (art. 32)."""

    SUPPORTED = "SUPPORTED"
    EXPLAINED = "EXPLAINED"
    NOT_SUPPORTED = "NOT_SUPPORTED"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _OUTCOMES[self]


_OUTCOMES = {
    OpinionOutcome.SUPPORTED: marked("支持"),
    OpinionOutcome.EXPLAINED: marked("解释说明"),
    OpinionOutcome.NOT_SUPPORTED: marked("不予支持"),
}


class Satisfaction(StrEnum):
    """How content who sent it in is, of the bureau and of the handling unit apart."""

    SATISFIED = "SATISFIED"
    BASICALLY = "BASICALLY"
    NOT = "NOT"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _SATISFACTION[self]


_SATISFACTION = {
    Satisfaction.SATISFIED: marked("满意"),
    Satisfaction.BASICALLY: marked("基本满意"),
    Satisfaction.NOT: marked("不满意"),
}
MAX_REPRESENTATIVES = 5
"""Of people who come together with one matter (art. 20)."""
