"""作出批示、登记批示: a leader instructs, or the office types in what stands on the paper.

In:   a matter, words, whom they address, by when; of a paper also its date and scan.
Out:  an instruction that never changes. The office's waits for the leader (待本人确认).
Cost: a few inserts, two more a channel.

It only adds work: it touches no grade, no clock and no answer. A correction is a new row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, capabilities_of, roles_with
from huiying.base.accounts.roles.queries import active_delegations, own_roles_of
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.base.numbers import take_number
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import check_due
from huiying.work.casework.core.petitions import refuse_unread, sees_petition
from huiying.work.casework.core.text import checked_text
from huiying.work.casework.instructions.addressees import check_addressees, message_addressees
from huiying.work.casework.instructions.content import instruction_content, instruction_hash
from huiying.work.casework.instructions.matters import Matter
from huiying.work.casework.instructions.models import (
    Instruction,
    InstructionAddressee,
)
from huiying.work.incidents.recusals.queries import active_recusal_of

KIND = "instruction"
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class InstructionInput:
    """What is instructed.

    Attributes:
        units, officers: Whom it addresses; none = the office.
        due: Until when; None = no day is named.
        supervise: The office opens a 督办 of it.
    """

    text: str
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()
    due: datetime | None = None
    supervise: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that the office types from: whose it is, its date, its scan."""

    leader: Officer
    dated: date
    scan: WrittenFile


@transaction.atomic
def give_instruction(
    *,
    matter: Matter,
    given: InstructionInput,
    officer: Officer,
    now: datetime,
    replaces: Instruction | None = None,
) -> Instruction:
    """作出批示: a leader writes it himself; whom it addresses is told at once.

    Args:
        replaces: An instruction of the same leader on the same matter that it corrects.

    Raises:
        PermissionDenied: If the officer may not instruct.
        Refused: If he keeps out of the matter, nothing is said or too much, the day is no day
            of the coming year, an addressee is not the bureau's or not active, or does not
            handle the petition, a 督办 is asked for of no unit, it asks that posts be removed,
            or accuses somebody.
        Stale: If the instruction was corrected already.
    """
    require(officer, Capability.INSTRUCT)
    _refuse_keeping_out(officer, matter)
    _check_replaced(replaces, matter, officer)
    row = _insert(
        matter,
        given,
        leader=officer,
        dated=now.astimezone(LOCAL).date(),
        scan=None,
        officer=officer,
        now=now,
        replaces=replaces,
    )
    message_addressees(row, now)
    record(row, "instruction.given", officer, now, **_data(row))
    return row


@transaction.atomic
def enter_instruction(
    *,
    matter: Matter,
    paper: Paper,
    given: InstructionInput,
    officer: Officer,
    now: datetime,
    replaces: Instruction | None = None,
) -> Instruction:
    """登记批示: the office types in a paper; the leader whose it is confirms it later.

    Raises:
        PermissionDenied: If the officer may not register instructions.
        Refused: As ``give_instruction``; also if the paper is of nobody who may instruct, of
            who types it, or dated after today.
        Stale: As ``give_instruction``.
    """
    require(officer, Capability.SUPERVISE)
    leader = paper.leader
    if leader.bureau_id != matter.bureau_id or not _instructs_by_own_role(leader):
        raise Refused(_("请选择本局可作出批示的领导。"))
    if leader.pk == officer.pk:
        raise Refused(_("本人批示请直接作出，无需登记。"))
    if paper.dated > now.astimezone(LOCAL).date():
        raise Refused(_("批示日期不得晚于今天。"))
    _refuse_keeping_out(leader, matter)
    _refuse_keeping_out(officer, matter)
    _check_replaced(replaces, matter, leader)
    scan = keep_file(
        bureau_id=matter.bureau_id, written=paper.scan, retention=Retention.PERMANENT, now=now
    )
    row = _insert(
        matter,
        given,
        leader=leader,
        dated=paper.dated,
        scan=scan,
        officer=officer,
        now=now,
        replaces=replaces,
    )
    record(row, "instruction.entered", officer, now, hash=scan.sha256, **_data(row))
    return row


def _insert(
    matter: Matter,
    given: InstructionInput,
    *,
    leader: Officer,
    dated: date,
    scan: StoredFile | None,
    officer: Officer,
    now: datetime,
    replaces: Instruction | None,
) -> Instruction:
    text = _checked(matter, given, None if scan is None else dated, now)
    year = now.astimezone(LOCAL).year
    number = f"Z{take_number(bureau_id=matter.bureau_id, kind=KIND, year=year)}"
    row = Instruction(
        bureau_id=matter.bureau_id,
        number=number,
        given_by=leader,
        on_behalf=_on_behalf(leader, now) if scan is None else "",
        text=text,
        dated=dated,
        due_at=given.due,
        supervise=given.supervise,
        scan=scan,
        entered_by=officer,
        entered_at=now,
        replaces=replaces,
        **matter.columns(),
    )
    row.signoff = _confirmation(row, given, officer, now) if scan is not None else None
    _save(row)
    for unit in dict.fromkeys(given.units):
        InstructionAddressee.objects.create(bureau_id=row.bureau_id, instruction=row, unit=unit)
    for person in dict.fromkeys(given.officers):
        InstructionAddressee.objects.create(
            bureau_id=row.bureau_id, instruction=row, officer=person
        )
    if replaces is not None and replaces.signoff is not None:
        void(request=replaces.signoff, reason=Reason("clocks.sent_again"), now=now)
    return row


def _confirmation(
    row: Instruction, given: InstructionInput, officer: Officer, now: datetime
) -> SignoffRequest:
    """Put the paper before its leader, bound to all that was typed."""
    content = instruction_content(
        row, (unit.pk for unit in given.units), (person.pk for person in given.officers)
    )
    label = house_text("%(number)s 批示：%(title)s")
    return request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=label % {"number": row.number, "title": row.subject_label},
        content_hash=hash_of_content(content),
        officer=officer,
        clock=None,
        now=now,
    )


def _save(row: Instruction) -> None:
    """Write the row; the row that it corrects decides between two at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(_("该批示已更正，本次操作未执行。请核对最新内容。")) from error


def _checked(matter: Matter, given: InstructionInput, dated: date | None, now: datetime) -> str:
    """Return the text without personal data; a paper may name a day that is over by now."""
    if matter.incident is not None and matter.incident.stage in SET_ASIDE:
        raise Refused(_("事件已并入或排除，不能批示。"))
    if matter.petition is not None:
        refuse_unread(matter.petition)
    text = checked_text(given.text, LONGEST_TEXT, _("请填写批示内容。"))
    refuse_removal_request(text)
    refuse_accusation(text)
    if given.due is not None:
        _check_due(given.due, dated, now)
    check_addressees(matter, given.units, given.officers)
    if given.supervise and not given.units:
        raise Refused(_("列为督办的，须选择承办单位。"))
    return text


def _check_due(due: datetime, dated: date | None, now: datetime) -> None:
    """Refuse a day before the paper, or what is no day of the coming year."""
    if dated is None or due > now:
        check_due(due, now)
    elif due.astimezone(LOCAL).date() < dated:
        raise Refused(_("办理期限不得早于批示日期。"))


def _check_replaced(replaces: Instruction | None, matter: Matter, leader: Officer) -> None:
    if replaces is None:
        return
    if Instruction.objects.filter(replaces=replaces).exists():
        raise Stale(_("该批示已更正，本次操作未执行。请核对最新内容。"))
    if replaces.given_by_id != leader.pk or replaces.matter.ref != matter.ref:
        raise Refused(_("只能更正同一领导对同一事项的批示。"))


def _refuse_keeping_out(officer: Officer, matter: Matter) -> None:
    if matter.incident is not None and active_recusal_of(officer, matter.incident) is not None:
        raise Refused(_("%(name)s已回避该事件，不得批示。") % {"name": officer.name})
    if not sees_petition(officer, matter.petition):
        who = {"name": officer.name}
        raise Refused(_("%(name)s无权查看或已回避该信访事项，不得批示。") % who)


def _instructs_by_own_role(officer: Officer) -> bool:
    held = capabilities_of(own_roles_of(officer))
    return officer.is_active and Capability.INSTRUCT in held


def _on_behalf(officer: Officer, now: datetime) -> str:
    """Say in whose place an officer instructs; empty by a role of his own."""
    if _instructs_by_own_role(officer):
        return ""
    lent = active_delegations(officer.bureau_id, now).filter(
        delegate=officer, role__in=roles_with(Capability.INSTRUCT)
    )
    names = dict.fromkeys(row.principal.name for row in lent.select_related("principal"))
    return (house_text("代行%(names)s职责") % {"names": "、".join(names)})[:80] if names else ""


def _data(row: Instruction) -> dict[str, object]:
    names = [one.name for one in row.addressees.select_related("unit") if one.unit is not None]
    return {
        "leader": row.leader,
        "units": "、".join(names),
        "supervise": row.supervise,
        "content": instruction_hash(row),
        **({"replaces": row.replaces.number} if row.replaces else {}),
    }
