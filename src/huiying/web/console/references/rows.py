"""References, contacts and promises as rows; nobody is named in any of them.

In:   rows with their clocks, the officer, the moment.    Out:  rows of the templates.
Cost: no query but what was prefetched; files of promises are read when asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.kinds import PetitionStage, ReplyKind
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_RECEIPT
from huiying.policy.time.petitions import REGISTRATION, ReviewStep
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.clock_rows import clock_facts, rule_words
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.withdrawals import counts, waits
from huiying.work.casework.tasks.models import Commitment
from huiying.work.petitions.recusals.queries import recused_petition_ids


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One attempt to reach the person concerned; good: nothing more is owed.

    Attributes:
        confirmed: How the second person's confirmation of a withdrawal stands, or "".
    """

    at: datetime
    way: str
    outcome: str
    good: bool
    document: str
    organ: str
    issued_on: date | None
    file_url: str
    note: str
    place: str
    next_at: datetime | None
    by: str
    confirmed: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class LegalPeriod:
    """The legal period of a petition; url: the page of its clock."""

    name: str
    basis: str
    clock: ClockFacts
    url: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """What an incident is bound to, with the contacts so far.

    Attributes:
        owed: An answer is owed still; settled: it was given; unbound: it is bound no more.
        joined: Address of the page of the petition that was sent in here; "" = elsewhere.
        clock: Of the next contact.
        competent: The body that a petition was transferred to; result_due: its report.
        incident, title, url: What it is bound to.
    """

    number: str
    kind: str
    outside: str
    label: str
    owed: bool
    settled: bool
    joined: str
    unbound: bool
    reason: str
    clock: ClockFacts | None
    legal: LegalPeriod | None
    competent: str
    result_due: date | None
    contacts: list[ContactRow]
    last: ContactRow | None
    incident: str
    title: str
    url: str
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A public promise: open, kept, or kept late for ever; files: where they are shown."""

    number: str
    text: str
    place: str
    unit: str
    due_at: datetime
    clock: ClockFacts
    fulfilled_at: datetime | None
    late: bool
    overdue: bool
    how: str
    incident: str
    title: str
    url: str
    acts: list[ActButton]
    files: Sequence[FileFacts] = ()


def reference_row(row: Reference, officer: Officer, now: datetime) -> ReferenceRow:
    """Return what an incident is bound to, with the contacts so far."""
    incident = row.incident.current
    contacts = [contact_row(one, officer) for one in row.contacts.all()]
    petition = row.petition
    diverted = petition is not None and petition.diverted_at is not None
    competent = petition.competent if petition is not None and not diverted else None
    settled = row.settled_at is not None or (
        petition is not None and petition.settled_at is not None
    )
    owed = ReferenceKind(row.origin).owed_an_answer and not settled
    return ReferenceRow(
        number=row.number,
        kind=_(ReferenceKind(row.origin).label),
        outside="" if diverted else row.outside_number,
        label=_reference_label(row, officer),
        owed=owed,
        settled=settled,
        joined="" if diverted else _joined(row),
        unbound=row.unbound_at is not None,
        reason=row.reason,
        clock=clock_facts(row.clock, now) if row.clock is not None else None,
        legal=None if diverted else _legal(row, now),
        competent=competent.name if competent is not None else "",
        result_due=petition.result_due if petition is not None and not diverted else None,
        contacts=contacts,
        last=contacts[-1] if contacts else None,
        incident=incident.number,
        title=incident.title,
        url=part_url(incident.number, "offline"),
        acts=[]
        if diverted or row.petition_id in recused_petition_ids(officer)
        else _reference_acts(row, officer),
    )


def _reference_label(row: Reference, officer: Officer) -> str:
    """Return what a reference is about; of an erased petition only that it was erased."""
    if row.petition is None:
        return row.label
    if row.petition_id in recused_petition_ids(officer):
        return _("您已回避该信访事项")
    if row.petition.diverted_at is not None:
        return _("转办中")
    return _("已依法删除") if row.petition.erased_at is not None else row.label


def contact_row(row: Contact, officer: Officer | None = None) -> ContactRow:
    """Return one attempt: when, how, with what result, and when the next one was agreed.

    Args:
        officer: Who is led to the confirmation of a withdrawal, if it waits and he may.
    """
    waiting = waits(row) and officer is not None and may(officer, Capability.CONTACT)
    number = row.reference.number
    return ContactRow(
        at=row.at,
        way=_(ContactMethod(row.way).label),
        outcome=_(ContactOutcome(row.outcome).label),
        good=not ContactOutcome(row.outcome).needs_next and counts(row),
        document=row.document,
        organ=row.organ,
        issued_on=row.issued_on,
        file_url=reverse("console:reference-opinion", args=[row.pk])
        if row.file_id is not None
        else "",
        note=row.note,
        place=row.place,
        next_at=row.next_at,
        by=row.by.name,
        confirmed=_confirmed(row),
        confirm_url=reverse("console:reference-withdrawal", args=[number]) if waiting else "",
    )


def _confirmed(row: Contact) -> str:
    request = row.signoff
    if request is None:
        return ""
    if request.decided_by is None:
        return _("待第二人核签，期限继续计算") if waits(row) else _("未经核签，不生效")
    names = {"who": request.decided_by.name, "reason": request.reason}
    if request.decision == Decision.APPROVED:
        return _("%(who)s核签") % names
    return _("%(who)s未予核签：%(reason)s") % names


def _reference_acts(row: Reference, officer: Officer) -> list[ActButton]:
    if row.unbound_at is not None:
        return []
    found = []
    if may(officer, Capability.CONTACT):
        found.append(_ask(_("登记联系…"), "reference-contact", row.number))
        found += _period_acts(row)
    if _runs(row, PETITION_DECISION) and may(officer, Capability.HANDLE_PETITIONS):
        found.append(_extension(row))
    if may(officer, Capability.INSTRUCT):
        found.append(_ask(_("批示…"), "instruct-reference", row.number))
    if may(officer, Capability.SUPERVISE):
        found.append(_ask(_("登记领导批示…"), "instruction-enter-reference", row.number))
    if row.identity_key is not None and may(officer, Capability.REVEAL_IDENTITY):
        found.append(_open(_("查看来件人…"), "reference-reveal", row.number))
    if may(officer, Capability.CONTACT):
        found.append(_ask(_("取消关联…"), "reference-unbind", row.number))
    return found


def _extension(row: Reference) -> ActButton:
    """Lead to the letter of an extension: drafted by who handles it, signed by a leader."""
    address = (row.petition.number if row.petition else "", str(ReplyKind.EXTENSION))
    return act_button(_("申请延期…"), "console:petition-draft", *address, method="get")


def _joined(row: Reference) -> str:
    """Return the page of a petition that was sent in here, not registered from elsewhere."""
    petition = row.petition
    if petition is None or petition.number != row.outside_number:
        return ""
    return reverse("console:petition", args=[petition.number])


def _runs(row: Reference, code: str) -> bool:
    clock = row.legal_clock
    return clock is not None and clock.stopped_at is None and clock.rule_code == code


def _period_acts(row: Reference) -> list[ActButton]:
    """Return what comes next in the legal periods of a petition or a visit."""
    if _runs(row, REGISTRATION.code):
        return [_ask(_("登记转送、交办…"), "reference-forward", row.number)]
    if _runs(row, PETITION_RECEIPT):
        accept = _ask(_("登记受理…"), "reference-accept", row.number)
        if row.petition is None or row.petition.forwarded_on is None:
            return [accept]
        return [accept, _ask(_("登记职权异议…"), "reference-object", row.number)]
    petition = row.petition
    if petition is None or petition.review_step >= ReviewStep.RE_REVIEW:
        return []
    if petition.stage == PetitionStage.ANSWERED:
        return [_ask(_("登记复查、复核申请…"), "reference-review", row.number)]
    return []


def _legal(row: Reference, now: datetime) -> LegalPeriod | None:
    """Return the legal period of a petition, with a way to its clock's own page."""
    clock = row.legal_clock
    if clock is None:
        return None
    return LegalPeriod(
        name=rule_words(clock.name, clock.amount),
        basis=_(clock.basis),
        clock=clock_facts(clock, now),
        url=reverse("console:clock", args=[clock.pk]),
    )


def promise_row(row: Commitment, officer: Officer, now: datetime) -> PromiseRow:
    """Return a public promise: open, kept, or kept late for ever."""
    incident = row.incident.current
    may_keep = row.fulfilled_at is None and may(officer, Capability.CONTACT)
    return PromiseRow(
        number=row.number,
        text=row.text,
        place=row.place,
        unit=row.unit.name,
        due_at=row.due_at,
        clock=clock_facts(row.clock, now),
        fulfilled_at=row.fulfilled_at,
        late=row.late,
        overdue=row.fulfilled_at is None and row.due_at < now,
        how=row.how,
        incident=incident.number,
        title=incident.title,
        url=part_url(incident.number, "offline"),
        acts=[_ask(_("登记兑现…"), "promise-keep", row.number)] if may_keep else [],
    )


def with_files(row: PromiseRow, promise: Commitment) -> PromiseRow:
    """Return a promise's row with its files, each read and held to its hash."""
    files = [
        file_facts(piece.file, reverse("console:task-file", args=[piece.pk]), words=piece.words)
        for piece in promise.materials.all()
    ]
    return replace(row, files=files)


def _ask(label: str, name: str, number: str) -> ActButton:
    return act_button(label, f"console:{name}", number)


def _open(label: str, name: str, number: str) -> ActButton:
    return act_button(label, f"console:{name}", number, method="get")
