"""The facts for the closing conditions of incidents, read for many at once.

In:   incidents of one bureau, the moment.    Out:  ``policy.closing.OnRecord`` by incident.
Cost: a constant number of queries for 500 incidents; posts are counted only of those that were
      spoken of in the last 24 hours.

What was merged into an incident counts as its own. After a reopening only what came since
counts: the matter is solved and answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Substr

from huiying.base.clocks.queries import running_clocks
from huiying.policy.closing.gate import ClosingRecord, Mentions, has_material
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import (
    DutyGround,
    ResponseValue,
    keeps_response_clock,
)
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.offline import ReferenceKind
from huiying.work.casework.notices.delivery import merged_notice_clocks
from huiying.work.casework.notices.models import Notice, NoticeState, ReportFile, UnitReport
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.references.models import Reference
from huiying.work.casework.references.queries import ORIGINS_OWED_ANSWER, UNANSWERED
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.tasks.assignees import SETTLED_STATES
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.casework.verification.models import DocketState, ServedIncident
from huiying.work.closing.core.models import Closing
from huiying.work.closing.core.related_rows import ROW_KINDS, RelatedRows
from huiying.work.closing.gate.mentions import MentionWindow, mention_window, mentions_of
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.clocks import NOTICE, PRESS, RESPONSE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import ValueDecision
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState
from huiying.work.responses.core.models import Release

BATCH = 500


@dataclass(slots=True)
class _Facts:
    """What was found of one incident so far."""

    since: datetime | None = None  # it was reopened then
    notified: dict[int, datetime] = field(default_factory=dict)  # unit → its newest notice's
    undelivered: set[int] = field(default_factory=set)  # units
    returned: int = 0  # notices that were returned and not sent on
    reported: dict[int, datetime] = field(default_factory=dict)  # unit → its newest report
    material: bool = False
    unverified: int = 0
    open_tasks: int = 0
    open_supervisions: int = 0
    broken_promises: int = 0
    open_references: int = 0
    open_petitions: int = 0
    owed: bool = True
    answered: bool = False
    answer_runs: bool = False
    notice_runs: bool = False
    rise_waits: bool = False

    @property
    def unreported(self) -> int:
        """The units that have not reported since they were last notified."""
        return sum(
            unit not in self.reported or self.reported[unit] < sent
            for unit, sent in self.notified.items()
        )

    def counts(self, at: datetime) -> bool:
        """Tell whether something of a moment counts for the present closing."""
        return self.since is None or at > self.since


def gate_facts_of(
    incidents: Sequence[Incident],
    now: datetime,
    *,
    posts: PostReading | None = None,
    related: RelatedRows | None = None,
) -> dict[int, ClosingRecord]:
    """Return what is on record of incidents of one bureau, by their key.

    Args:
        posts: What a page reads of the posts of the one incident that is asked for.
        related: What kinds of rows there are about that incident.
    """
    found: dict[int, ClosingRecord] = {}
    if not incidents:
        return found
    day = mention_window(
        incidents[0].bureau_id,
        now,
        rules=posts.book(now).gates if posts else None,
        volume=posts.volume if posts else None,
    )
    for start in range(0, len(incidents), BATCH):
        part = incidents[start : start + BATCH]
        found |= _facts_of_batch(part, related, now, day, posts)
    return found


def _facts_of_batch(
    incidents: Sequence[Incident],
    related: RelatedRows | None,
    now: datetime,
    day: MentionWindow,
    posts: PostReading | None,
) -> dict[int, ClosingRecord]:
    if related is None:
        root, kinds = (
            merged_roots([incident.pk for incident in incidents]),
            frozenset(ROW_KINDS),
        )
    else:
        root, kinds = dict.fromkeys(related.family, incidents[0].pk), related.kinds
    facts = {incident.pk: _Facts() for incident in incidents}
    if "closings" in kinds:
        _add_reopenings(facts)
    for kind, add in FACT_READERS:
        if kind in kinds:
            add(facts, root)
    if "promises" in kinds:
        _add_promises(facts, root, now)
    _add_values(facts, incidents)
    _add_running_clocks(facts, incidents)
    mentions = mentions_of(incidents, day, posts.by_hour if posts else None)
    return {
        incident.pk: _as_record(incident, facts[incident.pk], mentions[incident.pk])
        for incident in incidents
    }


def _as_record(incident: Incident, facts: _Facts, mentions: Mentions) -> ClosingRecord:
    return ClosingRecord(
        grade=Grade(incident.grade_in_force),
        rise_waits=facts.rise_waits,
        notified=len(facts.notified),
        undelivered=len(facts.undelivered) + facts.returned,
        unreported=facts.unreported,
        notice_runs=facts.notice_runs,
        material=facts.material,
        unverified=facts.unverified,
        open_tasks=facts.open_tasks,
        open_supervisions=facts.open_supervisions,
        broken_promises=facts.broken_promises,
        answer_owed=facts.owed,
        answered=facts.answered,
        answer_runs=facts.answer_runs,
        open_references=facts.open_references,
        open_petitions=facts.open_petitions,
        mentions=mentions,
    )


def merged_roots(keys: Iterable[int]) -> dict[int, int]:
    """Return every incident that belongs to one of ``keys`` by merging → that one."""
    root = {key: key for key in keys}
    layer = list(root)
    while layer:
        rows = Incident.objects.filter(merged_into_id__in=layer)
        merged = dict(rows.values_list("pk", "merged_into_id"))
        layer = [key for key in merged if key not in root]
        root |= {key: root[merged[key]] for key in layer if merged[key] is not None}
    return root


def _add_reopenings(facts: dict[int, _Facts]) -> None:
    rows = Closing.objects.filter(incident_id__in=list(facts), reopened_at__isnull=False)
    last = rows.order_by().values("incident_id").annotate(at=Max("reopened_at"))
    for key, at in last.values_list("incident_id", "at"):
        facts[key].since = at


def _add_notices(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = Notice.objects.filter(incident_id__in=list(root)).order_by("pk")
    names = (
        "incident_id", "unit_id", "sent_at", "state", "rerouted_to", "notice_clock__stopped_at"
    )  # fmt: skip
    for incident, unit, sent, state, rerouted_to, stopped_at in rows.values_list(*names):
        one = facts[root[incident]]
        if state == NoticeState.RETURNED:
            one.returned += rerouted_to is None and stopped_at is None
            continue
        one.notified[unit] = sent
        one.undelivered.discard(unit)
        if state not in (NoticeState.DELIVERED, NoticeState.SIGNED):
            one.undelivered.add(unit)


def _add_reports(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = UnitReport.objects.filter(notice__incident_id__in=list(root)).annotate(
        did=Substr("handled", 1, 1),
        why=Substr("no_file_reason", 1, 1),
        shown=Exists(ReportFile.objects.filter(report=OuterRef("pk"))),
    )
    names = ("notice__incident_id", "notice__unit_id", "at", "finding", "did", "why", "shown")
    for incident, unit, at, finding, did, why, shown in rows.order_by().values_list(*names):
        one = facts[root[incident]]
        if one.counts(at):
            one.material |= has_material(Finding(finding), did, files=shown, no_file_reason=why)
        one.reported[unit] = max(at, one.reported.get(unit, at))


def _add_dockets(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    waiting = ServedIncident.objects.filter(
        incident_id__in=list(root), docket__state__in=[DocketState.ASKED, DocketState.FOUND]
    )
    for incident in waiting.order_by().values_list("incident_id", flat=True):
        facts[root[incident]].unverified += 1


def _add_tasks(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    """Count open tasks; a task that was accepted as done with files is material too."""
    keys = list(root)
    rows = Assignment.objects.filter(proposal__incident_id__in=keys).exclude(
        state__in=SETTLED_STATES
    )
    for incident in rows.order_by().values_list("proposal__incident_id", flat=True):
        facts[root[incident]].open_tasks += 1
    files = Material.objects.filter(
        entry__assignment__proposal__incident_id__in=keys,
        entry__assignment__state=AssignmentState.CLOSED,
    )
    names = ("entry__assignment__proposal__incident_id", "entry__at")
    for incident, at in files.order_by().values_list(*names):
        one = facts[root[incident]]
        one.material |= one.counts(at)


def _add_supervisions(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = Supervision.objects.filter(incident_id__in=list(root))
    open_rows = rows.exclude(state=SupervisionState.CLOSED).order_by()
    for incident in open_rows.values_list("incident_id", flat=True):
        if incident is not None:
            facts[root[incident]].open_supervisions += 1


def _add_promises(facts: dict[int, _Facts], root: dict[int, int], now: datetime) -> None:
    """Count what was promised in public for a day that is over; what is not due stays open."""
    rows = Commitment.objects.filter(
        incident_id__in=list(root), fulfilled_at__isnull=True, due_at__lt=now
    )
    for incident in rows.order_by().values_list("incident_id", flat=True):
        facts[root[incident]].broken_promises += 1


def _add_references(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = Reference.objects.filter(
        UNANSWERED,
        incident_id__in=list(root),
        unbound_at__isnull=True,
        origin__in=ORIGINS_OWED_ANSWER,
    )
    for incident, origin in rows.order_by().values_list("incident_id", "origin"):
        one = facts[root[incident]]
        if ReferenceKind(origin).is_petition:
            one.open_petitions += 1
        else:
            one.open_references += 1


def _add_answers(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = Release.objects.filter(answer__incident_id__in=list(root))
    for incident, at in rows.order_by().values_list("answer__incident_id", "published_at"):
        one = facts[root[incident]]
        one.answered |= one.counts(at)


def _add_values(facts: dict[int, _Facts], incidents: Sequence[Incident]) -> None:
    """Note of which incidents no public answer is owed: only by a signed 回应价值."""
    decided = [row for row in incidents if row.response_value not in ("", ResponseValue.ANSWER)]
    if not decided:
        return
    rows = ValueDecision.objects.filter(incident_id__in=[row.pk for row in decided])
    grounds = dict(rows.order_by("at", "pk").values_list("incident_id", "grounds"))
    for row in decided:
        duty = [DutyGround[name] for name in grounds.get(row.pk, [])]
        value = ResponseValue(row.response_value)
        facts[row.pk].owed = keeps_response_clock(value, duty, Grade(row.grade_in_force))


def _add_running_clocks(facts: dict[int, _Facts], incidents: Sequence[Incident]) -> None:
    """Note whose time to answer or to notify runs on: a merge brings that of another matter."""
    keys = {row.number: row.pk for row in incidents}
    own = {row.notice_clock_id for row in incidents}
    rows = running_clocks(incidents[0].bureau_id).filter(
        kind__in=(RESPONSE, PRESS, NOTICE), subject_ref__in=list(keys)
    )
    others = False
    for clock, kind, number in rows.order_by().values_list("pk", "kind", "subject_ref"):
        facts[keys[number]].answer_runs |= kind != NOTICE
        others |= kind == NOTICE and clock not in own
    for merged in merged_notice_clocks(incidents) if others else ():
        facts[keys[merged.subject_ref]].notice_runs = True


def _add_rises(facts: dict[int, _Facts], root: dict[int, int]) -> None:
    rows = GradeRise.objects.filter(incident_id__in=list(root), state=RiseState.WAITING)
    for incident in rows.order_by().values_list("incident_id", flat=True):
        facts[root[incident]].rise_waits = True


FACT_READERS = (
    ("rises", _add_rises),
    ("notices", _add_notices),
    ("notices", _add_reports),
    ("dockets", _add_dockets),
    ("proposals", _add_tasks),
    ("supervisions", _add_supervisions),
    ("references", _add_references),
    ("answers", _add_answers),
)
"""Of which kind of rows there must be one at all before it is worth asking."""
