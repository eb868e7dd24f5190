"""联络点: register a contact office of a partner agency, change it, close it.

In:   an agency, its office and duty phone.    Out:  an office with a clock until the next talk.
Cost: about five writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import checked_text, office_name
from huiying.work.casework.liaison.clocks import start_talk_clock
from huiying.work.casework.liaison.models import LiaisonDesk
from huiying.work.casework.liaison.records import record_desk

PHONE_CHARACTERS = frozenset("0123456789-+() 转;；")
MIN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class DeskInput:
    """One office as it was typed."""

    office: str
    duty_line: str
    matters: str = ""


@transaction.atomic
def add_desk(*, unit: Unit, contact: DeskInput, officer: Officer, now: datetime) -> LiaisonDesk:
    """Register an office; its first talk is due after one interval.

    Raises:
        Refused: If the unit is no agency of this bureau, a person is named, the phone is
            none, or the office is registered.
    """
    if unit.bureau_id != officer.bureau_id or not unit.active or unit.kind != UnitKind.AGENCY:
        raise Refused(_("联络单位须属于外单位；本局科室和直属单位请用通报。"))
    office, duty_line, matters = _checked(contact)
    if LiaisonDesk.objects.filter(unit=unit, office=office).exists():
        raise Refused(_("该联络单位已登记。"))
    number = take_number(
        bureau_id=unit.bureau_id, kind="liaison", year=now.astimezone(LOCAL).year
    )
    desk = LiaisonDesk.objects.create(
        bureau_id=unit.bureau_id,
        number=f"L{number}",
        unit=unit,
        office=office,
        duty_line=duty_line,
        matters=matters,
    )
    desk.clock = start_talk_clock(desk, now, now)
    desk.save(update_fields=["clock"])
    record_desk(desk, "liaison.added", officer, now)
    return desk


@transaction.atomic
def change_desk(
    *,
    desk: LiaisonDesk,
    contact: DeskInput,
    active: bool,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> LiaisonDesk:
    """Change an office, or keep it no longer; its talks stay.

    Raises:
        Refused: As ``add_desk``.
        Stale: If somebody changed it meanwhile.
    """
    office, duty_line, matters = _checked(contact)
    others = LiaisonDesk.objects.filter(unit=desk.unit, office=office).exclude(pk=desk.pk)
    if others.exists():
        raise Refused(_("该联络单位已登记。"))
    before = _shown_as(desk)
    claim_desk(
        desk, revision, office=office, duty_line=duty_line, matters=matters, active=active
    )
    if not active and desk.clock is not None:
        cancel_clock(clock=desk.clock, reason=Reason("clocks.contact_ended"), now=now)
        _set_clock(desk, None)
    elif active and desk.clock is None:
        _set_clock(desk, start_talk_clock(desk, now, now))
    verb = "liaison.changed" if active else "liaison.ended"
    record_desk(desk, verb, officer, now, before=before, after=_shown_as(desk))
    return desk


def _shown_as(desk: LiaisonDesk) -> dict[str, object]:
    """Return how the record names what an office is; of its line the last four digits alone."""
    shown = {"office": desk.office, "matters": desk.matters, "active": desk.active}
    return {**shown, "duty_line": desk.duty_line[-4:]}


def claim_desk(desk: LiaisonDesk, revision: int | None, **changes: object) -> None:
    """Change an office if it is as the officer saw it; the row decides a race.

    Raises:
        Stale: If somebody changed it since.
    """
    if not claim_row(desk, revision, changes):
        raise Stale(_("联络单位已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))


def _set_clock(desk: LiaisonDesk, clock: object) -> None:
    LiaisonDesk.objects.filter(pk=desk.pk).update(clock=clock)
    desk.refresh_from_db()


def _checked(contact: DeskInput) -> tuple[str, str, str]:
    line = " ".join(contact.duty_line.split())
    digits = sum(mark.isdigit() for mark in line)
    if digits < MIN_DIGITS or not set(line) <= PHONE_CHARACTERS:
        raise Refused(_("请写值班电话，只用数字、空格、括号、“-”和“转”。"))
    return office_name(contact.office), line[:40], checked_text(contact.matters, 200)
