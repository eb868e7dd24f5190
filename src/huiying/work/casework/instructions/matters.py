"""What an instruction or a supervision item is about, whatever kind of row that is.

In:   an incident, a submission, or how the record names another row.    Out:  ``Matter``.
Cost: none; a query when a merged incident is followed.

Incidents, submissions and petitions are pointed at by keys. A row of another app, such as a
report, is addressed by kind and public number, as the record addresses it; whether an officer
may see it, and its page, is said by ``web/console/instructions/subjects.py``.

What is kept of a petition is its number and its kind, never its words: it may be erased, or
turn out to accuse the unit that handles it. Who sees the petition reads its title from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.actions.start import ClockSubject
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.references.models import Reference
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition

INCIDENT, REFERENCE, PETITION = "incident", "reference", "petition"
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter.

    Attributes:
        kind, ref: As the record names the row ("incident", "2026-0412").
        label: In words, without personal data.
        topic: Of the record; what is done to it is shown there.
        grade: Of the incident; None = it has none.
        incident: Whose page shows it; None = it belongs to no incident.
        reference: The submission, if it is about one.
        petition: The petition, if it is about one; who does not see it sees nothing of this.
    """

    bureau_id: int
    kind: str
    ref: str
    label: str
    topic: str
    grade: int | None = None
    incident: Incident | None = None
    reference: Reference | None = None
    petition: Petition | None = None

    def columns(self) -> dict[str, object]:
        """Return it as columns of ``AboutMatter``."""
        return {
            "incident": self.incident,
            "reference": self.reference,
            "petition": self.petition,
            "subject_kind": self.kind,
            "subject_ref": self.ref,
            "subject_label": self.label[:LONGEST_LABEL],
            "subject_topic": self.topic,
        }

    @property
    def title(self) -> str:
        """Return it as the title of a message: of a petition with its number."""
        return f"{self.ref} {self.label}" if self.petition is not None else self.label

    def clock_subject(self, number: str) -> ClockSubject:
        """Return what a clock of a supervision item is about: the incident, else the item."""
        if self.incident is not None:
            return clock_subject(self.incident)
        return ClockSubject("supervision", number, self.title[:LONGEST_LABEL], self.grade)


def matter_of_incident(incident: Incident) -> Matter:
    """Return an incident as a matter; after a merge, what it has become."""
    row = incident.current
    return Matter(
        bureau_id=row.bureau_id,
        kind=INCIDENT,
        ref=row.number,
        label=row.title,
        topic=row.audit_topic,
        grade=row.grade,
        incident=row,
    )


def matter_of_reference(reference: Reference) -> Matter:
    """Return a submission as a matter, shown with the incident that it is bound to."""
    incident = reference.incident.current
    return Matter(
        bureau_id=reference.bureau_id,
        kind=REFERENCE,
        ref=reference.number,
        label=reference.label,
        topic=incident.audit_topic,
        grade=incident.grade,
        incident=incident,
        reference=reference,
    )


def matter_of_petition(petition: Petition) -> Matter:
    """Return a petition as a matter: by number and kind, shown on its own page alone."""
    subject, kind = petition.audit_subject(), house_text(PetitionKind(petition.kind).label)
    return Matter(
        bureau_id=petition.bureau_id,
        kind=PETITION,
        ref=petition.number,
        label=house_text("信访事项（%(kind)s）") % {"kind": kind},
        topic=subject.topic,
        petition=petition,
    )


def matter_of_subject(
    bureau_id: int, subject: Subject, *, incident: Incident | None = None
) -> Matter:
    """Return a row of another app as a matter, as its ``audit_subject`` names it.

    Args:
        subject: Its label must hold no personal data, and it must be no accusation (检举控告).
        incident: The one that the row is about, whose page shows it too; after a merge, what
            it has become. None = the row is about no incident.
    """
    topic = subject.topic or f"{subject.kind}:{subject.ref}"
    return Matter(
        bureau_id=bureau_id,
        kind=subject.kind,
        ref=subject.ref,
        label=subject.label,
        topic=topic,
        grade=incident.current.grade if incident is not None else None,
        incident=incident.current if incident is not None else None,
    )
