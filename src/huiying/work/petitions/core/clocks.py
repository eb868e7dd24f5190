"""Clocks of petitions: how they name their petition, who holds them, how they start.

In:   a petition, a rule, a start.    Out:  the running clock, noted on the petition.
Cost: three writes for a clock.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import office_of
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.time.deadlines import QUESTION_REPLY, SUGGESTION_REPLY, DeadlineRule
from huiying.policy.time.petitions import REGISTRATION
from huiying.work.petitions.core.models import Petition


def petition_subject(petition: Petition) -> ClockSubject:
    """Return how clocks name a petition: by number and kind; its title is not everybody's."""
    kind = PetitionKind(petition.kind).label
    return ClockSubject("petition", petition.number, f"{kind} {petition.number}")


def bureau_holder(bureau_id: int, officer: Officer | None) -> Holder:
    """Return who holds a petition in the bureau: the officer's unit, else the office."""
    unit = officer.unit if officer is not None and officer.unit else office_of(bureau_id)
    return Holder(unit.name, unit=unit) if unit else Holder(code=Role.OFFICE)


def competent_holder(petition: Petition, officer: Officer | None) -> Holder:
    """Return the body that a petition was forwarded to; the bureau's own unit if it was not."""
    unit = petition.competent
    if unit is None:
        return bureau_holder(petition.bureau_id, officer)
    return Holder(unit.name, unit=unit)


def first_rule(bureau_id: int, kind: PetitionKind, now: datetime) -> DeadlineRule:
    """Return the period that begins when a petition comes in.

    The law's 15 days of registration and transfer where legal periods hold (art. 22); the
    bureau's own period of an answer to a question or a suggestion.
    """
    if kind.has_legal_periods:
        return REGISTRATION
    code = QUESTION_REPLY if kind == PetitionKind.QUESTION else SUGGESTION_REPLY
    return book_of(bureau_id, now).deadline(code)


def start_petition_clock(
    petition: Petition,
    rule: DeadlineRule,
    at: datetime,
    holder: Holder,
    now: datetime,
    *,
    subject: ClockSubject | None = None,
) -> Clock:
    """Start the period that counts from now on; the caller has ended the one before.

    Args:
        subject: What the board names, if it is not the petition itself but its incident.

    Raises:
        UnknownYear: If the period leads through a year whose days off are not known.
    """
    petition.clock = start_clock(
        bureau_id=petition.bureau_id,
        kind=rule.code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book_of(petition.bureau_id, now).version),
        starts_at=at,
        calendar=calendar_of(petition.bureau_id),
        subject=subject or petition_subject(petition),
        holder=holder,
        now=now,
    )
    petition.save(update_fields=["clock"])
    return petition.clock
