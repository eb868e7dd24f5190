"""The units of an incident as a table: 通报 → 送达 → 签收 → 反馈, each with its time.

In:   notices with their clocks, proofs and reports, the contacts of the units, the moment.
Out:  rows of ``console/incidents/_units.html``.
Cost: no query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.contacts import Contact, Contacts
from huiying.base.clocks.models import Clock
from huiying.web.console.incidents.rows import NoticeRow, notice_row, proof_words
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.notices.access import may_open_notice
from huiying.work.casework.notices.models import Notice, NoticeState

WAYS = {
    "shown_in_app": gettext_noop("系统送达"),
    "link_confirmed": gettext_noop("链接送达"),
    "channel_receipt": gettext_noop("渠道回执"),
    "phone": gettext_noop("电话送达"),
    "paper": gettext_noop("书面送达"),
}
"""How a notice was delivered, in a word."""

Look = Literal["done", "late", "soon", "waits", "ahead"]
PICTURES: dict[Look, str] = {
    "done": "check",
    "late": "alert",
    "soon": "clock",
    "waits": "circle",
    "ahead": "circle",
}


@dataclass(frozen=True, slots=True)
class UnitStep:
    """One of the four steps of a notice; note: until when, or how."""

    name: str
    look: Look
    word: str
    note: str = ""
    title: str = ""

    @property
    def picture(self) -> str:
        """The icon of the look."""
        return PICTURES[self.look]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit that was notified: whom to call, how far it is, what can be done."""

    notice: NoticeRow
    contact: Contact | None
    steps: tuple[UnitStep, ...]
    acts: Sequence[ActButton]

    @property
    def look(self) -> Look:
        """The most urgent look among its steps."""
        looks = {step.look for step in self.steps}
        return "late" if "late" in looks else "soon" if "soon" in looks else "done"


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units of an incident, those that are waited for first."""

    rows: list[UnitRow]
    signed: int
    reported: int


def unit_table(
    notices: Sequence[Notice], officer: Officer, now: datetime, contacts: Contacts
) -> UnitTable:
    """Return the table of an incident; a notice that was sent on stands under its new unit."""
    rows = [_unit_row(row, officer, now, contacts) for row in notices]
    order = {"late": 0, "soon": 1}
    rows.sort(key=lambda row: (order.get(row.look, 2), not row.notice.lead))
    return UnitTable(
        rows=rows,
        signed=sum(row.notice.signed_at is not None for row in rows),
        reported=sum(row.steps[-1].look == "done" for row in rows),
    )


def _unit_row(notice: Notice, officer: Officer, now: datetime, contacts: Contacts) -> UnitRow:
    row = notice_row(notice, officer, now)
    acts = list(row.acts)
    if may_open_notice(officer, notice):
        url = reverse("console:notice-delivery", args=[notice.number])
        acts.append(ActButton(_("送达过程"), url))
    reports = list(notice.reports.all())
    if reports:
        url = part_url(notice.incident.number, "checks")
        acts.append(ActButton(_("查看反馈"), url))
    sender = _("%(who)s发起") % {"who": row.sent_by}
    sent = UnitStep(_("通报"), "done", moment_text(row.sent_at, now), title=sender)
    last = reports[-1] if reports else None
    return UnitRow(
        notice=row,
        contact=contacts.units.get(notice.unit_id),
        steps=(
            sent,
            _delivery(notice, row, now),
            _signature(notice, row, now),
            UnitStep(_("反馈"), "done", moment_text(last.at, now), title=last.author)
            if last
            else _waiting(
                _("反馈"), notice.report_clock, now, _("待反馈"), otherwise=_("签收后计时")
            ),
        ),
        acts=acts,
    )


def _delivery(notice: Notice, row: NoticeRow, now: datetime) -> UnitStep:
    if row.delivered_at is None:
        return _waiting(_("送达"), notice.notice_clock, now, _("待送达"), otherwise=_("未送达"))
    proof = next(iter(notice.proofs.all()), None)
    return UnitStep(
        _("送达"),
        "done",
        moment_text(row.delivered_at, now),
        note=_(WAYS[proof.kind]) if proof else "",
        title=proof_words(proof) if proof else "",
    )


def _signature(notice: Notice, row: NoticeRow, now: datetime) -> UnitStep:
    if notice.state == NoticeState.RETURNED:
        return UnitStep(_("签收"), "waits", _("已退回"), title=row.returned_why)
    if row.signed_at is not None:
        return UnitStep(_("签收"), "done", moment_text(row.signed_at, now), note=row.signed_how)
    return _waiting(
        _("签收"), notice.receipt_clock, now, _("待签收"), otherwise=_("送达后计时")
    )


def _waiting(
    name: str, clock: Clock | None, now: datetime, word: str, *, otherwise: str
) -> UnitStep:
    """Return a step that is waited for; without a running clock its time has not begun."""
    if clock is None or clock.stopped_at is not None:
        return UnitStep(name, "ahead", otherwise)
    state = clock_facts(clock, now).state
    look: Look = "late" if state == "late" else "soon" if state == "soon" else "waits"
    words = _("已超时，应于 %(at)s 前") if look == "late" else _("%(at)s 前")
    return UnitStep(name, look, word, note=words % {"at": moment_text(clock.due_at, now)})
