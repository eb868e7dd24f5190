"""Read 督办 between installations: of a report, in sight of an officer, what waits.

In:   an officer, a number, a report.    Out:  rows, the newest first.
Cost: one query each.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.models import Channel, ChannelKind
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedStep,
    IssuedSupervision,
    ReceivedAnswer,
    SuperiorAnswer,
)
from huiying.work.reports.exchange.models import ReceivedReport


def issued_supervisions_of(bureau_id: int) -> QuerySet[IssuedSupervision]:
    """Return what a bureau asked of its subordinates, with all that a line shows of it."""
    rows = IssuedSupervision.objects.filter(bureau_id=bureau_id)
    return rows.select_related(
        "bureau", "report__subordinate", "report__withdrawal", "clock", "drafted_by"
    ).order_by("-drafted_at", "-pk")


def visible_issued(officer: Officer) -> QuerySet[IssuedSupervision]:
    """Return them for who sees every matter; none for who sees one unit alone."""
    rows = issued_supervisions_of(officer.bureau_id)
    return rows if sees_all_units(officer) else rows.none()


def search_issued(
    rows: QuerySet[IssuedSupervision], *, words: str = "", state: str = ""
) -> QuerySet[IssuedSupervision]:
    """Narrow them by words in number, demand, report or subordinate, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(demand__icontains=word)
            | Q(report__number__icontains=word)
            | Q(report__sender_number__icontains=word)
            | Q(report__title__icontains=word)
            | Q(report__subordinate__name__icontains=word)
        )
    return rows.filter(state=state) if state in IssuedState.values else rows


def issued_to_judge(officer: Officer) -> QuerySet[IssuedSupervision]:
    """Return those whose answer waits for the office, and no step of it for its signature."""
    rows = issued_supervisions_of(officer.bureau_id).filter(state=IssuedState.ANSWERED)
    if not may(officer, Capability.SUPERVISE):
        return rows.none()
    waiting = IssuedStep.objects.filter(signed_at__isnull=True, dropped_at__isnull=True)
    return rows.exclude(pk__in=waiting.values("supervision_id")).order_by("due_at", "pk")


def issued_on(report: ReceivedReport) -> QuerySet[IssuedSupervision]:
    """Return what was asked about a report, whichever version of it."""
    rows = issued_supervisions_of(report.bureau_id).filter(
        report__subordinate_id=report.subordinate_id,
        report__sender_number=report.sender_number,
    )
    return rows.order_by("drafted_at", "pk")


def steps_of(row: IssuedSupervision) -> list[IssuedStep]:
    """Return the steps of a 督办, oldest first; also those that were not signed."""
    rows = row.steps.select_related("drafted_by", "signed_by", "signoff", "answer")
    return list(rows.order_by("drafted_at", "pk"))


def waiting_step(row: IssuedSupervision) -> IssuedStep | None:
    """Return the step that waits for its signature."""
    rows = row.steps.filter(signed_at__isnull=True, dropped_at__isnull=True)
    return rows.select_related("signoff", "answer", "drafted_by").first()


def newest_answer(row: IssuedSupervision) -> ReceivedAnswer | None:
    """Return the newest answer of the subordinate."""
    return row.answers.order_by("-version").first()


def issued_of_request(request: SignoffRequest) -> IssuedSupervision | None:
    """Return the 督办 that a request to sign a step is about."""
    rows = IssuedSupervision.objects.filter(steps__signoff=request)
    return rows.select_related("report__subordinate").first()


def answers_of(row: SuperiorSupervision) -> list[SuperiorAnswer]:
    """Return the answers to a superior, oldest first; also those that were not signed."""
    rows = row.answers.select_related("drafted_by", "signed_by", "signoff", "supervision")
    return list(rows.order_by("drafted_at", "pk"))


def waiting_answer(row: SuperiorSupervision) -> SuperiorAnswer | None:
    """Return the answer that waits for its signature."""
    rows = row.answers.filter(signed_at__isnull=True, dropped_at__isnull=True)
    return rows.select_related("signoff", "drafted_by", "supervision").first()


def finished_item(row: SuperiorSupervision) -> Supervision | None:
    """Return the item whose feedback the next answer is drawn from; None = none is closed.

    One that was answered to the superior before does not serve again.
    """
    used = SuperiorAnswer.objects.filter(superior=row, signed_at__isnull=False)
    rows = Supervision.objects.filter(superior=row, state=SupervisionState.CLOSED)
    rows = rows.exclude(pk__in=used.values("supervision_id"))
    return rows.select_related("accepted", "unit").order_by("-closed_at", "-pk").first()


def open_items(row: SuperiorSupervision) -> QuerySet[Supervision]:
    """Return the items of a superior's demand that are not closed."""
    return Supervision.objects.filter(superior=row).exclude(state=SupervisionState.CLOSED)


def channels_to(bureau_id: int, name: str) -> QuerySet[Channel]:
    """Return the confirmed channels to the installation that is called so.

    They belong to the unit of the same name among the agencies.
    """
    rows = Channel.objects.filter(
        bureau_id=bureau_id, kind=ChannelKind.HUIYING, active=True, confirmed=True
    )
    rows = rows.filter(unit__name=name, unit__active=True)
    return rows.select_related("unit").order_by("pk")
