"""What one may send, in the words of the public: what happens then, by when, on what basis.

In:   the bureau's rule book, the moment.    Out:  one row for each kind of the form.
Cost: two cached reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.core.standing import Standing
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_RECEIPT,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
    DeadlineRule,
    due_at,
)
from huiying.policy.time.petitions import REGISTRATION
from huiying.web.portal.standing_pages import length_of
from huiying.web.shared.time_words import day_text
from huiying.work.petitions.core.clocks import first_rule

ACCUSATION = "ACCUSATION"
"""The value of the form for 检举控告, which is no kind of a petition."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One choice of the form.

    Attributes:
        label: What it is called.
        what: What happens then, by when.
        basis: Law or rule; says so where the number is the bureau's own.
    """

    value: str
    label: str
    what: str
    basis: str


def kind_of_value(value: str) -> PetitionKind | None:
    """Return the kind of a choice; None = an accusation."""
    return None if value == ACCUSATION else PetitionKind(value)


def kind_words(kind: PetitionKind | None) -> str:
    """Say to the public what somebody sent."""
    if kind is None:
        return _("举报干部或单位")
    return {
        PetitionKind.QUESTION: _("提问或咨询"),
        PetitionKind.CLAIM: _("反映问题、请求解决"),
        PetitionKind.SUGGESTION: _("提建议"),
        PetitionKind.LITIGATION: _("涉及诉讼的事"),
    }[kind]


def kind_rows(bureau: Bureau, now: datetime) -> list[KindRow]:
    """Return the choices of the form, with the numbers of the bureau's own rules."""
    book, calendar = book_of(bureau.pk, now), calendar_of(bureau.pk)
    question, suggestion = book.deadline(QUESTION_REPLY), book.deadline(SUGGESTION_REPLY)

    def day(rule: DeadlineRule) -> str:
        return day_text(due_at(now, rule, calendar))

    claim = _(
        "%(day)s前转给有权处理的单位；该单位 %(told)s 天内告诉您是否受理、由谁办；受理后"
        "一般 %(days)s 天内办结并答复。"
    )
    return [
        KindRow(
            PetitionKind.QUESTION,
            kind_words(PetitionKind.QUESTION),
            _("%(day)s前答复您（%(length)s）。")
            % {"day": day(question), "length": length_of(question)},
            basis_words(question),
        ),
        KindRow(
            PetitionKind.CLAIM,
            kind_words(PetitionKind.CLAIM),
            claim
            % {
                "day": day(REGISTRATION),
                "told": book.deadline(PETITION_RECEIPT).amount,
                "days": book.deadline(PETITION_DECISION).amount,
            },
            _("《信访工作条例》第二十二条、第二十三条、第三十四条"),
        ),
        KindRow(
            PetitionKind.SUGGESTION,
            kind_words(PetitionKind.SUGGESTION),
            _("%(day)s前答复您（%(length)s）。")
            % {"day": day(suggestion), "length": length_of(suggestion)},
            basis_words(suggestion),
        ),
        KindRow(
            ACCUSATION,
            kind_words(None),
            _("%(day)s前转送有权处理的机关（如纪检监察机关）办理，不会转给被举报的单位和人。")
            % {"day": day(REGISTRATION)},
            _("《信访工作条例》第二十二条、第三十条"),
        ),
    ]


def first_rule_of(bureau: Bureau, kind: PetitionKind | None, now: datetime) -> DeadlineRule:
    """Return the period that begins when something of a kind is sent."""
    return REGISTRATION if kind is None else first_rule(bureau.pk, kind, now)


def basis_words(rule: DeadlineRule) -> str:
    """Name the basis of a period; a number that no law gives is called the bureau's own."""
    if rule.standing == Standing.LAW:
        return _(rule.basis)
    return _("这是本局自己定的时限，法律没有规定。%(basis)s") % {"basis": _(rule.basis)}
