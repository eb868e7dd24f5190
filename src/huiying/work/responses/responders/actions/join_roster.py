"""The roster of identified responders: ask, consent, decline, leave.

Only the officer himself can consent. Leaving needs no reason and takes effect at once: the
roster no longer names him, and what he answered keeps the name of the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.responders.line_hash import line_hash
from huiying.work.responses.responders.models import Responder, ResponderState

OPEN = (ResponderState.ASKED, ResponderState.LISTED)


@dataclass(frozen=True, slots=True)
class RosterInput:
    """What the public roster would say of somebody."""

    work_name: str
    unit: Unit
    role: str
    covers: str


@transaction.atomic
def ask_responder(
    *, who: Officer, line: RosterInput, officer: Officer, now: datetime
) -> Responder:
    """Ask an officer of the bureau whether he answers in public under a work name.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        Refused: If he asks himself, who is asked is not an active officer here or is on the
            roster already, or a part of the line is missing.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    name, role, covers = (
        " ".join(strip_unsafe(text).split())
        for text in (line.work_name, line.role, line.covers)
    )
    if not (name and role and covers):
        raise Refused(_("请填写工作用名、岗位和回应范围，读者可见。"))
    if who.pk in counts_as(officer, since=now, now=now):
        # What nobody else read would stand on the portal at once.
        raise Refused(_("不得邀请本人公开回应。名单内容须经另一人核对，请由同事邀请。"))
    here = who.bureau_id == line.unit.bureau_id == officer.bureau_id
    if not here or not who.is_active:
        raise Refused(_("只有本局在用的人员可以列入名单。"))
    if Responder.objects.filter(officer=who, state__in=OPEN).exists():
        raise Refused(_("该人员已在名单中，或正待其同意。"))
    year = now.astimezone(LOCAL).year
    responder = Responder.objects.create(
        bureau_id=officer.bureau_id,
        number=take_number(bureau_id=officer.bureau_id, kind="responder", year=year),
        officer=who,
        work_name=name,
        unit=line.unit,
        role=role,
        covers=covers,
        requested_by=officer,
        requested_at=now,
    )
    _record(responder, officer, "responder.asked", now)
    return responder


@transaction.atomic
def consent(*, responder: Responder, revision: int, officer: Officer, now: datetime) -> None:
    """Consent to be named in public; from this moment the roster shows the line.

    Raises:
        PermissionDenied: If it is somebody else's line.
        Stale: If the line changed or was answered already.
    """
    _own(responder, officer)
    states = (ResponderState.ASKED,)
    changes = {"consented_at": now, "unit_name": responder.unit.name}
    _move(responder, revision, states, state=ResponderState.LISTED, **changes)
    bump_public_edition(responder.bureau_id)
    _record(responder, officer, "responder.listed", now)


@transaction.atomic
def decline(*, responder: Responder, revision: int, officer: Officer, now: datetime) -> None:
    """Say no; nothing was public and nothing becomes public.

    Raises:
        PermissionDenied, Stale: As ``consent``.
    """
    _own(responder, officer)
    states = (ResponderState.ASKED,)
    _move(responder, revision, states, state=ResponderState.DECLINED, ended_at=now)
    _record(responder, officer, "responder.declined", now)


@transaction.atomic
def leave(*, responder: Responder, revision: int, officer: Officer, now: datetime) -> None:
    """Take a line off the roster at once: the officer himself, or who keeps the roster.

    Raises:
        PermissionDenied: If it is somebody else's line and the officer may not keep the roster.
        Stale: If the line changed since, or is off the roster already.
    """
    if responder.officer_id != officer.pk:
        require(officer, Capability.MANAGE_RESPONDERS)
    _move(responder, revision, OPEN, state=ResponderState.LEFT, ended_at=now)
    bump_public_edition(responder.bureau_id)
    _record(responder, officer, "responder.left", now)


def _own(responder: Responder, officer: Officer) -> None:
    if responder.officer_id != officer.pk:
        raise NotAllowed(Capability.SEE_DESK)


def _move(responder: Responder, revision: int, states: tuple[str, ...], **changes: Any) -> None:
    if not claim_row(responder, revision, changes, state__in=states):
        raise Stale(_("名单已更新，未作更改。请核对最新名单。"))


def _record(responder: Responder, officer: Officer, verb: str, now: datetime) -> None:
    unit = responder.public_unit
    record(responder, verb, officer, now, unit=unit, hash=line_hash(responder))
