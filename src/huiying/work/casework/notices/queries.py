"""Read notices and reports.

In:   an incident, a unit, an officer.    Out:  notices with their proofs, what waits for whom.
Cost: one query each, two with proofs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import ClockState
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.notices.models import (
    Guidance,
    GuidanceReceipt,
    Notice,
    NoticeState,
    OutsideAnswer,
    UnitReport,
)
from huiying.work.incidents.core.models import Incident

AWAITING_SIGNATURE = (NoticeState.QUEUED, NoticeState.HANDED_OVER, NoticeState.DELIVERED)


def notices_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Notice]:
    """Return the notices of an incident with units, clocks and proofs, oldest first.

    Args:
        family: ``family_of`` the incident, if it was asked for already; so in all below.
    """
    keys = family or family_of(incident)
    return (
        Notice.objects.filter(bureau_id=incident.bureau_id, incident_id__in=keys)
        .select_related(
            "unit",
            "sent_by",
            "signed_by",
            "notice_clock",
            "receipt_clock",
            "report_clock",
            "rerouted_to",
        )
        .prefetch_related("proofs__recorded_by", "reports__by", "guidance_receipts__guidance")
        .order_by("sent_at")
    )


def standing_notices(incident: Incident) -> QuerySet[Notice]:
    """Return the newest notice of each unit that has not sent it back."""
    family = Notice.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family_of(incident)
    ).exclude(state=NoticeState.RETURNED)
    newer = family.filter(unit=OuterRef("unit"), pk__gt=OuterRef("pk"))
    return family.exclude(Exists(newer)).select_related("unit", "incident").order_by("sent_at")


def guidance_versions(incident: Incident) -> QuerySet[Guidance]:
    """Return every version of the guidance of an incident, newest first."""
    rows = Guidance.objects.filter(bureau_id=incident.bureau_id, incident=incident)
    return rows.select_related("issued_by").order_by("-version")


def guidance_receipts_of(notice: Notice) -> QuerySet[GuidanceReceipt]:
    """Return the versions that the unit of a notice was told of, newest first."""
    return notice.guidance_receipts.select_related("guidance", "signed_by", "clock").order_by(
        "-guidance__version"
    )


def outside_answers_of(
    incident: Incident, family: Sequence[int] = ()
) -> QuerySet[OutsideAnswer]:
    """Return what units answered in their own name, newest first."""
    return (
        OutsideAnswer.objects.filter(
            bureau_id=incident.bureau_id, incident_id__in=family or family_of(incident)
        )
        .select_related("unit", "guidance", "recorded_by")
        .order_by("-answered_at", "-pk")
    )


def notices_to_sign(officer: Officer) -> QuerySet[Notice]:
    """Return the notices that wait for the signature of the officer's unit."""
    if not may(officer, Capability.SIGN) or officer.unit_id is None:
        return Notice.objects.none()
    rows = Notice.objects.filter(bureau_id=officer.bureau_id, state__in=AWAITING_SIGNATURE)
    return (
        rows.filter(unit_id=officer.unit_id)
        .select_related("incident", "notice_clock", "receipt_clock", "unit")
        .order_by("sent_at")
    )


def notices_to_report(officer: Officer) -> QuerySet[Notice]:
    """Return the notices of which the officer's unit owes a report."""
    if not may(officer, Capability.REPORT_BACK) or officer.unit_id is None:
        return Notice.objects.none()
    return all_notices_of(officer.bureau_id).filter(
        unit_id=officer.unit_id, report_clock__state=ClockState.RUNNING
    )


def guidance_to_sign(officer: Officer) -> QuerySet[GuidanceReceipt]:
    """Return the new versions of guidance that the officer's unit has to sign for."""
    rows = GuidanceReceipt.objects.filter(
        bureau_id=officer.bureau_id, signed_at__isnull=True, clock__state=ClockState.RUNNING
    )
    if not may(officer, Capability.SIGN) or officer.unit_id is None:
        return rows.none()
    return rows.filter(notice__unit_id=officer.unit_id)


def read_for_a_line(rows: QuerySet[Notice], *clocks: str) -> QuerySet[Notice]:
    """Read of each notice what one line says: its number, the incident's title, these clocks.

    Whole rows with officers, units and incidents took half of the time of a list of twenty.
    """
    return (
        rows.select_related(None)
        .select_related("incident", *clocks)
        .only("number", "incident__title", *clocks)
    )


def clocks_of_waiting_notices(officer: Officer) -> frozenset[int]:
    """Return the keys of the clocks that wait for the unit's signature or report: one query."""
    keys = (
        notices_to_sign(officer)
        .order_by()
        .values_list(Coalesce("receipt_clock_id", "notice_clock_id"))
    )
    owed = notices_to_report(officer).order_by().values_list("report_clock_id")
    guidance = guidance_to_sign(officer).order_by().values_list("clock_id")
    return frozenset(key for (key,) in keys.union(owed, guidance) if key is not None)


def visible_notices(officer: Officer) -> QuerySet[Notice]:
    """Return the notices of the officer's unit; all of the bureau for who may notify."""
    rows = all_notices_of(officer.bureau_id)
    if may(officer, Capability.NOTIFY):
        return rows
    return rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()


def all_notices_of(bureau_id: int) -> QuerySet[Notice]:
    """Return the notices of a bureau with unit, officers and clocks, newest first."""
    rows = Notice.objects.filter(bureau_id=bureau_id)
    return rows.select_related(
        "incident",
        "unit",
        "sent_by",
        "signed_by",
        "notice_clock",
        "receipt_clock",
        "report_clock",
        "rerouted_to",
    ).order_by("-sent_at", "-pk")


def search_notices(
    rows: QuerySet[Notice],
    *,
    words: str = "",
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Notice]:
    """Narrow notices by words in number, unit or incident, by state, by days of sending."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(incident__number__icontains=word)
            | Q(incident__title__icontains=word)
        )
    if state in NoticeState.values:
        rows = rows.filter(state=state)
    if since:
        rows = rows.filter(sent_at__gte=since)
    if until:
        rows = rows.filter(sent_at__lt=until)
    return rows


def waiting_first(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Put what waits for a signature first, then what waits for a report; newest first."""
    guidance = GuidanceReceipt.objects.filter(
        notice=OuterRef("pk"), signed_at__isnull=True, clock__state=ClockState.RUNNING
    )
    reports = Q(
        state=NoticeState.SIGNED,
        report_clock__state=ClockState.RUNNING,
        report_clock__paused_at__isnull=True,
    )
    rank = Case(
        When(Q(state__in=AWAITING_SIGNATURE) | Exists(guidance), then=Value(0)),
        When(reports, then=Value(1)),
        default=Value(2),
    )
    return rows.order_by(rank, "-sent_at", "-pk")


def notices_behind(
    bureau_id: int, since: datetime, until: datetime, unit: int | None = None
) -> QuerySet[Notice]:
    """Return the notices sent in a period, to one unit or to any, the newest first."""
    rows = search_notices(all_notices_of(bureau_id), since=since, until=until)
    return rows if unit is None else rows.filter(unit_id=unit)


def reports_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[UnitReport]:
    """Return what the units reported, oldest first."""
    keys = family or family_of(incident)
    return (
        UnitReport.objects.filter(bureau_id=incident.bureau_id, notice__incident_id__in=keys)
        .select_related("notice__unit", "by")
        .prefetch_related("files__file")
    )


def reports_of_notice(notice: Notice) -> QuerySet[UnitReport]:
    """Return what was reported on one notice, oldest first: two queries."""
    rows = UnitReport.objects.filter(bureau_id=notice.bureau_id, notice=notice)
    return rows.select_related("by").prefetch_related("files")


def notices_to_unit(unit: Unit, incident: Incident) -> QuerySet[Notice]:
    """Return the notices of a matter that a unit got and has not sent back."""
    rows = Notice.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family_of(incident), unit=unit
    )
    return rows.exclude(state=NoticeState.RETURNED)


def newer_notice(notice: Notice) -> Notice | None:
    """Return the notice that took this one's place, as a number: the unit was told again."""
    rows = Notice.objects.filter(
        incident_id__in=family_of(notice.incident.current),
        unit_id=notice.unit_id,
        pk__gt=notice.pk,
    )
    return rows.exclude(state=NoticeState.RETURNED).only("number").order_by("-pk").first()


def notice_by_number(bureau_id: int, number: str) -> Notice | None:
    """Return a notice by its public number (signed links carry bureau and number)."""
    return (
        Notice.objects.filter(bureau_id=bureau_id, number=number)
        .select_related(
            "incident",
            "unit",
            "sent_by",
            "signed_by",
            "notice_clock",
            "receipt_clock",
            "report_clock",
        )
        .first()
    )
