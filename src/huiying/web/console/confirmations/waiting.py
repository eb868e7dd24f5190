"""The texts on the desk that the officer's own unit was asked to confirm."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.confirmations.queries import confirmations_to_answer


def confirmations_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what the unit has not answered yet; each row leads to the form."""

    def line(row: Confirmation) -> WaitingRow:
        return WaitingRow(
            clock=clock_facts(row.clock, now) if row.clock else None,
            clock_id=row.clock_id,
            kind=_("沟通确认 %(number)s") % {"number": row.number},
            text=row.draft.title,
            url=reverse("console:confirmation", args=[row.number]) + "#answer",
            label=_("沟通确认"),
        )

    return [WaitingList(confirmations_to_answer(officer), line)]
