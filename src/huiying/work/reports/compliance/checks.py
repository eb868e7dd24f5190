"""What is missing, computed from the rows of a bureau; nobody enters a gap or takes one away.

In:   a bureau, days, the moment.    Out:  one ``Missing`` a gap, in plain words.
Cost: one or two queries a check.

A gap names a matter, a unit, a role or a time, never a person. Checks that ask how things stand
(roles, sources, rules) say so of now, and are asked only when the days reach to now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.accounts.roster.queries import shifts_within
from huiying.base.audit.models import AuditRecord
from huiying.base.rulebook.queries import book_of
from huiying.policy.closing.breaches import BreachState
from huiying.policy.core.standing import Standing
from huiying.policy.monitoring.coverage import CoverageState
from huiying.policy.time.patrols import SlotState
from huiying.policy.time.spans import Span, uncovered
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.reviews.queries import risks_of
from huiying.work.collection.coverage.queries import coverage_of
from huiying.work.collection.patrols.queries import slots_within
from huiying.work.collection.sources.models import SourceGap
from huiying.work.collection.sources.queries import source_health_strip
from huiying.work.petitions.petitions.queries import last_received_at
from huiying.work.prevention.plans.queries import plans_of
from huiying.work.prevention.risks.queries import all_risks, overdue_risks, ownerless_risks
from huiying.work.prevention.sweeps.queries import newest_sweep
from huiying.work.responses.contact_details.queries import contact_details_of
from huiying.work.responses.responders.queries import public_roster

LEADING = (Role.LEADER, Role.DEPUTY, Role.OFFICE, Role.DUTY_OFFICER, Role.SPOKESPERSON)
"""Roles without which the regulation's steps stand still."""
RECORD_CHECKED = "audit.checked"


class Check(StrEnum):
    """A check; the value is its part of an address."""

    RULES_TO_CONFIRM = "rules-to-confirm"
    LESSONS_LATE = "lessons-late"
    NO_CONTACT_DETAILS = "no-contact-details"
    NO_RESPONDERS = "no-responders"
    VACANT_ROLES = "vacant-roles"
    NOBODY_ON_DUTY = "nobody-on-duty"
    SOURCES_FAILING = "sources-failing"
    PATROLS_MISSED = "patrols-missed"
    SOURCE_GAPS = "source-gaps"
    BREACHES_UNEXPLAINED = "breaches-unexplained"
    COVERAGE_GAPS = "coverage-gaps"
    NO_SWEEP = "no-sweep"
    RISKS_UNREVIEWED = "risks-unreviewed"
    RISKS_WITHOUT_OWNER = "risks-without-owner"
    PLANS_UNREVIEWED = "plans-unreviewed"
    RECORD_DIFFERS = "record-differs"


OPEN_QUESTIONS = frozenset({Check.RULES_TO_CONFIRM})
"""What waits for the bureau's word and is no gap."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing.

    Attributes:
        at: Since when, or when; None = it is so now.
        kind, ref: What it is about; a page may be found by them.
    """

    words: str
    at: datetime | None = None
    kind: str = ""
    ref: str = ""


def days_to_check(bureau: Bureau, days: Span, now: datetime) -> Span | None:
    """Return what of some days is over and fell into the time of the bureau, None = nothing."""
    first, last = max(days.starts_at, bureau.created_at), min(days.ends_at, now)
    return Span(first, last) if first < last else None


def find_missing(check: Check, bureau: Bureau, days: Span, now: datetime) -> list[Missing]:
    """Return what a check finds in some days, the newest first."""
    past = days_to_check(bureau, days, now)
    if past is None or (check in _NOW and days.ends_at < now):
        return []
    return _CHECKS[check](bureau.pk, past, now)


def _rules_to_confirm(bureau_id: int, _days: Span, now: datetime) -> list[Missing]:
    rules = book_of(bureau_id, now).deadlines.values()
    return [
        Missing(
            _("“%(rule)s”的期限《制度》未规定，待本局确认") % {"rule": _(rule.name)},
            kind="rule",
            ref=rule.code,
        )
        for rule in rules
        if rule.standing == Standing.TO_CONFIRM
    ]


def _lessons_late(bureau_id: int, days: Span, now: datetime) -> list[Missing]:
    rows = risks_of(bureau_id, state="late", now=now).filter(due_at__lt=days.ends_at)
    return [
        Missing(
            _("%(unit)s的整改事项逾期：%(text)s")
            % {"unit": row.unit.name, "text": row.text[:60]},
            row.due_at,
            "review",
            row.review.number,
        )
        for row in rows
    ]


def _no_contact_details(bureau_id: int, _days: Span, _now: datetime) -> list[Missing]:
    if contact_details_of(bureau_id).pk:
        return []
    return [Missing(_("未公布本局联系方式"), kind="contact_details")]


def _no_responders(bureau_id: int, _days: Span, _now: datetime) -> list[Missing]:
    if public_roster(bureau_id):
        return []
    return [Missing(_("公开名单上没有回应人员"), kind="responders")]


def _vacant_roles(bureau_id: int, _days: Span, _now: datetime) -> list[Missing]:
    vacant = [role for role in LEADING if not holders_of(bureau_id, role).exists()]
    return [
        Missing(_("“%(role)s”无人担任") % {"role": role.label}, kind="role", ref=role)
        for role in vacant
    ]


def _nobody_on_duty(bureau_id: int, days: Span, _now: datetime) -> list[Missing]:
    shifts = list(shifts_within(bureau_id, days))
    if not shifts:
        return [Missing(_("这段时间没有排班"), days.starts_at, "roster")]
    first = min(row.span for row in shifts).starts_at
    known = Span(max(days.starts_at, first), days.ends_at)
    holes = uncovered((row.span for row in shifts), known)
    return [
        Missing(
            _("%(from)s 至 %(to)s 无人值班")
            % {"from": _minute(hole.starts_at), "to": _minute(hole.ends_at)},
            hole.starts_at,
            "roster",
        )
        for hole in reversed(holes)
    ]


def _sources_failing(bureau_id: int, _days: Span, now: datetime) -> list[Missing]:
    strip = source_health_strip(bureau_id, now)
    return [
        Missing(condition.what, source.last_ok_at, "source", str(source.pk))
        for source, condition in strip.bad
    ]


def _patrols_missed(bureau_id: int, days: Span, now: datetime) -> list[Missing]:
    return [
        Missing(
            _("“%(plan)s” %(time)s 的巡查没有记录")
            % {"plan": one.plan.name, "time": _minute(one.slot.at)},
            one.slot.at,
            "patrol",
        )
        for one in slots_within(bureau_id, days, now)
        if one.state is SlotState.MISSED
    ]


def _source_gaps(bureau_id: int, days: Span, _now: datetime) -> list[Missing]:
    rows = SourceGap.objects.filter(bureau_id=bureau_id, from_at__lt=days.ends_at)
    still = Q(until_at__isnull=True) | Q(until_at__gte=days.starts_at)
    return [
        Missing(
            _("“%(source)s” %(from)s 至 %(to)s 采集不全，其间可能漏收")
            % {
                "source": row.source.name,
                "from": _minute(row.from_at),
                "to": _minute(row.until_at) if row.until_at else _("现在"),
            },
            row.from_at,
            "source",
            str(row.source_id),
        )
        for row in rows.filter(still).select_related("source").order_by("-from_at")
    ]


def _breaches_unexplained(bureau_id: int, days: Span, _now: datetime) -> list[Missing]:
    rows = Breach.objects.filter(
        bureau_id=bureau_id,
        state=BreachState.OPEN,
        found_at__gte=days.starts_at,
        found_at__lt=days.ends_at,
    )
    return [
        Missing(
            _("%(unit)s %(step)s：待说明") % {"unit": row.unit_label, "step": _(row.step)},
            row.found_at,
            "breach",
            row.number,
        )
        for row in rows.order_by("-found_at", "-pk")
    ]


def _coverage_gaps(bureau_id: int, _days: Span, now: datetime) -> list[Missing]:
    received = {"letters": last_received_at(bureau_id)}
    return [
        Missing(
            _("“%(kind)s”没有监测") % {"kind": _(row.kind.label)},
            kind="coverage",
            ref=row.kind.code,
        )
        for row in coverage_of(bureau_id, now, received).kinds
        if row.state is CoverageState.GAP
    ]


def _no_sweep(bureau_id: int, _days: Span, _now: datetime) -> list[Missing]:
    if newest_sweep(bureau_id) is not None:
        return []
    return [Missing(_("尚未开展风险梳理"), kind="sweeps")]


def _risks_unreviewed(bureau_id: int, _days: Span, now: datetime) -> list[Missing]:
    return [
        Missing(
            _("“%(title)s”应于 %(day)s 复核")
            % {"title": row.title, "day": row.next_review.isoformat()},
            kind="risk",
            ref=row.number,
        )
        for row in overdue_risks(all_risks(bureau_id), now)
    ]


def _risks_without_owner(bureau_id: int, _days: Span, _now: datetime) -> list[Missing]:
    return [
        Missing(
            _("“%(title)s”的责任人已离岗") % {"title": row.title}, kind="risk", ref=row.number
        )
        for row in ownerless_risks(bureau_id)
    ]


def _plans_unreviewed(bureau_id: int, _days: Span, now: datetime) -> list[Missing]:
    rows = plans_of(bureau_id).filter(due__lt=now.astimezone(LOCAL).date())
    return [
        Missing(
            _("预案“%(title)s”应于 %(day)s 复核")
            % {"title": row.title, "day": row.due.isoformat()},
            kind="plan",
            ref=row.number,
        )
        for row in rows
    ]


def _record_differs(bureau_id: int, days: Span, _now: datetime) -> list[Missing]:
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id,
        verb=RECORD_CHECKED,
        at__gte=days.starts_at,
        at__lt=days.ends_at,
    )
    return [
        Missing(
            _("每日核对发现 %(count)s 处与审计记录不一致") % {"count": row.data["differences"]},
            row.at,
            "record",
        )
        for row in rows.order_by("-seq")
        if row.data.get("differences")
    ]


def _minute(at: datetime) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M")


_NOW = frozenset(
    {
        Check.RULES_TO_CONFIRM,
        Check.NO_CONTACT_DETAILS,
        Check.NO_RESPONDERS,
        Check.VACANT_ROLES,
        Check.SOURCES_FAILING,
        Check.COVERAGE_GAPS,
        Check.NO_SWEEP,
        Check.RISKS_UNREVIEWED,
        Check.RISKS_WITHOUT_OWNER,
        Check.PLANS_UNREVIEWED,
    }
)
_CHECKS: Mapping[Check, Callable[[int, Span, datetime], list[Missing]]] = {
    Check.RULES_TO_CONFIRM: _rules_to_confirm,
    Check.LESSONS_LATE: _lessons_late,
    Check.NO_CONTACT_DETAILS: _no_contact_details,
    Check.NO_RESPONDERS: _no_responders,
    Check.VACANT_ROLES: _vacant_roles,
    Check.NOBODY_ON_DUTY: _nobody_on_duty,
    Check.SOURCES_FAILING: _sources_failing,
    Check.PATROLS_MISSED: _patrols_missed,
    Check.SOURCE_GAPS: _source_gaps,
    Check.BREACHES_UNEXPLAINED: _breaches_unexplained,
    Check.COVERAGE_GAPS: _coverage_gaps,
    Check.NO_SWEEP: _no_sweep,
    Check.RISKS_UNREVIEWED: _risks_unreviewed,
    Check.RISKS_WITHOUT_OWNER: _risks_without_owner,
    Check.PLANS_UNREVIEWED: _plans_unreviewed,
    Check.RECORD_DIFFERS: _record_differs,
}
