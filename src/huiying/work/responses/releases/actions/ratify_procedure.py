"""先发布后追认: a grave release without the district's own procedure, ratified in time.

In:   a draft of a 较大 or 重大 matter, why it cannot wait for the procedure.
Out:  an absence on record; once published, a request that a leader ratifies or refuses.
Cost: a few writes.

Article 8: such a release follows the mechanism of the district's two offices. Its review is the
rule; that it is missing is recorded, never passed over.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.time.deadlines import PROCEDURE_RATIFICATION
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.mechanism.standing import needs_mechanism

KIND = "procedure"


@transaction.atomic
def begin_ratification(
    draft: Draft, review: MechanismReview | None, officer: Officer, now: datetime
) -> None:
    """Ask for the ratification of what was just published without the mechanism's review."""
    if review is not None or not needs_mechanism(draft):
        return
    incident = draft.answer.incident.current
    book = book_of(draft.bureau_id, now)
    clock = start_clock(
        bureau_id=draft.bureau_id,
        kind="ratification",
        name="追认",
        rule=book.deadline(PROCEDURE_RATIFICATION),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(draft.bureau_id),
        subject=ClockSubject(
            "incident", incident.number, incident.title, incident.grade_in_force
        ),
        holder=Holder(code=Role.LEADER),
        now=now,
    )
    request_approval(
        bureau_id=draft.bureau_id,
        kind=KIND,
        about_ref=draft.version_number,
        label=draft.title,
        content_hash=draft.signoff.content_hash if draft.signoff else "",
        officer=officer,
        clock=clock,
        now=now,
        emergency=draft.procedure_absent,
    )
    data = {"reason": draft.procedure_absent, "due": clock.due_at.isoformat()}
    record(draft, "procedure.to_ratify", officer, now, **data)


@transaction.atomic
def ratify_procedure(
    request: SignoffRequest, *, approve: bool, reason: str, officer: Officer, now: datetime
) -> None:
    """Ratify what was published first, or refuse: the record keeps either.

    A refusal takes nothing back that is public; it is a breach on record.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        Refused: If he wrote or published it, decided already, or refuses without a reason.
    """
    require(officer, Capability.APPROVE)
    number, _slash, version = request.about_ref.partition("/")
    draft = Draft.objects.select_related("answer__incident__merged_into").get(
        bureau_id=request.bureau_id,
        answer__number=number,
        version=int(version),
        state=DraftState.PUBLISHED,
    )
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
    record(draft, verb, officer, now, reason=reason.strip()[:400])


RATIFICATION_KIND = SignoffKind[SignoffRequest](
    name=KIND,
    content_hash=lambda request: request.content_hash,
    approve=partial(ratify_procedure, approve=True, reason=""),
    send_back=partial(ratify_procedure, approve=False),
)
