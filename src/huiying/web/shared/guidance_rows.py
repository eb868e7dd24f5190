"""A version of guidance as a row, and the one that applies to a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.web.shared.answers import ChangeRow
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ClockFacts
from huiying.work.casework.notices.guidance import guidance_for_notice
from huiying.work.casework.notices.models import Guidance, Notice, NoticeState
from huiying.work.casework.notices.queries import guidance_receipts_of
from huiying.work.responses.core.content import lines_between

GUIDANCE_PARTS = ("agreed_line", "brief", "unknown")


@dataclass(frozen=True, slots=True)
class GuidanceVersion:
    """One version of what is said."""

    version: int
    agreed_line: str
    brief: str
    unknown: str
    note: str
    at: datetime
    by: str
    changes: list[ChangeRow]


@dataclass(frozen=True, slots=True)
class NoticeGuidance:
    """What the unit of a notice has before it."""

    words: GuidanceVersion
    signed_at: datetime | None
    signed_by: str
    signed_before: int  # version, 0 = none
    waits: bool
    clock: ClockFacts | None

    @property
    def version(self) -> int:
        """The number of the version."""
        return self.words.version


def version_row(guidance: Guidance, before: Guidance | None = None) -> GuidanceVersion:
    """Return one version; with what changed when the version before it is given."""
    return GuidanceVersion(
        version=guidance.version,
        agreed_line=guidance.agreed_line,
        brief=guidance.brief,
        unknown=guidance.unknown,
        note=guidance.change_note,
        at=guidance.issued_at,
        by=guidance.issued_by.name,
        changes=_changes(before, guidance) if before else [],
    )


def guidance_of_notice(notice: Notice, now: datetime) -> NoticeGuidance | None:
    """Return what the unit of a notice has before it; None while nothing is said."""
    guidance = guidance_for_notice(notice)
    if guidance is None:
        return None
    receipts = list(guidance_receipts_of(notice))
    own = next((row for row in receipts if row.guidance_id == guidance.pk), None)
    before = next((row.guidance for row in receipts if row.signed_at is not None), None)
    signed = own is not None and own.signed_at is not None
    return NoticeGuidance(
        words=version_row(guidance, None if signed else before),
        signed_at=own.signed_at if own and signed else None,
        signed_by=own.signatory if own else "",
        signed_before=before.version if before and not signed else 0,
        waits=not signed and notice.state == NoticeState.SIGNED,
        clock=clock_facts(own.clock, now) if own and own.clock else None,
    )


def _changes(old: Guidance, new: Guidance) -> list[ChangeRow]:
    words = {
        "agreed_line": _("口径"),
        "brief": _("答问参考"),
        "unknown": _("尚未查明的"),
    }
    return [
        ChangeRow(words[part], lines_between(getattr(old, part), getattr(new, part)))
        for part in GUIDANCE_PARTS
        if getattr(old, part) != getattr(new, part)
    ]
