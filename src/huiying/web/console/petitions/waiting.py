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
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.erasure.queries import erasures_to_handle
from huiying.work.petitions.petitions.queries import (
    count_petitions,
    petitions_to_acknowledge,
    petitions_to_register,
    petitions_waiting_for,
)


def petitions_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return one line for all that is to be registered; a line for each that a unit handles."""
    if may(officer, Capability.HANDLE_PETITIONS):
        return [
            _to_register(officer, now),
            _to_acknowledge(officer, now),
            _to_erase(officer),
        ]
    if not may(officer, Capability.REPORT_BACK):
        return []
    rows = petitions_waiting_for(officer, now).order_by("clock__due_at", "pk")
    return [
        WaitingList(
            rows,
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("信访事项 %(number)s") % {"number": row.number},
                text=row.title,
                url=cached_url("console:petition", row.number),
                label=waits_for(row, officer) or _("查看"),
            ),
        )
    ]


def _to_register(officer: Officer, now: datetime) -> WaitingList:
    rows = petitions_to_register(officer)

    def line(oldest: Petition) -> WaitingRow:
        count = count_petitions(rows)
        words = ngettext("%(count)s 件待登记，最早一件", "%(count)s 件待登记，最早一件", count)
        return WaitingRow(
            clock=clock_facts(oldest.clock, now),  # no id: the line stands for all of them
            kind=_("信访事项"),
            text=(words + "：%(title)s") % {"count": count, "title": oldest.title},
            url=f"{reverse('console:petitions')}?state={PetitionStage.RECEIVED}",
            label=_("核对登记"),
        )

    return WaitingList(rows.select_related("clock"), line, most=1)


def _to_acknowledge(officer: Officer, now: datetime) -> WaitingList:
    """Return one line for all that units have not acknowledged, from the day after on."""
    rows = petitions_to_acknowledge(officer, now)

    def line(oldest: Petition) -> WaitingRow:
        count = count_petitions(rows)
        words = ngettext(
            "%(count)s 件转办未签收，最早一件", "%(count)s 件转办未签收，最早一件", count
        )
        return WaitingRow(
            kind=_("信访事项"),
            text=(words + "：%(title)s") % {"count": count, "title": oldest.title},
            url=f"{reverse('console:petitions')}?state=unacknowledged",
            label=_("催办"),
        )

    return WaitingList(rows, line, most=1)


def _to_erase(officer: Officer) -> WaitingList:
    """Return one line for all applications for erasure that nobody has handled."""
    rows = erasures_to_handle(officer).filter(state=ErasureState.ASKED)

    def line(_first: PetitionErasure) -> WaitingRow:
        count = rows.count()
        words = ngettext("%(count)s 项待办理", "%(count)s 项待办理", count)
        return WaitingRow(
            kind=_("删除申请"),
            text=words % {"count": count},
            url=reverse("console:petition-erasures"),
            label=_("办理"),
        )

    return WaitingList(rows, line, most=1)
