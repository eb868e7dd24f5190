"""销毁文件: destroy a stored file on a legal ground, requested and signed by two persons.

In:   a kept file.    Out:  a file without a key; number, hash, who, when and why stay.
Cost: a few writes each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.actions.append import append
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.errors import Refused
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.models import StoredFile
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind, may_sign_next
from huiying.base.signoff.models import Decision
from huiying.policy.release.erasure import SIGNATURES, EraseGround
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.responses.disclosure.files import (
    KIND,
    erasure_hash,
    erasures_of,
    holds_of,
    owners_of,
)
from huiying.work.responses.disclosure.models import EvidenceRelease, FileErasure


@transaction.atomic
def release_evidence(*, file: StoredFile, reason: str, officer: Officer, now: datetime) -> None:
    """解除: the file need no longer prove what it was kept for.

    Raises:
        PermissionDenied: If the officer confirms no findings.
        Refused: If no reason is given, nothing holds it, or it is destroyed.
    """
    require(officer, Capability.CONFIRM_FINDING)
    _still_there(file)
    words = mask_text(reason, MAX_LINE)
    if not words:
        raise Refused(_("请填写不再需要作为证据的理由。"))
    if not holds_of(file):
        raise Refused(_("该文件未被使用，无需解除。"))
    EvidenceRelease.objects.create(
        bureau_id=file.bureau_id, file=file, reason=words, at=now, by=officer
    )
    _record(file, "file.released", officer, now, {"reason": words})


@transaction.atomic
def ask_erasure(
    *, file: StoredFile, ground: str, reason: str, officer: Officer, now: datetime
) -> FileErasure:
    """Ask for the destruction of a file; nothing changes until two others have signed.

    Raises:
        PermissionDenied: If the officer runs no consultations (办公室) and does not approve.
        Refused: If it is evidence of something that runs or was published, the ground is
            none of the law's, no reason is given, or a request waits already.
    """
    require(officer, Capability.CONSULT, Capability.APPROVE)
    _still_there(file)
    _free(file)
    if ground not in set(EraseGround):
        raise Refused(_("只有法律要求销毁的文件可以销毁。"))
    words = mask_text(reason, MAX_LINE)
    if not words:
        raise Refused(_("请填写理由，不得写文件内容。"))
    if erasures_of(file).filter(signoff__decision=Decision.PENDING).exists():
        raise Refused(_("这个文件的销毁已经在等签署。"))
    row = FileErasure(
        bureau_id=file.bureau_id,
        file=file,
        ground=ground,
        reason=words,
        requested_by=officer,
        requested_at=now,
    )
    row.signoff = request_approval(
        bureau_id=file.bureau_id,
        kind=KIND,
        about_ref=file.number,
        label=house_text("销毁文件 %(number)s") % {"number": file.number},
        content_hash=erasure_hash(row),
        officer=officer,
        clock=None,
        now=now,
        needed=SIGNATURES,
    )
    row.save()
    data = {"ground": ground, "reason": words, "hash": file.sha256}
    _record(file, "file.erasure_asked", officer, now, data)
    return row


@transaction.atomic
def decide_erasure(
    erasure: FileErasure,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Sign, or return with a reason; the last signature destroys the key of the file.

    Returns:
        True if the file is destroyed by this.

    Raises:
        PermissionDenied: If he may not review; of the last signature, if he does not lead.
        Refused: If he asked for it, signed already or stands in for who did, or something
            holds the file by now.
        Stale: If what he saw is not what waits.
    """
    request = erasure.signoff
    request.refresh_from_db()
    last = request.signed + 1 >= request.needed
    require(officer, Capability.APPROVE if last else Capability.REVIEW)
    if approve:
        _still_there(erasure.file)
        _free(erasure.file)
    done = decide(
        request=request,
        officer=officer,
        approve=approve,
        reason=reason,
        content_hash=shown_hash,
        now=now,
    )
    if done.decision == Decision.RETURNED:
        _record(erasure.file, "file.erasure_refused", officer, now, {"reason": done.reason})
    if done.decision != Decision.APPROVED:
        return False
    FileErasure.objects.filter(pk=erasure.pk).update(erased_at=now)
    erase_file(
        file=erasure.file,
        reason=f"{house_label(EraseGround(erasure.ground).label)}。{erasure.reason}",
        topic=_topic(erasure.file),
        actor=officer.audit_actor(),
        now=now,
    )
    return True


ERASURE_KIND = SignoffKind[FileErasure](
    name=KIND,
    content_hash=erasure_hash,
    approve=partial(decide_erasure, approve=True, reason=""),
    send_back=partial(decide_erasure, approve=False),
    may_decide=may_sign_next,
)


def _still_there(file: StoredFile) -> None:
    if file.data_key is None:
        raise Refused(_("这个文件已经销毁。"))


def _free(file: StoredFile) -> None:
    held = holds_of(file)
    if held:
        numbers = _("、").join(dict.fromkeys(owner.number for owner in held))
        raise Refused(
            _("该文件仍为证据（%(numbers)s），不得销毁。请先解除证据用途。")
            % {"numbers": numbers}
        )


def _topic(file: StoredFile) -> str:
    owners = owners_of(file)
    return owners[0].incident.audit_topic if owners else ""


def _record(
    file: StoredFile, verb: str, officer: Officer, now: datetime, data: dict[str, str]
) -> None:
    append(
        bureau_id=file.bureau_id,
        actor=officer.audit_actor(),
        verb=verb,
        subject=replace(file.audit_subject(), topic=_topic(file)),
        now=now,
        data=data,
    )
