"""What the desk and the leaders need beside a unit's notice: whom to call, what arrived when.

In:   a notice of another unit, an officer of the bureau.
Out:  the unit's telephone, what may be done now, and the history of the delivery.
Cost: six queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.about import About
from huiying.base.outbox.models import Message, MessageState
from huiying.base.outbox.queries import messages_about
from huiying.policy.procedure.findings import Finding
from huiying.web.console.incidents.notice_acts import desk_acts, waits_for_a_unit
from huiying.web.console.incidents.rows import proof_words
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.unit_contact import UnitContact, unit_contact
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.notices.actions.urge import awaits_unit
from huiying.work.casework.notices.delivery import UNDELIVERED
from huiying.work.casework.notices.models import Notice, NoticeState, ProofKind
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE, reports_of_notice


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to a notice; level: ok, bad, warn or ""."""

    at: datetime
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """The part of a notice page that the unit does not see.

    Attributes:
        holder: Who has to act now, and what; "" = nobody.
        delivery_url: The record of the delivery as files.
        call_url: The record of the calls as files; "" = no call was recorded.
    """

    holder: str
    contact: UnitContact
    acts: list[ActButton]
    history: list[HistoryRow]
    delivery_url: str
    call_url: str


def desk_panel(notice: Notice, officer: Officer) -> DeskPanel:
    """Return what an officer of the bureau sees beside a unit's notice."""
    contact = unit_contact(notice.unit, officer)
    return DeskPanel(
        holder=_holder(notice),
        contact=contact,
        acts=_acts(notice, officer, contact.channels),
        history=_history(notice),
        delivery_url=reverse("console:document-delivery", args=[notice.number]),
        call_url=_call_url(notice),
    )


def _holder(notice: Notice) -> str:
    unit = {"unit": notice.unit.name}
    if notice.state in UNDELIVERED:
        return _("尚未送达%(unit)s，待送达和签收。") % unit
    if notice.state in AWAITING_SIGNATURE:
        return _("待%(unit)s签收。") % unit
    if notice.state == NoticeState.RETURNED:
        return _("%(unit)s已退回，待值班台转办。") % unit if waits_for_a_unit(notice) else ""
    return _("待%(unit)s反馈核实与处置情况。") % unit if awaits_unit(notice) else ""


def _acts(notice: Notice, officer: Officer, channels: Sequence[str]) -> list[ActButton]:
    """Return the acts of the desk, and here, where its deliveries are listed, sending again."""
    acts = desk_acts(notice, officer, reachable=bool(channels))
    if channels and notice.state in AWAITING_SIGNATURE and may(officer, Capability.NOTIFY):
        acts.append(
            act_button(_("重新发送"), "console:notice-resend", notice.number, method="post")
        )
    return [replace(acts[0], main=True), *acts[1:]] if acts else []


def _history(notice: Notice) -> list[HistoryRow]:
    """Return what happened to a notice, oldest first."""
    rows = [
        HistoryRow(notice.sent_at, _("%(name)s发起通报") % {"name": notice.sent_by.name}, "")
    ]
    about = About("notice", notice.number)
    rows += [_sent(message) for message in messages_about(notice.bureau_id, about)]
    rows += [
        HistoryRow(proof.at, proof_words(proof), "ok")
        for proof in notice.proofs.select_related("recorded_by")
    ]
    if notice.signed_at is not None:
        words = {"who": notice.signatory or notice.unit.name}
        rows.append(HistoryRow(notice.signed_at, _("签收：%(who)s") % words, "ok"))
    if notice.returned_at is not None:
        words = {"reason": notice.return_reason}
        rows.append(HistoryRow(notice.returned_at, _("退回：%(reason)s") % words, "warn"))
    rows += [
        HistoryRow(
            report.at,
            _("反馈：%(finding)s（%(who)s）")
            % {"finding": _(Finding(report.finding).label), "who": report.author},
            "ok",
        )
        for report in reports_of_notice(notice)
    ]
    return sorted(rows, key=lambda row: row.at)


def _call_url(notice: Notice) -> str:
    if not notice.proofs.filter(kind=ProofKind.PHONE).exists():
        return ""
    return reverse("console:document-call", args=[notice.number])


def _sent(message: Message) -> HistoryRow:
    words = {"channel": message.channel.name, "state": message.get_state_display()}
    level = "bad" if message.state == MessageState.DEAD else ""
    at = message.handed_over_at or message.settled_at or message.queued_at
    text = _("%(channel)s：%(state)s") % words
    if message.receipt_at is not None:
        text = _("%(text)s，渠道回执") % {"text": text}
    return HistoryRow(at, text, level)
