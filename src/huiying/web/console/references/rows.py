"""References, contacts and promises as rows; nobody is named in any of them.

In:   rows with their clocks, the officer, the moment.    Out:  plain dictionaries.
Cost: no query but what was prefetched; files of promises are read when asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_RECEIPT
from huiying.policy.time.petitions import REGISTRATION, ReviewStep
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.clock_rows import clock_facts, rule_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import file_facts
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.tasks.models import Commitment


def reference_row(row: Reference, officer: Officer, now: datetime) -> dict[str, Any]:
    """Return what an incident is bound to, with the contacts so far."""
    incident = row.incident.current
    contacts = [contact_row(one) for one in row.contacts.all()]
    owed = ReferenceKind(row.origin).owed_an_answer and row.settled_at is None
    return {
        "number": row.number,
        "kind": _(ReferenceKind(row.origin).label),
        "outside": row.outside_number,
        "label": row.label,
        "at": row.bound_at,
        "owed": owed,
        "settled": row.settled_at is not None,
        "unbound": row.unbound_at is not None,
        "reason": row.reason,
        "clock": clock_facts(row.clock, now) if row.clock is not None else None,
        "legal": _legal(row, now),
        "competent": row.competent.name if row.competent is not None else "",
        "result_due": row.result_due,
        "contacts": contacts,
        "last": contacts[-1] if contacts else None,
        "incident": incident.number,
        "title": incident.title,
        "url": f"{reverse('console:incident', args=[incident.number])}#offline",
        "acts": _reference_acts(row, officer),
    }


def contact_row(row: Contact) -> dict[str, Any]:
    """Return one attempt: when, how, with what result, and when the next one was agreed."""
    return {
        "at": row.at,
        "way": _(ContactMethod(row.way).label),
        "outcome": _(ContactOutcome(row.outcome).label),
        "good": not ContactOutcome(row.outcome).needs_next,
        "document": row.document,
        "note": row.note,
        "place": row.place,
        "next_at": row.next_at,
        "by": row.by.name,
    }


def _reference_acts(row: Reference, officer: Officer) -> list[ActButton]:
    if row.unbound_at is not None:
        return []
    found = []
    if may(officer, Capability.CONTACT):
        found.append(_ask(_("登记联系…"), "reference-contact", row.number))
        found += _period_acts(row)
    if _runs(row, PETITION_DECISION) and may(officer, Capability.APPROVE):
        found.append(_ask(_("批准延期…"), "reference-extend", row.number))
    if row.identity_key is not None and may(officer, Capability.REVEAL_IDENTITY):
        found.append(_open(_("看来件人…"), "reference-reveal", row.number))
    if may(officer, Capability.CONTACT):
        found.append(_ask(_("取消绑定…"), "reference-unbind", row.number))
    return found


def _runs(row: Reference, code: str) -> bool:
    clock = row.legal_clock
    return clock is not None and clock.stopped_at is None and clock.rule_code == code


def _period_acts(row: Reference) -> list[ActButton]:
    """Return what comes next in the legal periods of a petition or a visit."""
    if _runs(row, REGISTRATION.code):
        return [_ask(_("登记转送、交办…"), "reference-forward", row.number)]
    if _runs(row, PETITION_RECEIPT):
        accept = _ask(_("登记受理…"), "reference-accept", row.number)
        if row.forwarded_on is None:
            return [accept]
        return [accept, _ask(_("登记职权异议…"), "reference-object", row.number)]
    if row.review_step >= ReviewStep.RE_REVIEW:
        return []
    if row.settled_at is not None and ReferenceKind(row.origin).is_petition:
        return [_ask(_("登记复查、复核申请…"), "reference-review", row.number)]
    return []


def _legal(row: Reference, now: datetime) -> dict[str, Any] | None:
    """Return the legal period of a petition, with a way to its clock's own page."""
    clock = row.legal_clock
    if clock is None:
        return None
    return {
        "name": rule_words(clock.name, clock.amount),
        "basis": _(clock.basis),
        "clock": clock_facts(clock, now),
        "url": reverse("console:clock", args=[clock.pk]),
    }


def promise_row(row: Commitment, officer: Officer, now: datetime) -> dict[str, Any]:
    """Return a public promise: open, kept, or kept late for ever."""
    incident = row.incident.current
    may_keep = row.fulfilled_at is None and may(officer, Capability.CONTACT)
    return {
        "number": row.number,
        "text": row.text,
        "place": row.place,
        "unit": row.unit.name,
        "due_at": row.due_at,
        "clock": clock_facts(row.clock, now),
        "fulfilled_at": row.fulfilled_at,
        "late": row.late,
        "overdue": row.fulfilled_at is None and row.due_at < now,
        "how": row.how,
        "incident": incident.number,
        "title": incident.title,
        "url": f"{reverse('console:incident', args=[incident.number])}#offline",
        "acts": [_ask(_("登记兑现…"), "promise-keep", row.number)] if may_keep else [],
        "files": [],
    }


def with_files(row: dict[str, Any], promise: Commitment) -> dict[str, Any]:
    """Return a promise's row with its files, each read and held to its hash."""
    files = [
        file_facts(piece.file, reverse("console:task-file", args=[piece.pk]), words=piece.words)
        for piece in promise.materials.all()
    ]
    return {**row, "files": files}


def _ask(label: str, name: str, number: str) -> ActButton:
    return act_button(label, f"console:{name}", number)


def _open(label: str, name: str, number: str) -> ActButton:
    return act_button(label, f"console:{name}", number, method="get")
