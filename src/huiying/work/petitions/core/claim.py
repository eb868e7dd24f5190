"""Change a petition only as the officer or the sender saw it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.core.models import Petition


def refuse_diverted(petition: Petition) -> None:
    """Refuse an act on a petition of which somebody decides whether it accuses somebody.

    Raises:
        Refused: While it is diverted.
    """
    if petition.diverted_at is not None:
        raise Refused(_("该信访事项正在转办，核对完毕前不能办理。"))


def claim_petition(petition: Petition, revision: int | None) -> None:
    """Move a petition on if it is as it was seen; what is in memory is then the row as it is.

    Args:
        revision: What the form was made from; None = what is in memory.

    Raises:
        Refused: If it was erased, or is diverted.
        Stale: If somebody acted on it since.
    """
    if claim_row(petition, revision, erased_at__isnull=True, diverted_at__isnull=True):
        return
    petition.refresh_from_db()
    if petition.erased_at is not None:
        raise Refused(_("该信访事项已依法删除。"))
    refuse_diverted(petition)
    raise Stale(_("信访事项已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))


def claim_in_stage(
    petition: Petition,
    stages: Collection[PetitionStage],
    revision: int | None,
    *,
    diverted: bool = False,
    **changes: Any,
) -> None:
    """Change a petition that stands at one of some stages.

    Args:
        revision: As of ``claim_petition``.
        diverted: It is one that is diverted, of which this decides.

    Raises:
        Refused: If its stage does not allow the act, it was erased, or it is diverted.
        Stale: If somebody acted on it since.
    """
    allowed = [str(one) for one in stages]
    only = {"erased_at__isnull": True, "diverted_at__isnull": not diverted}
    if claim_row(petition, revision, changes, stage__in=allowed, **only):
        return
    petition.refresh_from_db()
    if petition.erased_at is None and petition.stage not in allowed:
        stage = _(PetitionStage(petition.stage).label)
        raise Refused(_("该信访事项当前为“%(stage)s”，不能办理此操作。") % {"stage": stage})
    claim_petition(petition, -1)
