"""更正: an officer corrects the working text of a petition, with a reason.

In:   title and text as they should be, why.    Out:  the working text; a record with hashes.
Cost: about five writes.

The original stays as it was written: who sent it in corrects by a supplement, and an officer
the text that is shown to units (个人信息保护法 art. 46). The record holds the hash of the text
before and after, not the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_accusation
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.submission import MAX_TEXT
from huiying.work.petitions.core.texts import MAX_LINE, MAX_TITLE, checked_words
from huiying.work.petitions.petitions.search import make_findable

STAGES = tuple(
    one for one in PetitionStage if one not in (PetitionStage.RECEIVED, PetitionStage.ERASED)
)


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """Title and working text as they should be, and what was wrong."""

    title: str
    text: str
    reason: str


@transaction.atomic
def correct_text(
    *,
    petition: Petition,
    correction: TextCorrection,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """更正 the working text of a registered petition.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If title, text or reason is empty or too long, the text accuses somebody,
            nothing differs, or the petition is not registered or erased.
        Classified: If it carries a classification mark.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_accusation(correction.title, correction.text)
    title = checked_words(" ".join(correction.title.split()), MAX_TITLE, _("请填写标题。"))
    text = checked_words(correction.text, MAX_TEXT, _("请填写工作文本。"))
    why = checked_words(correction.reason, MAX_LINE, _("请填写更正的理由。"))
    before = (petition.title, petition.text)
    if before == (title, text):
        raise Refused(_("标题和工作文本没有改动，无需更正。"))
    claim_in_stage(
        petition,
        STAGES,
        revision,
        title=title,
        text=text,
        text_checked_at=now,
        text_checked_by=officer,
    )
    add_step(petition, StepKind.CORRECTED, now, officer)
    make_findable(petition)
    record(
        petition,
        "petition.text_corrected",
        officer,
        now,
        reason=why,
        before=hash_of_text("\n".join(before)),
        after=hash_of_text(f"{title}\n{text}"),
    )
