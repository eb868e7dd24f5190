"""督办 between installations as lines: the lists, and the course of one on both sides.

In:   rows of ``work/reports/downward``.    Out:  what the templates draw.
Cost: none beyond the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedStep,
    IssuedSupervision,
    ReceivedAnswer,
    StepAct,
    SuperiorAnswer,
    SuperiorStep,
)
from huiying.work.reports.downward.queries import issued_on, issued_to_judge
from huiying.work.reports.exchange.models import ExchangeWay, ReceivedReport

MOST = 20
TAGS: dict[str, str] = {
    IssuedState.ANSWERED: "acc",
    IssuedState.CLOSED: "ok",
    IssuedState.WITHDRAWN: "dash",
    IssuedState.DROPPED: "dash",
    IssuedState.DRAFT: "warn",
    SuperiorState.ANSWERED: "acc",
}
ACT_TAGS: dict[str, str] = {
    StepAct.RETURNED: "warn",
    StepAct.CLOSED: "ok",
    StepAct.WITHDRAWN: "bad",
}


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A 督办 between installations as one line.

    Attributes:
        other: The other bureau; ``other_number``: its own number, "" = not known here.
        about, about_url: The report; tag: how the state is marked.
    """

    number: str
    url: str
    demand: str
    other: str
    other_number: str
    about: str
    about_url: str
    state: str
    tag: str
    clock: ClockFacts
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A step or an answer, as it went or came.

    Attributes:
        by: Who drafted or signed it here, or the office that signed it there.
        receipt: That it reached the other side; "" = unknown.
        file_url, file_label: Its file, or the receipt of it; "" = none.
        masked: How many texts were masked here, as a sentence.
    """

    word: str
    tag: str
    text: str
    at: datetime
    by: str
    receipt: str = ""
    file_url: str = ""
    file_label: str = ""
    masked: str = ""
    waits: bool = False


def issued_row(row: IssuedSupervision, now: datetime) -> OrderRow:
    """Return a 督办 that went down as one line."""
    report = row.report
    return OrderRow(
        number=row.number,
        url=reverse("console:issued-supervision", args=[row.number]),
        demand=row.demand,
        other=report.subordinate.name,
        other_number="",
        about=f"{report.number} {report.title}",
        about_url=reverse("console:received-report", args=[report.number]),
        state=row.get_state_display(),
        tag=TAGS.get(row.state, ""),
        clock=clock_facts(row.clock, now),
        due_at=row.due_at,
        at=row.drafted_at,
    )


def superior_row(row: SuperiorSupervision, now: datetime) -> OrderRow:
    """Return a demand of a superior as one line."""
    return OrderRow(
        number=row.number,
        url=reverse("console:superior-supervision", args=[row.number]),
        demand=row.demand,
        other=row.sender,
        other_number=row.sender_number,
        about=f"{row.subject_ref} {row.subject_label}",
        about_url=reverse("console:report", args=[row.subject_ref]),
        state=row.get_state_display(),
        tag=TAGS.get(row.state, "ok" if row.state == SuperiorState.CLOSED else ""),
        clock=clock_facts(row.clock, now),
        due_at=row.due_at,
        at=row.received_at,
    )


def step_course(step: IssuedStep, *, answered: bool = False) -> CourseRow:
    """Return a step of ours: drafted, signed, received, or not signed.

    Args:
        answered: The subordinate answered it, so that it must have arrived.
    """
    act = StepAct(step.act)
    word = str(act.label)
    if step.dropped_at is not None:
        word = _("%(act)s（未予签发）") % {"act": word}
    elif step.signed_at is None:
        word = _("%(act)s（待签发）") % {"act": word}
    signed = step.signed_at is not None
    by = step.drafted_by.name
    if step.signed_by is not None:
        by = _("%(drafter)s拟，%(signer)s签发") % {"drafter": by, "signer": step.signed_by.name}
    reason = step.signoff.reason if step.dropped_at and step.signoff else ""
    return CourseRow(
        word=word,
        tag="dash" if step.dropped_at else ACT_TAGS.get(act, "acc"),
        text="\n".join(one for one in (step.words, reason) if one),
        at=step.signed_at or step.drafted_at,
        by=by,
        receipt=_receipt(
            step.received_at is not None, step.received_label, signed=signed and not answered
        ),
        file_url=reverse("console:issued-file", args=[step.supervision.number, step.step])
        if signed
        else "",
        file_label=_("督办文件"),
        waits=not signed and step.dropped_at is None,
    )


def answer_course(answer: ReceivedAnswer) -> CourseRow:
    """Return an answer that came from below."""
    number = answer.supervision.number
    return CourseRow(
        word=_("下级反馈"),
        tag="acc",
        text=answer.text,
        at=answer.at,
        by=_("%(name)s%(office)s签发，%(way)s")
        % {
            "name": answer.supervision.report.subordinate.name,
            "office": answer.signed_as,
            "way": ExchangeWay(answer.way).label,
        },
        file_url=reverse("console:issued-answer-receipt", args=[number, answer.version]),
        file_label=_("回执"),
        masked=_masked(answer.masked),
    )


def superior_step_course(step: SuperiorStep) -> CourseRow:
    """Return a step of a superior as it arrived."""
    return CourseRow(
        word=step.get_act_display(),
        tag=ACT_TAGS.get(step.act, "acc"),
        text=step.words or (step.superior.demand if step.act == StepAct.ISSUED else ""),
        at=step.at,
        by=_("%(name)s%(office)s签发，%(way)s")
        % {
            "name": step.superior.sender,
            "office": step.signed_as,
            "way": ExchangeWay(step.way).label,
        },
        file_url=reverse(
            "console:superior-supervision-receipt", args=[step.superior.number, step.step]
        ),
        file_label=_("回执"),
        masked=_masked(step.masked),
    )


def superior_answer_course(answer: SuperiorAnswer) -> CourseRow:
    """Return an answer of ours: drafted, signed, received, or returned by the leader."""
    word = _("反馈上级")
    signed = answer.signed_at is not None
    by = answer.drafted_by.name
    if answer.signed_by is not None:
        by = _("%(drafter)s拟，%(signer)s签发") % {
            "drafter": by,
            "signer": answer.signed_by.name,
        }
    if answer.dropped_at is not None:
        word = _("反馈上级（未予签发）")
    elif not signed:
        word = _("反馈上级（待签发）")
    reason = answer.signoff.reason if answer.dropped_at and answer.signoff else ""
    return CourseRow(
        word=word,
        tag="dash" if answer.dropped_at else "ok",
        text="\n".join(one for one in (answer.text, reason) if one),
        at=answer.signed_at or answer.drafted_at,
        by=by,
        receipt=_receipt(answer.received_at is not None, answer.received_label, signed=signed),
        file_url=reverse(
            "console:superior-answer-file", args=[answer.superior.number, answer.version]
        )
        if signed
        else "",
        file_label=_("反馈文件"),
        waits=not signed and answer.dropped_at is None,
    )


def _receipt(arrived: bool, label: str, *, signed: bool) -> str:  # noqa: FBT001 - a fact
    if arrived:
        return _("已送达：%(label)s") % {"label": label}
    return _("未收到回执") if signed else ""


def _masked(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "接收时遮盖 %(count)s 处疑似个人信息", "接收时遮盖 %(count)s 处疑似个人信息", count
    )
    return words % {"count": count}


@dataclass(frozen=True, slots=True)
class IssuedPanel:
    """The 督办 on a report of a subordinate, and the act of drafting one."""

    rows: list[OrderRow]
    acts: list[ActButton]


OPEN = (IssuedState.DRAFT, IssuedState.ISSUED, IssuedState.ANSWERED)


def issued_panel(report: ReceivedReport, officer: Officer, now: datetime) -> IssuedPanel:
    """Return what was asked about a report, and whether more may be asked."""
    rows = list(issued_on(report))
    free = not any(row.report_id == report.pk and row.state in OPEN for row in rows)
    drafts = may(officer, Capability.SUPERVISE) or may(officer, Capability.INSTRUCT)
    stands = not hasattr(report, "withdrawal") and report.subordinate.active
    acts = (
        [act_button(_("下发督办…"), "console:issued-start", report.number)]
        if free and drafts and stands
        else []
    )
    return IssuedPanel([issued_row(row, now) for row in rows], acts)


def issued_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the answers of subordinates that the office has to judge."""
    return [
        WaitingList(
            issued_to_judge(officer),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("下发督办 %(number)s") % {"number": row.number},
                text=row.demand,
                url=cached_url("console:issued-supervision", row.number),
                label=_("审核反馈"),
            ),
        )
    ]
