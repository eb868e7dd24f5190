"""Read the table of recipients: whom a report goes to, and what could be added.

In:   a bureau, classes of information.    Out:  rows and recipients.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.organisation.queries import superiors_of
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.severity import Severity
from huiying.policy.procedure.reports import CLASS_OF_SUPERIOR, MatterClass, Way
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.content import (
    Omission,
    Recipient,
    omitted_of,
    recipients_of,
)
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.routing.terms import STRENGTH


def rules_of(bureau_id: int) -> QuerySet[RecipientRule]:
    """Return the table of a bureau, those in use first."""
    rows = RecipientRule.objects.filter(bureau_id=bureau_id)
    return rows.select_related("superior", "unit")


def rules_in_use(bureau_id: int) -> QuerySet[RecipientRule]:
    """Return the rows by which reports go out.

    A body that somebody put out of use stays until two persons take its row out of use.
    """
    return rules_of(bureau_id).filter(active=True)


def superiors_without_rule(bureau_id: int) -> list[Superior]:
    """Return the superior bodies in use with a class that no row of the table names."""
    named = RecipientRule.objects.filter(bureau_id=bureau_id).values("superior_id")
    rows = superiors_of(bureau_id).filter(active=True).exclude(pk__in=named)
    return [row for row in rows if row.kind in CLASS_OF_SUPERIOR]


def classes_of(incident: Incident) -> tuple[MatterClass, ...]:
    """Return the classes that an incident belongs to; people choose among their bodies.

    Whatever was found online is 网络舆情; a grave emergency is 应急管理舆情 too; what is 重大
    also goes to the office of the government.
    """
    found = [MatterClass.ONLINE, MatterClass.PETITIONS]
    if incident.severity and Severity(incident.severity) != Severity.NONE:
        found.append(MatterClass.EMERGENCY)
    if incident.grade_in_force >= Grade.MAJOR:
        found.append(MatterClass.OTHER)
    return tuple(found)


def recipients_for(
    bureau_id: int, classes: Collection[MatterClass], *, grade: int | None
) -> list[Recipient]:
    """Return whom a report of these classes goes to, each body once.

    Of a body with several rows the strongest way and the shortest time count: no added row
    loosens another one.

    Args:
        grade: Of the incident; None = a regular report.
    """
    found: dict[int, Recipient] = {}
    for row in rules_in_use(bureau_id).filter(matter__in=[str(one) for one in classes]):
        if grade is None and not row.periodic:
            continue
        one = as_recipient(row, grade)
        known = found.get(one.superior)
        found[one.superior] = one if known is None else _stricter(known, one)
    return list(found.values())


def _stricter(one: Recipient, other: Recipient) -> Recipient:
    strong = other if STRENGTH[Way(other.way)] > STRENGTH[Way(one.way)] else one
    minutes = [row.minutes for row in (one, other) if row.minutes is not None]
    return replace(strong, minutes=min(minutes, default=None))


def omissions_of(report: Report, recipients: Collection[Recipient]) -> list[Omission]:
    """Return whom the table names for a report and these recipients do not (应报未报).

    Of an incident by the classes and the grade that it has now.
    """
    incident = report.incident.current if report.incident else None
    classes = tuple(MatterClass) if incident is None else classes_of(incident)
    grade = None if incident is None else incident.grade_in_force
    named = {one.superior for one in recipients}
    wanted = recipients_for(report.bureau_id, classes, grade=grade)
    return [
        Omission(one.superior, one.name, one.matter)
        for one in wanted
        if one.superior not in named
    ]


def refuse_unexplained(report: Report, version: ReportVersion) -> None:
    """Refuse a version that leaves out a body without saying so, or without a reason.

    Raises:
        Refused.
    """
    explained = {one.superior for one in omitted_of(version)}
    left = omissions_of(report, recipients_of(version))
    names = "、".join(one.name for one in left if one.superior not in explained)
    if names:
        raise Refused(
            _(
                "应报未报：%(names)s。请在“修改”中列为报送对象，"
                "或写明不报送的理由，由领导一并签发。"
            )
            % {"names": names}
        )


def as_recipient(row: RecipientRule, grade: int | None) -> Recipient:
    """Return a row as whom a report goes to."""
    return Recipient(
        rule=row.pk,
        superior=row.superior_id,
        name=row.superior.name,
        office=row.superior.office,
        matter=row.matter,
        way=row.way,
        unit=row.unit_id,
        unit_name=row.unit.name if row.unit else "",
        minutes=None if grade is None else row.minutes_for(grade),
    )
