"""Hand an accusation back that is none: it becomes a petition, by a second signature.

In:   an accusation for which one person asked for it.    Out:  the petition.
Cost: as ``submit_petition``, and the reading of the original.

The query code that was given out finds the petition from then on, and its period counts from
the day on which it was received.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.policy.petitions.accusations import EndingAct
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.petitions.accusations.actions.erase import destroy_keys, require_to_sign
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition, PetitionFile, Supplement
from huiying.work.petitions.core.sealed_texts import (
    OriginalText,
    open_original,
    seal_original,
)
from huiying.work.petitions.core.submission import Submission, working_text
from huiying.work.petitions.petitions.actions.submit import store_petition


@transaction.atomic
def sign_handing_back(
    *, accusation: Accusation, officer: Officer, now: datetime, revision: int | None = None
) -> Petition:
    """Sign that it is no accusation.

    Raises:
        Refused: If none waits, the officer may not sign it, or the original cannot be opened.
        Stale: If somebody else changed it meanwhile.
    """
    require_to_sign(accusation, EndingAct.HAND_BACK, officer, now)
    digest, files = accusation.code_digest, list(accusation.files.all())
    submission = _submission(accusation)
    supplements = _supplements(accusation)
    destroy_keys(accusation, officer, revision, handed_back_at=now, code_digest="")
    petition = store_petition(
        bureau=accusation.bureau,
        submission=submission,
        code_digest=digest,
        officer=accusation.received_by,
        now=now,
    )
    for at, text in supplements:
        _add_supplement(petition, at, text)
    for row in files:
        PetitionFile.objects.create(
            bureau_id=row.bureau_id, petition=petition, file_id=row.file_id, at=row.at
        )
    record_restricted(accusation, "accusation.handed_back", officer, now)
    return petition


def _submission(accusation: Accusation) -> Submission:
    key, body = accusation.data_key, accusation.original
    if key is None or body is None:
        raise Refused(_("原件已依法删除，无法打开。"))
    try:
        original = open_original(
            accusation.bureau_id, bytes(key), bytes(body), accusation.number
        )
    except CannotOpen:
        raise Refused(
            _("原件无法打开：本机的密钥与收到时不同。原件未丢失，请系统管理员核对备份。")
        ) from None
    return Submission(
        original=original,
        kind=PetitionKind(accusation.ending_kind),
        channel=PetitionChannel(accusation.channel),
        received_at=accusation.received_at,
        people=accusation.people,
    )


def _supplements(accusation: Accusation) -> list[tuple[datetime, OriginalText]]:
    return [
        (
            row.at,
            open_original(
                row.bureau_id, bytes(row.data_key), bytes(row.original), accusation.number
            ),
        )
        for row in accusation.supplements.all()
        if row.data_key is not None and row.original is not None
    ]


def _add_supplement(petition: Petition, at: datetime, text: OriginalText) -> None:
    sealed = seal_original(petition.bureau_id, text, petition.number)
    Supplement.objects.create(
        bureau_id=petition.bureau_id,
        petition=petition,
        data_key=sealed.key,
        original=sealed.body,
        text=working_text(text),
        at=at,
    )
