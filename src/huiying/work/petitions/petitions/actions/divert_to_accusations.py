"""Say that a petition accuses somebody (转办); once that is decided, move it to accusations.

In:   an open petition, the passage that accuses.
Out:  a diversion that waits; or an accusation with the same original, files and query code,
      the petition empty, in no list, in no search, and on nobody's board.
Cost: about ten writes each.

One person alone could make a petition vanish by calling it an accusation: until another one
decides (``decide_diversion``) nothing of it is emptied, and its period runs. It is moved again
when a backup that was made before is restored (``DestroyedKey``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.base.files.actions.note_destroyed import note_destroyed
from huiying.base.files.sealing import CannotOpen
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.petitions.kinds import (
    OPEN_STAGES,
    PetitionChannel,
    PetitionStage,
)
from huiying.policy.time.deadlines import PETITION_DIVERSION
from huiying.reasons.reason import Reason
from huiying.work.petitions.accusations.actions.receive import (
    random_number,
    receive_accusation,
)
from huiying.work.petitions.accusations.models import Accusation, AccusationFile, Diversion
from huiying.work.petitions.acknowledgement.unit_messages import withdraw_petition_messages
from huiying.work.petitions.code_replacements.actions.close import close_replacement
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.fingerprint import fingerprint
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import code_proof
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.search import forget_text

PREFIX = "ZB"
LEAST_PASSAGE, MOST_PASSAGE = 6, 200
KIND = "moved"  # a petition whose key was destroyed, as the list of these has it


@transaction.atomic
def divert_to_accusations(
    *,
    petition: Petition,
    passage: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Diversion:
    """Put it before who handles accusations; until then nobody else sees the petition.

    Its period runs on in the hands of who decides, under a random number: neither the board
    nor the ledger tells which petition that is.

    Args:
        passage: What accuses, quoted from the working text or what was added to it.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If the passage is too short, too long, does not stand in the text or was sent
            back before; if it is answered or erased.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    quoted = _quoted(petition, passage)
    claim_in_stage(petition, OPEN_STAGES, revision, diverted_at=now)
    row = Diversion.objects.create(
        bureau_id=petition.bureau_id,
        petition=petition,
        number=random_number(PREFIX),
        passage=quoted,
        asked_by=officer,
        asked_at=now,
    )
    row.period = _hand_over_period(petition, row.number, now)
    book = book_of(petition.bureau_id, now)
    rule = book.deadline(PETITION_DIVERSION)
    row.clock = start_clock(
        bureau_id=petition.bureau_id,
        kind=rule.code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(petition.bureau_id),
        subject=_anonymous(row.number),
        holder=Holder(code=Role.DISCIPLINE),
        now=now,
    )
    row.save(update_fields=["period", "clock"])
    forget_text(petition)
    record(petition, "petition.diverted", officer, now)
    return row


def _quoted(petition: Petition, passage: str) -> str:
    """Return a passage as it is kept; it must stand in what the officer was shown.

    Not in the original: whether words stand there would tell what was masked.
    """
    quoted = " ".join(passage.split())
    if not LEAST_PASSAGE <= len(quoted) <= MOST_PASSAGE:
        raise Refused(
            _("请从工作文本中摘录指向机关、单位或者人员的一段原话，%(least)s 至 %(most)s 字。")
            % {"least": LEAST_PASSAGE, "most": MOST_PASSAGE}
        )
    added = petition.supplements.values_list("text", flat=True)
    wanted = "".join(quoted.split())
    if not any(
        wanted in "".join(text.split()) for text in (petition.title, petition.text, *added)
    ):
        raise Refused(_("摘录的内容不在工作文本中，请逐字摘录。"))
    if petition.diversions.filter(accepted=False, passage=quoted).exists():
        raise Refused(_("以同一段内容提出的转办已被退回，请继续办理。"))
    return quoted


def _anonymous(number: str) -> ClockSubject:
    return ClockSubject("diversion", number, house_text("转办中的事项"))


def _hand_over_period(petition: Petition, number: str, now: datetime) -> dict[str, Any]:
    """Let the running period go on with who decides; return what it was before."""
    clock = petition.clock
    if clock is None or clock.state != ClockState.RUNNING:
        return {"ref": ""}
    before = {
        "kind": clock.subject_kind,
        "ref": clock.subject_ref,
        "label": clock.subject_label,
        "grade": clock.subject_grade,
        "proposed": clock.subject_proposed,
        "code": clock.holder_code,
        "name": clock.holder_name,
        "unit": clock.holder_unit_id,
        "officer": clock.holder_officer_id,
    }
    hand_over_clock(
        clock=clock,
        holder=Holder(code=Role.DISCIPLINE),
        now=now,
        ledger=Holder(house_text("转办核对")),
    )
    relabel_clocks(
        bureau_id=petition.bureau_id,
        old_ref=clock.subject_ref,
        subject=_anonymous(number),
        only=clock,
    )
    return before


@transaction.atomic
def move_to_accusations(
    *, petition: Petition, officer: Officer | None, now: datetime, revision: int | None = None
) -> Accusation:
    """Do it, whoever decided so.

    Args:
        officer: Who accepted the diversion; None = a backup from before brought it back, and
            it goes where it was.

    Raises:
        Refused, Stale: As ``divert_to_accusations``.
    """
    mark = fingerprint(petition)
    original, digest = _original_with_supplements(petition), petition.code_digest
    clock = petition.clock
    claim_in_stage(
        petition,
        OPEN_STAGES,
        revision,
        diverted=petition.diverted_at is not None,
        stage=str(PetitionStage.ERASED),
        erased_at=now,
        diverted_at=None,
        data_key=None,
        original=None,
        code_digest="",
        code_proof="",
        title="",
        text="",
        outside_number="",
        competent=None,
        acknowledged_at=None,
        acknowledged_by=None,
        acknowledged_label="",
        repeat_of=None,
    )
    petition.repeats.update(repeat_of=None)
    petition.supplements.update(text="", data_key=None, original=None)
    if clock is not None:
        cancel_clock(clock=clock, reason=Reason("clocks.petition_erased"), now=now)
    forget_text(petition)
    close_replacement(petition, now)
    withdraw_petition_messages(petition, now)
    row = receive_accusation(
        bureau=petition.bureau,
        submission=Submission(
            original, None, PetitionChannel(petition.channel), petition.received_at
        ),
        code="",
        officer=officer,
        now=now,
    )
    row.code_digest = digest
    row.code_proof = code_proof(row.bureau_id, digest, row.number)
    row.save(update_fields=["code_digest", "code_proof"])
    for one in petition.files.all():
        AccusationFile.objects.create(
            bureau_id=petition.bureau_id, accusation=row, file_id=one.file_id, at=one.at
        )
    petition.files.all().delete()
    note_destroyed(
        bureau=petition.bureau, kind=KIND, number=petition.number, sha256=mark, now=now
    )
    _end_diversions(petition, officer, now)
    record(petition, "petition.diversion_accepted", officer, now)
    return row


def _end_diversions(petition: Petition, officer: Officer | None, now: datetime) -> None:
    """Close the one that waits and forget what all of them quote."""
    for one in petition.diversions.filter(decided_at__isnull=True).select_related("clock"):
        if one.clock is not None:
            stop_clock(
                clock=one.clock, at=now, reason=Reason("clocks.diversion_decided"), now=now
            )
    waiting = petition.diversions.filter(decided_at__isnull=True)
    waiting.update(accepted=True, decided_by=officer, decided_at=now)
    petition.diversions.update(passage="", reason="")


def _original_with_supplements(petition: Petition) -> OriginalText:
    """Return what came in, with what was added to it later at its end."""
    if petition.data_key is None or petition.original is None:
        raise Refused(_("原文已依法销毁。"))
    try:
        original = open_original(
            petition.bureau_id, petition.data_key, petition.original, petition.number
        )
        added = [
            open_original(petition.bureau_id, one.data_key, one.original, petition.number).text
            for one in petition.supplements.all()
            if one.data_key is not None and one.original is not None
        ]
    except CannotOpen:
        raise Refused(_("无法打开：本机密钥与登记时不同。请联系系统管理员。")) from None
    return replace(original, text="\n\n".join([original.text, *added]))
