"""立项督办: ask one unit for an answer by a day, because of an instruction or what is overdue.

In:   an origin, a unit, what is asked, until when.    Out:  an item whose clock runs.
Cost: about ten writes, two more a channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.actions.start import start_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.deadlines import SUPERVISION, due_at
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.clocks import check_due, unit_holder
from huiying.work.casework.core.petitions import refuse_other_unit, refuse_unread
from huiying.work.casework.core.text import MAX_LINE, checked_text
from huiying.work.casework.instructions.matters import (
    Matter,
    matter_of_incident,
    matter_of_petition,
)
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.supervision.content import demand_hash
from huiying.work.casework.supervision.models import EntryKind, Supervision
from huiying.work.casework.supervision.overdue import (
    is_overdue_notice,
    is_overdue_petition,
    is_overdue_task,
)
from huiying.work.casework.supervision.steps import add_entry, record_supervision
from huiying.work.casework.supervision.unit_messages import message_opened
from huiying.work.casework.tasks.steps import incident_of_task
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit
from huiying.work.petitions.core.models import Petition

KIND = "supervision"
UNUSABLE = (InstructionStanding.DISOWNED, InstructionStanding.REPLACED)


@dataclass(frozen=True, slots=True)
class Origin:
    """Why an item is opened: an instruction, a superior's demand, or one thing overdue."""

    instruction: Instruction | None = None
    notice: Notice | None = None
    task: Assignment | None = None
    superior: SuperiorSupervision | None = None
    petition: Petition | None = None

    @property
    def found(
        self,
    ) -> list[Instruction | Notice | Assignment | SuperiorSupervision | Petition]:
        """Return what is given of the five."""
        every = (self.instruction, self.notice, self.task, self.superior, self.petition)
        return [one for one in every if one is not None]

    @property
    def because(self) -> str:
        """Return the number of what it is opened for."""
        return str(self.found[0])

    @property
    def named_due(self) -> datetime | None:
        """Return the day that the instruction or the superior names."""
        if self.superior is not None:
            return self.superior.due_at
        return self.instruction.due_at if self.instruction is not None else None

    @property
    def matter(self) -> Matter:
        """Return what the item will be about."""
        if self.instruction is not None:
            return self.instruction.matter
        if self.notice is not None:
            return matter_of_incident(self.notice.incident)
        if self.superior is not None:
            return self.superior.matter
        if self.petition is not None:
            return matter_of_petition(self.petition)
        assert self.task is not None  # noqa: S101 - one of the five is there
        return matter_of_incident(incident_of_task(self.task))


@transaction.atomic
def open_supervision(
    *,
    origin: Origin,
    unit: Unit,
    demand: str,
    due: datetime | None,
    officer: Officer,
    now: datetime,
) -> Supervision:
    """Open an item and tell its unit, with a signed link.

    Args:
        unit: Of a notice, a task or a petition the unit that has it.
        due: None = the day that the instruction or the superior names, else the length of the
            rule book. A later one takes an extension, which a leader decides.

    Raises:
        PermissionDenied: If the officer does not keep 督办.
        Refused: If the instruction was disowned or corrected, the superior's demand was
            answered or is over, the notice, task or petition is not overdue or is done, the
            unit is not the bureau's, not active or another one, nothing is asked, the day is no
            day of the coming year, later than the instruction names or, where it names none,
            than the rule book sets, the incident is settled, the petition is withdrawn, it asks
            that posts be removed, or accuses somebody.
        Stale: If the unit is asked because of the same origin already.
    """
    require(officer, Capability.SUPERVISE)
    matter = origin.matter
    _check_origin(origin, unit, now)
    if matter.incident is not None and matter.incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除。已办结的，请先重新办理，再督办。"))
    if matter.petition is not None:
        refuse_unread(matter.petition)
        refuse_other_unit(matter.petition, unit)
    if unit.bureau_id != matter.bureau_id or not unit.active:
        raise Refused(_("未找到该单位，或该单位已停用。"))
    words = checked_text(demand, MAX_LINE, _("请填写督办事项。"))
    refuse_removal_request(words)
    refuse_accusation(words)
    until = _due(matter.bureau_id, origin, due, now)
    year = now.astimezone(LOCAL).year
    number = f"D{take_number(bureau_id=matter.bureau_id, kind=KIND, year=year)}"
    row = _insert(
        Supervision(
            bureau_id=matter.bureau_id,
            number=number,
            instruction=origin.instruction,
            notice=origin.notice,
            task=origin.task,
            superior=origin.superior,
            unit=unit,
            demand=words,
            clock=_start_clock(matter, number, unit, until, now),
            opened_at=now,
            opened_by=officer,
            **matter.columns(),
        )
    )
    if matter.incident is not None:
        concern_unit(incident=matter.incident, unit=unit, lead=False)
    add_entry(row, EntryKind.OPENED, officer, now, text=words)
    message_opened(row, now)
    because = origin.because
    data = {"because": because, "hash": demand_hash(row)}
    record_supervision(row, "supervision.opened", officer, now, **data)
    return row


def _insert(row: Supervision) -> Supervision:
    """Write the row; the table decides between two that ask the same unit at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(
            _("已就同一事项督办%(unit)s，无需重复。") % {"unit": row.unit.name}
        ) from error
    return row


def _check_origin(origin: Origin, unit: Unit, now: datetime) -> None:
    if len(origin.found) != 1:
        raise Refused(_("督办须依据一份批示、一件上级督办，或一份超时的通报、交办、信访事项。"))
    if origin.superior is not None and origin.superior.state != SuperiorState.RECEIVED:
        raise Refused(_("该上级督办已反馈、销号或撤销，不能据此立项。"))
    if origin.instruction is not None and origin.instruction.standing in UNUSABLE:
        raise Refused(_("该批示已更正或本人未予确认，不能据此督办。"))
    if origin.notice is not None:
        _check_notice(origin.notice, unit, now)
    if origin.task is not None:
        _check_task(origin.task, unit, now)
    if origin.petition is not None and not is_overdue_petition(origin.petition, now):
        raise Refused(_("该信访事项未超时，或不由单位办理，无须督办。"))


def _check_notice(notice: Notice, unit: Unit, now: datetime) -> None:
    if not is_overdue_notice(notice, now):
        raise Refused(_("该通报未超时或已反馈，无须督办。"))
    if notice.unit_id != unit.pk:
        raise Refused(_("督办单位须为被通报单位。"))


def _check_task(task: Assignment, unit: Unit, now: datetime) -> None:
    if not is_overdue_task(task, now):
        raise Refused(_("该交办未超时或已办结，无须督办。"))
    if task.unit_id != unit.pk:
        raise Refused(_("督办单位须为承办单位。"))


def _due(
    bureau_id: int, origin: Origin, due: datetime | None, now: datetime
) -> datetime | None:
    """Return the day that is set; None = counted by the rule book."""
    named = origin.named_due
    if named is not None and named <= now:
        named = None  # that day is over: another one is set
    until = due or named
    if until is None:
        return None
    check_due(until, now)
    if named is not None:
        if until > named:
            raise Refused(_("督办期限不得晚于批示或上级要求的期限。"))
        return until
    rule = book_of(bureau_id, now).deadline(SUPERVISION)
    last = due_at(now, rule, calendar_of(bureau_id))
    if until > last:
        words = {"day": f"{last.astimezone(LOCAL):%Y-%m-%d %H:%M}"}
        raise Refused(
            _(
                "批示未定期限或期限已过的，督办期限不得晚于规则规定的 %(day)s。"
                "确需延长的，立项后申请延期，由领导批准。"
            )
            % words
        )
    return until


def _start_clock(
    matter: Matter, number: str, unit: Unit, due: datetime | None, now: datetime
) -> Clock:
    book = book_of(matter.bureau_id, now)
    rule = book.deadline(SUPERVISION)
    return start_clock(
        bureau_id=matter.bureau_id,
        kind=KIND,
        name=rule.name,
        rule=rule,
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(matter.bureau_id),
        subject=matter.clock_subject(number),
        holder=unit_holder(unit),
        now=now,
        due=due,
    )
