"""What an officer of another agency never does to an answer: record what others said of it.

In:   an officer.    Out:  whether he works for the bureau; a refusal if not.
Cost: none, the officer is read with his unit.

Officers of agencies write drafts and confirm what concerns them, on pages of their own. What
somebody says by phone or on paper, and that an answer goes out before the procedure, is
recorded by the bureau: else an agency would record its own confirmation.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, UnitKind
from huiying.base.errors import Refused


def works_for_bureau(officer: Officer) -> bool:
    """Tell whether an officer is of the bureau itself: of a section, or of no unit."""
    return officer.unit is None or officer.unit.kind != UnitKind.AGENCY


def refuse_agencies(officer: Officer) -> None:
    """Refuse an officer of another agency.

    Raises:
        Refused: If he is one.
    """
    if not works_for_bureau(officer):
        raise Refused(_("由本局工作人员登记，外单位人员不得登记。"))
