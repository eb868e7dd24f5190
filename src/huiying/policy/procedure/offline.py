"""Rules of the work offline (Art. 7): tasks, contacts with the persons concerned, promises.

"网上问题，网下解决" has no number of its own: the dates are set by who assigns, who makes the
next appointment, who promises. Each still runs as a clock with its ladder of reminders.
"""

from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第七条，未规定次数")
MAX_RETURNS = Number(3, _BASIS, Standing.TO_CONFIRM)
"""A task that went back so often is no longer settled between giver and unit."""


class ContactMethod(StrEnum):
    """How the persons concerned were reached for."""

    PHONE = "PHONE"
    VISIT = "VISIT"
    RECEPTION = "RECEPTION"
    LETTER = "LETTER"
    ONLINE = "ONLINE"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _CONTACT_METHODS[self]


_CONTACT_METHODS = {
    ContactMethod.PHONE: marked("电话"),
    ContactMethod.VISIT: marked("上门"),
    ContactMethod.RECEPTION: marked("来访接待"),
    ContactMethod.LETTER: marked("书面"),
    ContactMethod.ONLINE: marked("网上平台"),
}


class ContactOutcome(StrEnum):
    """What came of one attempt."""

    ANSWERED = "ANSWERED"
    REACHED = "REACHED"
    NOT_REACHED = "NOT_REACHED"
    REFUSED = "REFUSED"
    OPINION = "OPINION"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _OUTCOMES[self]

    @property
    def needs_next(self) -> bool:
        """Nothing was answered: a date for the next attempt is owed."""
        return self in (ContactOutcome.REACHED, ContactOutcome.NOT_REACHED)

    def settles(self, kind: "ReferenceKind") -> bool:
        """Tell whether nothing further is owed to who sent something of a kind.

        A petition ends by the written opinion or by its withdrawal (信访工作条例 art. 32, 34);
        whatever else came in elsewhere also by an answer, or when none is wanted.
        """
        if self in (ContactOutcome.OPINION, ContactOutcome.WITHDRAWN):
            return True
        return not kind.is_petition and not self.needs_next


_OUTCOMES = {
    ContactOutcome.ANSWERED: marked("已答复"),
    ContactOutcome.REACHED: marked("已联系上，尚未答复"),
    ContactOutcome.NOT_REACHED: marked("未联系上"),
    ContactOutcome.REFUSED: marked("来件人明确表示不需要答复"),
    ContactOutcome.OPINION: marked("书面处理（复查、复核）意见书已送达"),
    ContactOutcome.WITHDRAWN: marked("信访人撤回信访事项"),
}


class ReferenceKind(StrEnum):
    """What an incident is bound to outside."""

    PETITION = "PETITION"
    VISIT = "VISIT"
    HOTLINE = "HOTLINE"
    POST = "POST"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _REFERENCE_KINDS[self]

    @property
    def owed_an_answer(self) -> bool:
        """Somebody came to the bureau with it; a post is answered in public."""
        return self != ReferenceKind.POST

    @property
    def is_petition(self) -> bool:
        """The legal periods of petitions hold for it; those of a hotline are local."""
        return self in (ReferenceKind.PETITION, ReferenceKind.VISIT)


_REFERENCE_KINDS = {
    ReferenceKind.PETITION: marked("信访件"),
    ReferenceKind.VISIT: marked("来访"),
    ReferenceKind.HOTLINE: marked("12345 工单"),
    ReferenceKind.POST: marked("网帖"),
}


def goes_to_deputy(returns: int) -> bool:
    """Tell whether a task that went back so often goes to the deputy leader."""
    return returns >= MAX_RETURNS.value


def needs_recheck(grade: Grade) -> bool:
    """Tell whether somebody else must look on the spot before a task is closed."""
    return grade >= Grade.MAJOR


def _appointed(code: str, name: str, basis: str) -> DeadlineRule:
    """Return the rule of a date that a person set: its amount is not counted."""
    return DeadlineRule(code, name, 1, DeadlineUnit.CALENDAR_DAYS, basis, Standing.BUREAU)


TASK = _appointed("TASK", marked("交办任务"), marked("交办时定的期限（本局）"))
CONTACT = _appointed("CONTACT", marked("联系当事人"), marked("约定的下次联系时间（本局）"))
FOLLOW_UP = _appointed("FOLLOW_UP", marked("约定事项"), marked("联络时约定的日期（本局）"))
OWED_ANSWER = _appointed(
    "OWED_ANSWER", marked("发布会补答"), marked("发布会上说定的补答日期（本局）")
)
PROMISE = _appointed("PROMISE", marked("公开承诺"), marked("本局公开承诺的日期"))
