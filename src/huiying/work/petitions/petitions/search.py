"""Make the working text of a petition findable for who may see petitions, or forget it.

In:   a petition whose text an officer checked.    Out:  a row of the search door.
Cost: one row; the original never comes here, and nothing of it is public.
"""

from __future__ import annotations

from huiying.base.search.documents import put, remove
from huiying.policy.petitions.erasure import RefusalGround
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Petition

KIND = "petition"


def make_findable(petition: Petition) -> None:
    """Put the working text, or replace it; one that nobody checked is not put.

    Nor is one whose erasure was asked for, and that is kept for a legal period alone
    (个人信息保护法 art. 47).
    """
    if petition.text_checked_at is None or _is_only_stored(petition):
        return
    put(
        bureau_id=petition.bureau_id,
        kind=KIND,
        ref=petition.number,
        text=f"{petition.number} {petition.title}\n{petition.text}",
        public=False,
        at=petition.received_at,
    )


def _is_only_stored(petition: Petition) -> bool:
    refused = petition.steps.filter(kind=StepKind.ERASURE_REFUSED)
    return refused.filter(data__ground=str(RefusalGround.LEGAL_PERIOD)).exists()


def forget_text(petition: Petition) -> None:
    """Take the text out of the search."""
    remove(bureau_id=petition.bureau_id, kind=KIND, ref=petition.number)
