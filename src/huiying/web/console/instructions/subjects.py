"""Which rows can be instructed, and how a screen gets each: the hook for further kinds.

A further kind is one line: its kind as the record names it, how an officer obtains it, and the
name of its page. ``matter`` returns ``matter_of_subject`` there, as for reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.jobs import clock
from huiying.web.console.shared.incident_parts import incident_url, part_url
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.instructions.matters import (
    INCIDENT,
    PETITION,
    REFERENCE,
    Matter,
    matter_of_incident,
    matter_of_petition,
    matter_of_reference,
    matter_of_subject,
)
from huiying.work.casework.references.access import reference_for
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.access import petition_for
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.exchange.access import received_report_for
from huiying.work.reports.exchange.models import ReceivedReport

REPORT: Final = "report"
RECEIVED_REPORT: Final = "received_report"
LONGEST_TITLE: Final = 160


@dataclass(frozen=True)
class InstructedKind:
    """One kind of row.

    Attributes:
        obtain: Access function, of officer, number and ``to``.
        matter: The row → what an instruction on it is about.
        url: The matter → the page on which it is looked at.
        for_all: False = only who sees every matter of the bureau opens that page.
    """

    obtain: Callable[..., Any]
    matter: Callable[[Any], Matter]
    url: Callable[[Matter], str]
    for_all: bool = True


def _incident_page(matter: Matter) -> str:
    return part_url(matter.ref, "instructions")


def _reference_page(matter: Matter) -> str:
    return part_url(matter.incident.number, "offline") if matter.incident else ""


def _petition(officer: Officer, number: str, *, to: Capability) -> Petition:
    return petition_for(officer, number, to=to, now=clock.now())


def _petition_page(matter: Matter) -> str:
    return reverse("console:petition", args=[matter.ref])


def _matter_of_report(report: Report) -> Matter:
    title = newest_version(report).title[:LONGEST_TITLE]
    subject = replace(report.audit_subject(), label=title)
    return matter_of_subject(report.bureau_id, subject, incident=report.incident)


def _matter_of_received(report: ReceivedReport) -> Matter:
    label = house_text("%(sender)s报送：%(title)s") % {
        "sender": report.subordinate.name,
        "title": report.title[: LONGEST_TITLE - len(report.subordinate.name)],
    }
    return matter_of_subject(report.bureau_id, replace(report.audit_subject(), label=label))


def _report_page(matter: Matter) -> str:
    return reverse("console:report", args=[matter.ref])


def _received_page(matter: Matter) -> str:
    return reverse("console:received-report", args=[matter.ref])


INSTRUCTED_KINDS: dict[str, InstructedKind] = {
    INCIDENT: InstructedKind(incident_for, matter_of_incident, _incident_page),
    REFERENCE: InstructedKind(reference_for, matter_of_reference, _reference_page),
    PETITION: InstructedKind(_petition, matter_of_petition, _petition_page),
    REPORT: InstructedKind(report_for, _matter_of_report, _report_page, for_all=False),
    RECEIVED_REPORT: InstructedKind(
        received_report_for, _matter_of_received, _received_page, for_all=False
    ),
}


def matter_url(matter: Matter, reader: Officer | None = None) -> str:
    """Return the page of a matter; "" = its kind has none here, or none for this reader.

    Args:
        reader: None = one of those who may instruct.
    """
    kind = INSTRUCTED_KINDS.get(matter.kind)
    if kind is not None and (kind.for_all or reader is None or sees_all_units(reader)):
        return kind.url(matter)
    return incident_url(matter.incident.number) if matter.incident is not None else ""


def matter_words(matter: Matter) -> str:
    """Return number and title of a matter, for who sees it; of a petition its working title."""
    title = matter.petition.shown_title if matter.petition is not None else ""
    return f"{matter.ref} {title or matter.label}"
