"""先发布后追认: a grave release without the district's own procedure, ratified in time.

In:   a draft of a 较大 or 重大 matter, why it cannot wait for the procedure.
Out:  an absence on record; once published, a request that a leader ratifies or refuses.
Cost: a few writes.

Article 8: such a release follows the procedure of the district's two offices. Its reference is
the rule; that it is missing is recorded, never passed over.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability, Role
from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept_label
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.ask import ask
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.models import SignoffRequest
from huiying.base.signoff.refusals import refused_as
from huiying.policy.deadlines import PROCEDURE_RATIFICATION
from huiying.policy.grade_rules import Grade
from huiying.work.responses.drafting import about_ref, incident_now, record, rewrite
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import Draft

KIND = "procedure"
MOST_CHARS = 400


@transaction.atomic
def note_absence(
    *, draft: Draft, revision: int, reason: str, officer: Officer, now: datetime
) -> None:
    """Record why the release goes out before the procedure was followed.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        CannotAnswer: Without a reason, with a reference, or for a 一般 matter.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(reason.split())[:MOST_CHARS]
    if not reason:
        raise CannotAnswer(_("请写明为什么等不及区委办、政府办机制。"))
    if draft.procedure_ref or draft.answer.incident.grade < Grade.SIGNIFICANT:
        raise CannotAnswer(_("已有机制文号，或不需要文号，不用追认。"))
    rewrite(draft, revision=revision, officer=officer, now=now, procedure_absent=reason)
    record(draft, verb="procedure.absent", officer=officer, now=now, data={"reason": reason})


@transaction.atomic
def begin_ratification(draft: Draft, officer: Officer, now: datetime) -> None:
    """Ask for the ratification of what was just published without the procedure."""
    incident = incident_now(draft.answer.incident)
    grave = Grade(incident.grade) >= Grade.SIGNIFICANT
    if not grave or draft.procedure_ref or not draft.procedure_absent:
        return
    book = book_of(draft.bureau_id, now)
    clock = start_clock(
        bureau_id=draft.bureau_id,
        kind="ratification",
        name="追认",
        rule=book.deadline(PROCEDURE_RATIFICATION),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(draft.bureau_id),
        subject=ClockSubject("incident", incident.number, incident.title, incident.grade),
        holder=Holder(kept_label(Role.LEADER.label)),
        now=now,
    )
    ask(
        bureau_id=draft.bureau_id,
        kind=KIND,
        about_ref=about_ref(draft),
        label=draft.title,
        content_hash=draft.signoff.content_hash if draft.signoff else "",
        officer=officer,
        clock=clock,
        now=now,
        emergency=draft.procedure_absent,
    )
    data = {"reason": draft.procedure_absent, "due": clock.due_at.isoformat()}
    record(draft, verb="procedure.to_ratify", officer=officer, now=now, data=data)


@transaction.atomic
def ratify(
    *, request: SignoffRequest, approve: bool, reason: str, officer: Officer, now: datetime
) -> None:
    """Ratify what was published first, or refuse: the record keeps either.

    A refusal takes nothing back that is public; it is a breach on record.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        CannotAnswer: If he wrote or published it, decided already, or refuses without a reason.
    """
    require(officer, Capability.APPROVE)
    number, _slash, version = request.about_ref.partition("/")
    draft = Draft.objects.select_related("answer__incident__merged_into").get(
        bureau_id=request.bureau_id,
        answer__number=number,
        version=int(version),
        state="PUBLISHED",
    )
    with refused_as(CannotAnswer, Stale):
        decide(
            request=request,
            officer=officer,
            approve=approve,
            reason=reason,
            content_hash=request.content_hash,
            now=now,
            authors=draft.writers,
        )
    verb = "procedure.ratified" if approve else "procedure.not_ratified"
    record(draft, verb=verb, officer=officer, now=now, data={"reason": reason.strip()[:400]})
