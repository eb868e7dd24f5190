"""Who must have no part in a new query code: who works for the unit that it concerns.

A code opens the original with its name, telephone and address; to that unit it stays closed
(``petitions.actions.reveal_original``).
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.errors import Refused
from huiying.work.petitions.core.models import Petition


def is_concerned(petition: Petition, officer: Officer, now: datetime | None) -> bool:
    """Tell whether an officer works for the handling unit, or stands in for one who does.

    Args:
        now: None = the moment of ``with_delegated_roles``.
    """
    unit = petition.competent_id
    return unit is not None and unit in units_behind(officer, now)


def refuse_concerned(petition: Petition, officer: Officer, now: datetime) -> None:
    """Refuse an officer of the handling unit, and who stands in for one.

    Raises:
        Refused: If he is one of them.
    """
    if is_concerned(petition, officer, now):
        raise Refused(_("承办单位人员及其代行人不得补发查询码。"))
