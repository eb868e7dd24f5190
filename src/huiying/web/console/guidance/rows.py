"""Guidance, its acknowledgements and outside answers as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.guidance_rows import GuidanceVersion, version_row
from huiying.work.casework.notices.models import (
    Agreement,
    Guidance,
    Notice,
    NoticeState,
    OutsideAnswer,
)
from huiying.work.casework.notices.queries import (
    guidance_versions,
    outside_answers_of,
)


@dataclass(frozen=True, slots=True)
class GuidancePanel:
    """What is said now, who signed it, what units answered outside."""

    current: GuidanceVersion | None
    versions: int
    url: str
    units: list[GuidanceUnit]
    answers: list[OutsideAnswerRow]
    departing: list[OutsideAnswerRow]
    acts: list[ActButton]


def guidance_panel(reading: IncidentReading, notices: Sequence[Notice]) -> GuidancePanel:
    """Return the panel of an incident: what is said now, who signed it, what units answered."""
    versions = reading.rows("guidance", guidance_versions)
    current = versions[0] if versions else None
    outside = reading.family_rows("outside", outside_answers_of)
    answers = [answer_row(row, current) for row in outside]
    return GuidancePanel(
        current=version_row(current) if current else None,
        versions=len(versions),
        url=reverse("console:guidance", args=[reading.number]),
        units=[unit_row(notice, current) for notice in current_notices(notices)]
        if current
        else [],
        answers=answers,
        departing=[row for row in answers if row.departs],
        acts=_acts(reading, current, notices),
    )


@dataclass(frozen=True, slots=True)
class GuidanceUnit:
    """Which version a unit signed for."""

    unit: str
    number: str
    signed_version: int
    signed_at: datetime | None
    waits: bool


def unit_row(notice: Notice, current: Guidance | None) -> GuidanceUnit:
    """Return which version a unit signed for, from receipts that were fetched with it."""
    receipts = list(notice.guidance_receipts.all())
    signed = [row for row in receipts if row.signed_at is not None]
    last = max(signed, key=lambda row: row.guidance.version, default=None)
    return GuidanceUnit(
        unit=notice.unit.name,
        number=notice.number,
        signed_version=last.guidance.version if last else 0,
        signed_at=last.signed_at if last else None,
        waits=current is not None and (last is None or last.guidance.version < current.version),
    )


@dataclass(frozen=True, slots=True)
class OutsideAnswerRow:
    """An answer outside beside the version that was in force."""

    id: int
    unit: str
    place: str
    at: datetime
    text: str
    link: str
    word: str
    departs: bool
    departs_how: str
    against: int
    old: bool
    by: str


def answer_row(row: OutsideAnswer, current: Guidance | None) -> OutsideAnswerRow:
    """Return one answer outside beside the version that was in force."""
    against = row.guidance.version if row.guidance else 0
    return OutsideAnswerRow(
        id=row.pk,
        unit=row.unit.name,
        place=row.place,
        at=row.answered_at,
        text=row.text,
        link=row.link,
        word=row.get_agreement_display(),
        departs=row.agreement == Agreement.DEPARTS,
        departs_how=row.departs_how,
        against=against,
        old=bool(current and against != current.version),
        by=row.recorded_by.name,
    )


def current_notices(notices: Sequence[Notice]) -> list[Notice]:
    """Return the newest notice of each unit that has not sent it back, oldest first."""
    newest = {row.unit_id: row for row in notices if row.state != NoticeState.RETURNED}
    return list(newest.values())


def _acts(
    reading: IncidentReading,
    current: Guidance | None,
    notices: Sequence[Notice],
) -> list[ActButton]:
    if reading.is_settled or not reading.may(Capability.NOTIFY):
        return []
    label = _("修订口径…") if current else _("制发口径…")
    acts = [act_button(label, "console:guidance-write", reading.number)]
    if current_notices(notices):
        acts.append(act_button(_("登记对外答复…"), "console:answered-outside", reading.number))
    return acts
