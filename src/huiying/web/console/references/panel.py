"""网下处置 on the incident page: references with contacts, and commitments.

In:   an incident, the officer, the moment.    Out:  the panel.
Cost: four queries; an incident to which nothing is bound shows two quiet acts and no panel.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SET_ASIDE, SETTLED
from huiying.web.console.references.rows import (
    PromiseRow,
    ReferenceRow,
    promise_row,
    reference_row,
    with_files,
)
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.promises.queries import promises_of
from huiying.work.casework.references.queries import references_of
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class OfflinePanel:
    """What an incident is bound to and what was promised.

    Attributes:
        owed, open: References and promises that are not settled yet.
        sees: The officer sees references.
    """

    references: list[ReferenceRow]
    promises: list[PromiseRow]
    owed: int
    open: int
    acts: list[ActButton]
    sees: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show but the acts."""
        return not self.references and not self.promises


def offline_panel(reading: IncidentReading) -> OfflinePanel:
    """Return what the incident is bound to and what was promised; units see promises alone."""
    sees = reading.may(Capability.SEE_POSTS) or reading.may(Capability.READ_RECORD)
    references = (
        [
            reference_row(row, reading.officer, reading.now)
            for row in reading.family_rows("references", references_of)
        ]
        if sees
        else []
    )
    promises = [
        with_files(promise_row(row, reading.officer, reading.now), row)
        for row in reading.family_rows("promises", promises_of)
    ]
    return OfflinePanel(
        references=references,
        promises=promises,
        owed=sum(row.owed and not row.unbound for row in references),
        open=sum(row.fulfilled_at is None for row in promises),
        acts=_joint_answer(reading, references)
        + offline_acts(reading.incident, reading.officer),
        sees=sees,
    )


def _joint_answer(reading: IncidentReading, references: list[ReferenceRow]) -> list[ActButton]:
    """Return the way to answer all petitions that joined, once the matter was answered."""
    waiting = sum(bool(row.joined) and row.owed and not row.unbound for row in references)
    if not waiting or not reading.may(Capability.HANDLE_PETITIONS):
        return []
    label = ngettext("答复并入的 %(count)s 件…", "答复并入的 %(count)s 件…", waiting)
    url = f"{reverse('console:petitions-answer')}?incident={reading.incident.number}"
    return [act_button(label % {"count": waiting}, url, method="get")]


def offline_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the acts of linking a submission and of recording a commitment."""
    if incident.stage in SET_ASIDE or not may(officer, Capability.CONTACT):
        return []
    number = incident.number
    bind = act_button(_("关联来件…"), "console:reference-bind", number)
    if incident.stage in SETTLED:
        return [bind]  # a letter may come late; what is promised anew opens the matter again
    return [
        bind,
        act_button(_("登记承诺…"), "console:promise-make", number),
    ]
