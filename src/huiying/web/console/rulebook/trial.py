"""试算: what a draft would have meant for the last 90 days.

In:   an officer, the rules in force, the draft.    Out:  what would differ, for the template.
Cost: see ``trial`` of ``work.incidents``, ``work.closing`` and ``base.clocks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.trial import ChangedOutcome, try_deadlines
from huiying.base.rulebook.queries import calendar_of
from huiying.policy.rulebook.book import RuleBook
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.work.closing.gate.trial import CalmChange, GateTrial, try_gates
from huiying.work.incidents.candidates.grade_trial import GradeChange, GradeTrial, try_grades

DAYS: Final = 90
SHOWN: Final = 50  # lines of each list


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A matter that would differ: in words, or from one grade to another.

    Attributes:
        url: "" = not to be opened.
    """

    title: str
    number: str
    url: str
    words: str = ""
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class TrialList:
    """Matters that would differ in one way, the first of ``total``."""

    label: str
    total: int
    rows: list[TrialRow]


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a draft would have meant.

    Attributes:
        sees: The officer may see incidents; else there are numbers alone.
        part: Only the newest matters were tried.
    """

    days: int
    summary: list[str]
    lists: list[TrialList]
    sees: bool
    part: bool


def trial_of(officer: Officer, old: RuleBook, new: RuleBook, now: datetime) -> TrialResult:
    """Run both trials; who may not see incidents is told numbers alone."""
    since = now - timedelta(days=DAYS)
    grades = try_grades(bureau_id=officer.bureau_id, old=old, new=new, since=since)
    periods = try_deadlines(
        bureau_id=officer.bureau_id,
        old=old,
        new=new,
        calendar=calendar_of(officer.bureau_id),
        since=since,
        now=now,
    )
    calm = try_gates(bureau_id=officer.bureau_id, old=old, new=new, since=since, now=now)
    sees = may(officer, Capability.SEE_INCIDENTS)
    found = {
        _("会定得更高"): [_grade(row, officer) for row in grades.higher],
        _("会定得更低"): [_grade(row, officer) for row in grades.lower],
        _("按时与否会不同"): [_flip(row, officer) for row in periods.flips],
        _("平息与否会不同"): [_calm(row, officer) for row in calm.changes],
    }
    return TrialResult(
        days=DAYS,
        summary=[
            *_summary(grades),
            *_deadline_summary(periods.clocks, periods.shorter, periods.longer, periods.flips),
            *_calm_summary(calm),
        ],
        lists=[
            TrialList(label, len(rows), rows[:SHOWN])
            for label, rows in found.items()
            if rows and sees
        ],
        sees=sees,
        part=not (grades.complete and periods.complete and calm.complete),
    )


def _summary(grades: GradeTrial) -> list[str]:
    if not grades.matters:
        return [_("定级和列入待研判的数值未变，或近 90 天无相关事项。")]
    values = {
        "matters": grades.matters,
        "higher": len(grades.higher),
        "lower": len(grades.lower),
        "off": grades.off_desk,
    }
    sentences = [
        _("%(matters)s 个事项中，%(higher)s 件会建议得更高，%(lower)s 件会更低。") % values
    ]
    if grades.off_desk:
        sentences.append(_("%(off)s 组不再列入待研判。") % values)
    return sentences


def _deadline_summary(
    clocks: int, shorter: int, longer: int, flips: list[ChangedOutcome]
) -> list[str]:
    if not clocks:
        return [_("时限未变，或近 90 天未用到修改的时限。")]
    late = sum(flip.late for flip in flips)
    values = {
        "clocks": clocks,
        "shorter": shorter,
        "longer": longer,
        "late": late,
        "met": len(flips) - late,
    }
    return [
        _("%(clocks)s 项时限涉及修改：缩短 %(shorter)s 项，延长 %(longer)s 项。") % values,
        _("其中 %(late)s 个由按时变为超时，%(met)s 个由超时变为按时。") % values,
    ]


def _calm_summary(trial: GateTrial) -> list[str]:
    """Say what other numbers of the gate mean; nothing when none changed."""
    if not trial.incidents:
        return []
    calm = sum(change.calm for change in trial.changes)
    values = {"open": trial.incidents, "calm": calm, "loud": len(trial.changes) - calm}
    return [
        _(
            "尚未办结的较大以上事件 %(open)s 件中，%(calm)s 件将变为已平息，"
            "%(loud)s 件将变为未平息。"
        )
        % values
    ]


def _calm(change: CalmChange, officer: Officer) -> TrialRow:
    return TrialRow(
        title=change.title,
        number=change.number,
        url=subject_url("incident", change.number, officer),
        words=_("会算平息") if change.calm else _("不再算平息"),
    )


def _grade(change: GradeChange, officer: Officer) -> TrialRow:
    kind = "incident" if change.number else "candidate"
    ref = change.number or str(change.event_id)
    return TrialRow(
        title=change.title,
        number=change.number or _("待研判舆情"),
        url=subject_url(kind, ref, officer),
        old=change.old,
        new=change.new,
    )


def _flip(flip: ChangedOutcome, officer: Officer) -> TrialRow:
    values = {"name": _(flip.name)}
    return TrialRow(
        title=flip.subject_label,
        number=subject_number(flip.subject_kind, flip.subject_ref),
        url=subject_url(flip.subject_kind, flip.subject_ref, officer),
        words=_("%(name)s：会超时") % values if flip.late else _("%(name)s：会按时") % values,
    )
