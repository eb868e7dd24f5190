"""Compare everything that was signed or published with the record; daily, and when asked.

In:   a bureau, heads that somebody saved.
Out:  the verdict on its chain, what differs, alarms and messages to the desk.
Cost: one read of the chain; with ``read_files`` one read of every stored file.

``huiying verify-audit``, ``huiying doctor``, the page of the record and a daily job ask here.
The daily job leaves the content of files to ``check_files``, which reads them turn by turn.
What cannot be read or finished is a difference: it is named, raises the same alarm, and stops
nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import connection, transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.accounts.roles.proof import grant_differences
from huiying.base.audit.actions.append import append
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.anchors import Anchor
from huiying.base.audit.comparisons import compare, unfinished
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.audit.verdict import ChainBreak, Stamp, Verdict, breaks_of_installation, judge
from huiying.base.db.final_rows import missing_protections
from huiying.base.files.proof import file_differences, record_earlier_files
from huiying.base.rulebook.proof import version_differences
from huiying.jobs.upkeep.final_json import final_json_differences
from huiying.jobs.upkeep.record_alarms import end_record_alarms, report_differences
from huiying.jobs.upkeep.timestamps import check_timestamps, stamp_newest_head
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.instructions.proof import instruction_differences
from huiying.work.casework.late_records.proof import late_record_differences
from huiying.work.casework.notices.proof import unit_report_differences
from huiying.work.casework.procedure.proof import minutes_differences, proposal_differences
from huiying.work.casework.supervision.proof import supervision_differences
from huiying.work.casework.verification.proof import finding_differences
from huiying.work.closing.archive.proof import filing_differences
from huiying.work.closing.packets.proof import packet_differences
from huiying.work.closing.retention.proof import deletion_differences
from huiying.work.collection.coverage.proof import exemption_differences
from huiying.work.collection.snapshots.proof import snapshot_differences
from huiying.work.collection.topics.proof import topic_differences
from huiying.work.incidents.grading.proof import grade_differences, objection_differences
from huiying.work.incidents.recusals.proof import incident_recusal_differences
from huiying.work.incidents.situation.proof import situation_differences
from huiying.work.petitions.accusations.proof import accusation_differences
from huiying.work.petitions.erasure.proof import petition_differences
from huiying.work.petitions.recusals.proof import petition_recusal_differences
from huiying.work.prevention.decisions.proof import decision_differences
from huiying.work.prevention.drills.proof import drill_differences
from huiying.work.prevention.plans.proof import plan_differences
from huiying.work.prevention.risks.proof import risk_differences
from huiying.work.prevention.sweeps.proof import sweep_differences
from huiying.work.reports.archive.proof import report_filing_differences
from huiying.work.reports.deliveries.proof import delivery_differences
from huiying.work.reports.drafting.proof import report_text_differences
from huiying.work.reports.routing.proof import routing_differences
from huiying.work.reports.schedules.proof import schedule_differences
from huiying.work.responses.confirmations.proof import confirmation_differences
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Release
from huiying.work.responses.mechanism.proof import review_differences
from huiying.work.responses.outlets.proof import account_differences
from huiying.work.responses.releases.proof import doubts_about, missing_releases
from huiying.work.responses.responders.proof import roster_differences

log = logging.getLogger("huiying.record")
KIND, CHECKED = "audit", "audit.checked"
MOST_NAMED = 20  # differences that the record of a check names
BATCH = 200
Comparison = Callable[[int], Iterable[Reason]]
COMPARISONS: Final[tuple[Comparison, ...]] = (
    petition_differences,
    petition_recusal_differences,
    incident_recusal_differences,
    minutes_differences,
    proposal_differences,
    review_differences,
    confirmation_differences,
    grade_differences,
    objection_differences,
    situation_differences,
    unit_report_differences,
    finding_differences,
    instruction_differences,
    supervision_differences,
    late_record_differences,
    decision_differences,
    plan_differences,
    drill_differences,
    topic_differences,
    snapshot_differences,
    packet_differences,
    exemption_differences,
    filing_differences,
    deletion_differences,
    report_text_differences,
    report_filing_differences,
    routing_differences,
    schedule_differences,
    delivery_differences,
    roster_differences,
    account_differences,
    grant_differences,
    version_differences,
    accusation_differences,
    risk_differences,
    sweep_differences,
    final_json_differences,
)
"""Each yields what differs in a bureau; one that fails stops none of the others."""


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What a check of one bureau found."""

    verdict: Verdict
    differences: tuple[Reason, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.verdict.holds and not self.differences

    @property
    def problems(self) -> tuple[Reason, ...]:
        """Return all that is wrong, the chain first."""
        chain = () if self.verdict.holds else (self.verdict.reason,)
        return (*chain, *self.differences)


def check_bureau(
    bureau_id: int,
    *,
    anchors: Sequence[Anchor] = (),
    stamp: Stamp | None = None,
    read_files: bool = True,
) -> RecordCheck:
    """Check the chain of a bureau, and whatever has a record, against it."""
    verdict = _verdict(bureau_id, anchors, stamp)
    found = _differences(bureau_id, read_files=read_files)
    if found:  # acts go on meanwhile: what differs by them alone does not differ twice
        again = _differences(bureau_id, read_files=read_files)
        found = [one for one in found if one in again]
    return RecordCheck(verdict, tuple(found))


def _verdict(bureau_id: int, anchors: Sequence[Anchor], stamp: Stamp | None) -> Verdict:
    """Judge the chain; one that cannot be read to its end holds nowhere."""
    try:
        return judge(bureau_id=bureau_id, anchors=anchors, stamp=stamp)
    except Exception as error:
        log.exception("the chain of bureau %s could not be read", bureau_id)
        return Verdict(0, "", ChainBreak(1, unfinished("judge", error)), None)


def _differences(bureau_id: int, *, read_files: bool) -> list[Reason]:
    comparisons: dict[str, Comparison] = {
        "release_differences": _release_differences,
        "file_differences": partial(file_differences, read=read_files),
        **{one.__name__: one for one in COMPARISONS},
    }
    return [
        found
        for name, one in comparisons.items()
        for found in compare(name, partial(one, bureau_id))
    ]


def _release_differences(bureau_id: int) -> list[Reason]:
    rows = Release.objects.filter(bureau_id=bureau_id).select_related("answer").order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    found: list[Reason] = []
    for start in range(0, len(keys), BATCH):
        batch = rows.filter(pk__in=keys[start : start + BATCH])
        found += doubts_about(bureau_id, batch).values()
    return [*found, *missing_releases(bureau_id)]


def check_installation() -> list[Reason]:
    """Return what is wrong beyond any one bureau: heads, bureaus, triggers that are missing."""
    return [
        *compare("breaks_of_installation", _breaks_of_installation),
        *compare("missing_protections", _missing_protections),
        *compare("check_timestamps", lambda: check_timestamps().problems),
    ]


def _breaks_of_installation() -> list[Reason]:
    return breaks_of_installation([bureau.pk for bureau in bureaus()])


def _missing_protections() -> list[Reason]:
    lost = missing_protections(connection)
    return [reason("record.triggers_missing", tables=tuple(lost))] if lost else []


def newest_stamp(wrong: Sequence[Reason]) -> Stamp | None:
    """Return the newest timestamp; None when the heads before it do not hold together.

    Args:
        wrong: What ``check_installation`` found.
    """
    return None if wrong else check_timestamps().newest


def freeze_heads(now: datetime) -> int:
    """Freeze the heads of the days that are over; return of how many bureaus."""
    grown = freeze_day_heads(now)
    for bureau_id in grown:
        bump_public_edition(bureau_id)
    return len(grown)


def turn(now: datetime) -> int:
    """Freeze heads, and check each bureau that was not checked today; return how many."""
    freeze_heads(now)
    stamp_newest_head(now)
    due = [bureau for bureau in bureaus() if not _checked_today(bureau, now)]
    if not due:
        return 0
    everywhere = check_installation()
    for bureau in due:
        earlier = compare("record_earlier_files", partial(_record_files, bureau.pk, now))
        _check_daily(bureau, [*everywhere, *earlier], now)
    return len(due)


def _record_files(bureau_id: int, now: datetime) -> tuple[Reason, ...]:
    record_earlier_files(bureau_id, now)
    return ()


def _checked_today(bureau: Bureau, now: datetime) -> bool:
    rows = AuditRecord.objects.filter(bureau_ref=bureau.pk, kind=KIND, ref=bureau.slug)
    last = rows.filter(verb=CHECKED).order_by("-seq").first()
    day = now.astimezone(LOCAL).date()
    return last is not None and last.at.astimezone(LOCAL).date() >= day


def _check_daily(bureau: Bureau, everywhere: Sequence[Reason], now: datetime) -> None:
    """Check, then write: a transaction around the reading would let nobody write meanwhile."""
    problems = [*everywhere, *check_bureau(bureau.pk, read_files=False).problems]
    named = [" ".join([one.code, *_names(one)]) for one in problems]
    with transaction.atomic():
        if problems:
            report_differences(bureau.pk, problems, now)
        else:
            end_record_alarms(bureau.pk, now)
        append(
            bureau_id=bureau.pk,
            actor=MACHINE,
            verb=CHECKED,
            subject=Subject(KIND, bureau.slug, bureau.name),
            now=now,
            data={"differences": len(problems), "named": named[:MOST_NAMED]},
        )


def _names(found: Reason) -> list[str]:
    """Return what a difference names: a number, or a row by its table and key."""
    params = (found.params.get(name, "") for name in ("ref", "table", "row"))
    return [str(one) for one in params if one]
