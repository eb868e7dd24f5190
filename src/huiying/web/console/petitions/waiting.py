"""What of petitions waits on the desk: how many to register, what is next for a unit."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.petitions.erasure import ErasureState
from huiying.policy.petitions.kinds import PetitionStage
from huiying.web.console.petitions.rows import waits_for
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.petitions.erasure.queries import erasures_to_handle
from huiying.work.petitions.petitions.queries import (
    count_petitions,
    petitions_to_register,
    petitions_waiting_for,
)

MOST = 20


def petitions_waiting(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return one row for all that is to be registered; a row for each that a unit handles."""
    if may(officer, Capability.HANDLE_PETITIONS):
        return [*_to_register(officer, now), *_to_erase(officer)]
    if not may(officer, Capability.REPORT_BACK):
        return []
    rows = petitions_waiting_for(officer, now).order_by("clock__due_at", "pk")
    return [
        WaitingRow(
            clock=clock_facts(row.clock, now),
            clock_id=row.clock_id,
            kind=_("信访事项 %(number)s") % {"number": row.number},
            text=row.title,
            url=cached_url("console:petition", row.number),
            label=waits_for(row, officer) or _("查看"),
        )
        for row in rows[:MOST]
    ]


def _to_register(officer: Officer, now: datetime) -> list[WaitingRow]:
    rows = petitions_to_register(officer.bureau_id)
    oldest = rows.select_related("clock").first()
    if oldest is None:
        return []
    count = count_petitions(rows)
    words = ngettext("%(count)s 件待登记，最早一件", "%(count)s 件待登记，最早一件", count)
    return [
        WaitingRow(
            clock=clock_facts(oldest.clock, now),
            clock_id=oldest.clock_id,
            kind=_("信访事项"),
            text=(words + "：%(title)s") % {"count": count, "title": oldest.title},
            url=f"{reverse('console:petitions')}?state={PetitionStage.RECEIVED}",
            label=_("核对登记"),
        )
    ]


def _to_erase(officer: Officer) -> list[WaitingRow]:
    """Return one row for all applications for erasure that nobody has handled."""
    rows = erasures_to_handle(officer.bureau_id).filter(state=ErasureState.ASKED)
    count = rows.count()
    if not count:
        return []
    words = ngettext("%(count)s 项待办理", "%(count)s 项待办理", count) % {"count": count}
    return [
        WaitingRow(
            kind=_("删除申请"),
            text=words,
            url=reverse("console:petition-erasures"),
            label=_("办理"),
        )
    ]
