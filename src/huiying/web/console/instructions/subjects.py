"""Which rows can be instructed, and how a screen gets each: the hook for further kinds.

A report or a petition is added by one line: its kind as the record names it, how an officer
obtains it, and the name of its page. ``matter`` returns ``matter_of_subject`` there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huiying.web.console.shared.incident_parts import incident_url, part_url
from huiying.work.casework.instructions.matters import (
    INCIDENT,
    REFERENCE,
    Matter,
    matter_of_incident,
    matter_of_reference,
)
from huiying.work.casework.references.access import reference_for
from huiying.work.incidents.incidents.access import incident_for


@dataclass(frozen=True)
class InstructedKind:
    """One kind of row.

    Attributes:
        obtain: Access function, of officer, number and ``to``.
        matter: The row → what an instruction on it is about.
        url: The matter → the page on which it is looked at.
    """

    obtain: Callable[..., Any]
    matter: Callable[[Any], Matter]
    url: Callable[[Matter], str]


def _incident_page(matter: Matter) -> str:
    return part_url(matter.ref, "instructions")


def _reference_page(matter: Matter) -> str:
    return part_url(matter.incident.number, "offline") if matter.incident else ""


INSTRUCTED_KINDS: dict[str, InstructedKind] = {
    INCIDENT: InstructedKind(incident_for, matter_of_incident, _incident_page),
    REFERENCE: InstructedKind(reference_for, matter_of_reference, _reference_page),
}


def matter_url(matter: Matter) -> str:
    """Return the page of a matter; "" = its kind has none here."""
    kind = INSTRUCTED_KINDS.get(matter.kind)
    if kind is not None:
        return kind.url(matter)
    return incident_url(matter.incident.number) if matter.incident is not None else ""
