"""What casework does about a petition: for whom it is in sight, which unit can be asked.

In:   an officer or unit, a petition, rows about one.    Out:  yes or no, rows, units.
Cost: a sub-query; one query for a single row.

What is about a petition is for who sees the petition. A unit sees it while the petition is its
own: one that objected, or that is accused by what was taken in as a petition, reads no
instruction on it any more.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.queries import office_of
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import visible_petitions

Row = TypeVar("Row", bound=Model)
OVER = (PetitionStage.WITHDRAWN, PetitionStage.ERASED)


def about_visible_petitions(rows: QuerySet[Row], officer: Officer) -> QuerySet[Row]:
    """Leave out what is about a petition that an officer does not see.

    Args:
        rows: Of a table with a column ``petition``, empty for what is about something else.
    """
    seen = visible_petitions(officer, officer.as_of).filter(pk=OuterRef("petition"))
    return rows.filter(Q(petition__isnull=True) | Exists(seen))


def sees_petition(officer: Officer, petition: Petition | None) -> bool:
    """Tell whether an officer sees a petition; of a row that is about none, yes."""
    if petition is None:
        return True
    return visible_petitions(officer, officer.as_of).filter(pk=petition.pk).exists()


def handling_unit(petition: Petition) -> Unit | None:
    """Return which unit can be asked about a petition: who handles it, else the office."""
    return petition.competent or office_of(petition.bureau_id)


def refuse_other_unit(petition: Petition, unit: Unit) -> None:
    """Refuse to ask a unit about a petition that it does not handle: it must not see it.

    Raises:
        Refused.
    """
    handles = handling_unit(petition)
    if handles is not None and handles.pk == unit.pk:
        return
    if petition.competent is not None:
        words = {"unit": petition.competent.name}
        raise Refused(_("该信访事项由%(unit)s办理，只能选择该单位。") % words)
    raise Refused(_("该信访事项未转送、交办，只能选择领导小组办公室；其他单位须先转办。"))


def refuse_unread(petition: Petition) -> None:
    """Refuse to instruct on a petition that nobody registered, or that is over.

    Raises:
        Refused.
    """
    if petition.text_checked_at is None:
        raise Refused(_("请先登记：核对供办理使用的文字后方可批示、督办。"))
    if petition.stage in OVER:
        raise Refused(_("该信访事项已撤回或删除，不能批示、督办。"))
