"""Write a change of an accusation: only of the revision that the form was made from."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.accusations import AccusationState
from huiying.work.petitions.accusations.models import Accusation


def change_accusation(row: Accusation, revision: int | None, **values: object) -> None:
    """Change columns of an accusation inside the caller's transaction.

    Args:
        revision: Of the form; None = the row as it was read.

    Raises:
        Stale: If somebody else changed it meanwhile.
    """
    known = row.revision if revision is None else revision
    rows = Accusation.objects.filter(pk=row.pk, revision=known)
    if rows.update(**values, revision=F("revision") + 1) != 1:
        raise Stale(_("该检举控告已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    row.refresh_from_db()


def refuse_ended(row: Accusation) -> None:
    """Refuse an act on what was handed back or erased.

    Raises:
        Refused: With what became of it.
    """
    if row.state in (AccusationState.HANDED_BACK, AccusationState.ERASED):
        raise Refused(_("该检举控告%(state)s，不能再作处理。") % {"state": _(row.state.label)})
