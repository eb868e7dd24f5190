"""What who sent a petition may do with what is kept of him, for the page of his code.

In:   a petition that was found by its code.
Out:  the panel of ``portal/submit/_rights.html``.
Cost: one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.policy.petitions.erasure import ErasureState, RefusalGround
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions.ask import may_be_erased
from huiying.work.petitions.erasure.queries import newest_erasure


@dataclass(frozen=True, slots=True)
class RightsPanel:
    """How the application for erasure stands, if there is one, and what can be asked.

    Attributes:
        asked_at: When the newest application was made; None = there is none.
        refused: It was refused; reason and basis say why.
        waits: It is not decided.
        may_ask: An application can be made now; it cannot while the matter is open.
    """

    asked_at: datetime | None
    waits: bool
    refused: bool
    reason: str
    basis: str
    may_ask: bool
    is_open: bool


def rights_panel(petition: Petition) -> RightsPanel:
    """Return the panel of a petition."""
    row = newest_erasure(petition)
    refused = row is not None and row.state == ErasureState.REFUSED
    waits = row is not None and row.is_open
    return RightsPanel(
        asked_at=row.asked_at if row else None,
        waits=waits,
        refused=refused,
        reason=row.reason if row and refused else "",
        basis=_(RefusalGround(row.ground).label) if row and refused else "",
        may_ask=may_be_erased(petition) and not waits,
        is_open=not may_be_erased(petition),
    )
