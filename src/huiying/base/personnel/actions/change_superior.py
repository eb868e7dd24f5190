"""Change a superior body: at once and told, or out of use by a second signature.

In:   a superior body, what it is to be.    Out:  the row; a request, or none.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_superior import (
    SuperiorFacts,
    edit_superior,
    shown_as,
)
from huiying.base.accounts.organisation.models import Superior
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import tell_of_change
from huiying.base.personnel.actions.change_setting import (
    Setting,
    State,
    ask_change,
    setting_kind,
)
from huiying.base.personnel.models import SettingChange
from huiying.reasons.reason import Reason


@transaction.atomic
def change_superior(
    *,
    superior: Superior,
    facts: SuperiorFacts,
    active: bool,
    shown_revision: int,
    by: Officer,
    now: datetime,
    reason: str = "",
) -> SettingChange | None:
    """Change it; putting it out of use waits for a second person.

    Returns:
        The request that waits, if it is to go out of use.

    Raises:
        Refused: As ``edit_superior``; also if it is to go out of use and nothing says why.
    """
    ends = superior.active and not active
    before = shown_as(superior)
    edit_superior(
        superior=superior,
        facts=facts,
        active=active or ends,
        shown_revision=shown_revision,
        actor=by.audit_actor(),
        now=now,
    )
    if shown_as(superior) != before:
        why = Reason("alarms.superior_changed", {"name": before["name"], "by": by.name})
        about = About("superior", f"superior:{superior.pk}")
        tell_of_change(reason=why, about=about, by=by, now=now)
    if not ends:
        return None
    return ask_change(
        SUPERIOR_KIND,
        SUPERIOR,
        target_id=superior.pk,
        name=superior.name,
        after={"active": False},
        reason=reason,
        by=by,
        now=now,
    )


def _state(pk: int) -> State:
    return {"active": Superior.objects.get(pk=pk).active}


def _apply(change: SettingChange, officer: Officer, now: datetime) -> None:
    row = Superior.objects.get(pk=change.target_id)
    names = ("name", "kind", "matters", "way", "office", "phone")
    edit_superior(
        superior=row,
        facts=SuperiorFacts(**{name: getattr(row, name) for name in names}),
        active=False,
        shown_revision=row.revision,
        actor=officer.audit_actor(),
        now=now,
    )


SUPERIOR = Setting("superior", _state, _apply)
SUPERIOR_KIND = setting_kind("superior-change", SUPERIOR)
