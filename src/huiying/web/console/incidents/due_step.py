"""The head of the incident page: the first deadline, its holder, the step that is due.

In:   the running clocks of an incident, its notices, the officer.
Out:  time left, who holds it with a telephone, and one act for this reader.
Cost: at most three queries: the answers of the incident, when one is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.contacts import Contact, Contacts
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.clocks.board import BoardRow
from huiying.web.console.incidents.due_forms import step_word
from huiying.web.console.incidents.notice_acts import remind_button
from huiying.web.console.incidents.path import PathStep
from huiying.web.console.releases.links import answers_of_incident
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.clock_rows import basis_words, row_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.grading.rises import open_rises_of


@dataclass(frozen=True, slots=True)
class DueStep:
    """What the head of the page says.

    Attributes:
        clock, label, basis: The running deadline that ends first; ``None`` = none runs.
        holder, contact: Who has it.
        act: The step that is due for this reader; ``None`` = nothing is theirs to do.
    """

    clock: ClockFacts | None
    label: str
    basis: str
    clock_url: str
    holder: str
    contact: Contact | None
    act: ActButton | None


def due_step(
    reading: IncidentReading,
    running: Sequence[BoardRow],
    notices: Sequence[Notice],
    contacts: Contacts,
    steps: Sequence[PathStep],
    closing: Sequence[ActButton] = (),
) -> DueStep:
    """Return the head of the page.

    Args:
        running: The running clocks, the one that ends first first.
        steps: The path; its current step is due when no clock presses this reader.
        closing: The acts of the closing conditions; one that is not locked comes before it.
    """
    close = (act for act in closing if act.main and not act.locked)
    pressed = filter(None, (_act_on(row, reading, notices) for row in running))
    act = next(chain(pressed, close, (act for step in steps for act in step.acts)), None)
    if act is not None:
        act = replace(act, main=not act.url.startswith("#"))  # a place on this page is no act
    if not running:
        return DueStep(None, "", "", "", "", None, act)
    first = running[0]
    return DueStep(
        clock=row_facts(first),
        label=_(first.name),
        basis=basis_words(first),
        clock_url=reverse("console:clock", args=[first.clock_id]),
        holder=first.holder,
        contact=contacts.of(
            officer_id=first.holder_officer_id,
            unit_id=first.holder_unit_id,
            role=first.holder_code,
        ),
        act=act,
    )


def holds(officer: Officer, row: BoardRow) -> bool:
    """Tell whether a running clock is in an officer's hands, as ``queries.held_by`` does."""
    if row.holder_officer_id is not None:
        return row.holder_officer_id == officer.pk
    if row.holder_code:
        return row.holder_code in roles_of(officer)
    return row.holder_unit_id is not None and row.holder_unit_id == officer.unit_id


def _act_on(
    row: BoardRow, reading: IncidentReading, notices: Sequence[Notice]
) -> ActButton | None:
    """Return what this reader does about a clock; ``None`` = it is not theirs."""
    if row.kind in ("notice", "receipt", "report", "guidance"):
        return _act_on_notice(row, reading, notices)
    if reading.officer.only_reads or not holds(reading.officer, row):
        return None
    if row.kind in (RESPONSE, "owed_answer"):
        return _answer(reading)
    return ActButton(step_word(row), cached_url("console:clock-due", row.clock_id))


def _act_on_notice(
    row: BoardRow, reading: IncidentReading, notices: Sequence[Notice]
) -> ActButton | None:
    rises = reading.rows("rises", open_rises_of)
    if any(one.clock_id == row.clock_id for one in rises):
        decides = reading.may(Capability.GRADE)
        return ActButton(_("研判等级"), "#rise") if decides else None
    notice = next((one for one in notices if row.clock_id in _clocks_of(one)), None)
    if notice is not None and notice.unit_id == reading.officer.unit_id:
        if not reading.may(Capability.SIGN):
            return None
        words = {"receipt": _("签收"), "report": _("反馈"), "guidance": _("签收口径")}
        url = reverse("console:notice", args=[notice.number])
        return ActButton(words.get(row.kind, _("打开通报")), url)
    return _desk_act(row, notice, reading) if reading.may(Capability.NOTIFY) else None


def _desk_act(row: BoardRow, notice: Notice | None, reading: IncidentReading) -> ActButton:
    """Return what the desk does while a unit is not notified or has not answered."""
    if notice is None:
        return act_button(_("通报单位…"), "console:notify", reading.number)
    if notice.state == NoticeState.RETURNED:
        return act_button(_("转办…"), "console:notice-reroute", notice.number)
    if row.kind == "notice":
        return act_button(_("登记电话或书面送达…"), "console:notice-delivered", notice.number)
    label = _("催办反馈") if row.kind == "report" else _("催办签收")
    return remind_button(notice, label)


def _clocks_of(notice: Notice) -> set[int | None]:
    return {
        notice.notice_clock_id,
        notice.receipt_clock_id,
        notice.report_clock_id,
        *(row.clock_id for row in notice.guidance_receipts.all()),
    }


def _answer(reading: IncidentReading) -> ActButton | None:
    """Return the draft that is being written, else the act that starts one."""
    if not reading.may(Capability.DRAFT):
        return None
    for answer in answers_of_incident(reading):
        if not answer.public_url:
            return ActButton(_("打开回应稿"), answer.url)
    return act_button(_("起草回应"), "console:draft-start", reading.number, method="get")
