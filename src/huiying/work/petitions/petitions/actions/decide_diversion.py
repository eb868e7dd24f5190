"""Decide whether a diverted petition accuses somebody: who handles accusations, alone.

In:   a diversion that waits.
Out:  an accusation, or the petition as it was before, its period in the hands it was in.
Cost: that of ``move_to_accusations``, or about six writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.start import ClockSubject, Holder
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import OPEN_STAGES
from huiying.reasons.reason import Reason
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.accusations.queries import diversions_to_decide
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.texts import MAX_LINE, checked_words
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    move_to_accusations,
)
from huiying.work.petitions.petitions.search import make_findable


@transaction.atomic
def accept_diversion(*, diversion: Diversion, officer: Officer, now: datetime) -> Accusation:
    """Make an accusation of the petition; the petition is emptied and its period ends.

    Raises:
        PermissionDenied: If the officer does not handle accusations.
        Refused: If he may not decide this one, or its original cannot be opened.
        Stale: If somebody decided first.
    """
    petition = _to_decide(diversion, officer, now)
    return move_to_accusations(petition=petition, officer=officer, now=now)


@transaction.atomic
def return_diversion(
    *, diversion: Diversion, reason: str, officer: Officer, now: datetime
) -> None:
    """Send it back: it accuses nobody, and is handled as before.

    Raises:
        PermissionDenied: If the officer does not handle accusations.
        Refused: If he may not decide this one, or gives no reason.
        Stale: If somebody decided first.
    """
    why = checked_words(" ".join(reason.split()), MAX_LINE, _("请填写退回的理由。"))
    petition = _to_decide(diversion, officer, now)
    claim_in_stage(petition, OPEN_STAGES, None, diverted=True, diverted_at=None)
    rows = Diversion.objects.filter(pk=diversion.pk, decided_at__isnull=True)
    if rows.update(accepted=False, decided_by=officer, decided_at=now, reason=why) != 1:
        raise Stale(_already())
    diversion.refresh_from_db()
    if diversion.clock is not None:
        decided = Reason("clocks.diversion_decided")
        stop_clock(clock=diversion.clock, at=now, reason=decided, now=now)
    _give_period_back(petition, diversion, now)
    make_findable(petition)
    record(petition, "petition.diversion_returned", officer, now)


def _to_decide(diversion: Diversion, officer: Officer, now: datetime) -> Petition:
    require(officer, Capability.HANDLE_ACCUSATIONS)
    diversion.refresh_from_db()
    if diversion.decided_at is not None:
        raise Stale(_already())
    if diversion.pk not in {row.pk for row in diversions_to_decide(officer, now)}:
        raise Refused(_("须由与此件无关、不属任何单位的检举控告经办人核对，提出人不得核对。"))
    return diversion.petition


def _already() -> str:
    return _("该转办已由他人核对，本次操作未执行。")


def _give_period_back(petition: Petition, diversion: Diversion, now: datetime) -> None:
    """Let the period run on as before; no line of its ladder says who was told meanwhile."""
    clock, before = petition.clock, diversion.period
    if clock is None or not before.get("ref"):
        return
    clock.steps.filter(fired_at__gte=diversion.asked_at).update(notified={})
    hand_over_clock(clock=clock, holder=_holder(before), now=now)
    relabel_clocks(
        bureau_id=petition.bureau_id,
        old_ref=diversion.number,
        subject=ClockSubject(
            before["kind"],
            before["ref"],
            before["label"],
            before["grade"],
            before["proposed"],
        ),
        only=clock,
    )


def _holder(before: dict[str, Any]) -> Holder:
    return Holder(
        before["name"],
        unit=Unit.objects.filter(pk=before["unit"]).first(),
        officer=Officer.objects.filter(pk=before["officer"]).first(),
        code=before["code"],
    )
