"""Erase a petition: keys, sealed originals, files and texts go; what figures need stays.

In:   a petition.    Out:  ERASED: number, kind, days, steps, periods and signed letters stay.
Cost: about ten writes, and some for each file.

A signed letter is a document of the bureau: its masked words stay. Drafts that nobody signed
are emptied. The key is destroyed also in a backup that is restored later (``DestroyedKey``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.actions.note_destroyed import note_destroyed
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.reasons.reason import Reason
from huiying.work.petitions.code_replacements.actions.close import close_replacement
from huiying.work.petitions.core.fingerprint import fingerprint
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.petitions.search import forget_text
from huiying.work.petitions.ratings.models import Rating

KIND = "petition"
EMPTY_REPLY = {"text": "", "claim": "", "facts": "", "basis": "", "ways": ""}


@transaction.atomic
def erase_petition(*, petition: Petition, officer: Officer | None, now: datetime) -> None:
    """Erase a petition, whatever its stage; the caller has checked that it may be.

    Args:
        officer: Who gave the last signature; None = the system carries out what was signed.

    Raises:
        Refused: If it was erased before, or somebody acted on it meanwhile.
    """
    mark = fingerprint(petition)
    emptied = {"data_key": None, "original": None}
    changes = {
        **emptied,
        "stage": str(PetitionStage.ERASED),
        "erased_at": now,
        "title": "",
        "text": "",
        "outside_number": "",
        "diverted_at": None,
        "code_digest": "",
        "code_proof": "",
    }
    if not claim_row(petition, None, changes, erased_at__isnull=True):
        raise Refused(_("该信访事项已依法删除，或刚被更新。请刷新后查看。"))
    petition.supplements.update(**emptied, text="")
    petition.diversions.update(passage="", reason="")
    petition.replies.filter(signed_at__isnull=True).update(**EMPTY_REPLY)
    Rating.objects.filter(petition=petition).update(reason="")
    _erase_files(petition, officer, now)
    close_replacement(petition, now)
    forget_text(petition)
    if petition.clock is not None:  # of one that is open, as in a backup that was restored
        cancel_clock(clock=petition.clock, reason=Reason("clocks.petition_erased"), now=now)
    note_destroyed(
        bureau=petition.bureau, kind=KIND, number=petition.number, sha256=mark, now=now
    )
    add_step(petition, StepKind.ERASED, now, officer)
    record(petition, "petition.erased", officer, now)


def _erase_files(petition: Petition, officer: Officer | None, now: datetime) -> None:
    for row in petition.files.select_related("file__bureau"):
        if row.file.data_key is None:
            continue
        erase_file(
            file=row.file,
            reason=house_text("信访事项 %(number)s 已依法删除") % {"number": petition.number},
            topic=petition.audit_subject().topic,
            actor=officer.audit_actor() if officer else MACHINE,
            now=now,
        )
