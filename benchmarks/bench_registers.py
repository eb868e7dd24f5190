"""How long the registers of incidents, tasks and answers take as files of 50,000 rows.

In:   nothing.    Out:  for each register seconds, size and memory of a process of its own.
Cost: about two minutes to fill.

Rows are written at once, not by the acts: each incident has a post, a grade, a notice, a task
and a published answer with its deadline. The register of notices is ``huiying bench figures``'.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.bench_pages import vendor
from benchmarks.fill import settle
from benchmarks.installation import PASSWORD, installation, people
from benchmarks.machine import machine
from benchmarks.take_file import take_file

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.base.clocks.models import Clock
    from huiying.work.collection.sources.models import Source
    from huiying.work.incidents.core.models import Incident

ROWS = 50_000
BATCH = 5_000
HOUR = timedelta(hours=1)
SPAN = timedelta(days=366)
PROMISED = "50,000 rows as XLSX <= 10 s of processor, <= 300 MB"
TEXT = "滨江路的路灯坏了一整排，晚上走夜路很黑，希望尽快修好。"


def measure(data: str = "", database: str = "") -> dict[str, Any]:
    """Fill a bureau and take the file of each register in a new process."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            _fill(people(now), now)
            filled.touch()
        return {
            "machine": machine(),
            "database": vendor(),
            "rows": ROWS,
            "files": [
                take_file(f"{name}, {kind.upper()}", f"/desk/registers/{name}/?format={kind}")
                for name in ("incidents", "tasks", "responses")
                for kind in ("xlsx", "csv")
            ],
            "promised": PROMISED,
        }


def _fill(who: People, now: datetime) -> None:
    from huiying.base.accounts.organisation.actions.set_up import add_officer
    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.audit.subjects import MACHINE
    from huiying.work.collection.sources.actions.add_source import add_source

    made = {"bureau": who.bureau, "actor": MACHINE, "now": now}
    add_officer(
        username="office",
        name="office",
        password=PASSWORD,
        roles=frozenset({Role.OFFICE}),
        unit=who.unit,
        bootstrap=True,
        **made,
    )
    source = add_source(
        name="测速来源", kind="PUSH", channel="论坛", address="", interval_minutes=10, **made
    )
    for start in range(0, ROWS, BATCH):
        _batch(who, source, range(start, start + BATCH), now)
    settle()


def _batch(who: People, source: Source, numbers: range, now: datetime) -> None:
    from django.db import transaction

    with transaction.atomic():
        clocks = _clocks(who, numbers, now)
        rows = _incidents(who, numbers, clocks, now)
        _posts(who, source, rows)
        _casework(who, rows, clocks)
        _answers(who, rows)


def _moment(number: int, now: datetime) -> datetime:
    return now - SPAN * (1 - number / ROWS)


def _clocks(who: People, numbers: range, now: datetime) -> list[Clock]:
    from huiying.base.clocks.models import Clock

    return Clock.objects.bulk_create(
        Clock(
            bureau=who.bureau,
            kind="notice",
            name="通报",
            amount="2 小时",
            basis="本局规则",
            standing="bureau",
            rule_code="NOTICE_MAJOR",
            rule_version="1",
            starts_at=(at := _moment(number, now)),
            due_at=at + 2 * HOUR,
            state="MET",
            stopped_at=at + HOUR,
            subject_kind="incident",
            subject_ref=str(number),
            subject_label="测速",
            holder_unit=who.unit,
        )
        for number in numbers
    )


def _incidents(
    who: People, numbers: range, clocks: list[Clock], now: datetime
) -> list[Incident]:
    from huiying.work.incidents.core.models import Incident, IncidentEvent
    from huiying.work.incidents.grading.models import GradeDecision

    rows = Incident.objects.bulk_create(
        Incident(
            bureau=who.bureau,
            number=f"2025-{number + 1:05d}",
            title=f"测速事件第 {number} 号：滨江路路灯不亮",
            stage="ANSWERED",
            grade=1 + number % 4,
            discovered_at=(at := _moment(number, now)),
            opened_at=at,
            opened_by=who.duty,
            lead_unit=who.unit,
            last_post_at=at,
            notice_clock=clock,
            response_clock=clock,
        )
        for number, clock in zip(numbers, clocks, strict=True)
    )
    IncidentEvent.objects.bulk_create(
        IncidentEvent(bureau=who.bureau, incident=row, event_id=row.pk) for row in rows
    )
    GradeDecision.objects.bulk_create(
        GradeDecision(
            bureau=who.bureau,
            incident=row,
            at=row.opened_at,
            by=who.duty,
            grade=row.grade,
            reason="多人反映，影响夜间出行。",
            rule_version="1",
        )
        for row in rows
    )
    return rows


def _posts(who: People, source: Source, rows: list[Incident]) -> None:
    from huiying.work.collection.posts.ids import first_id_at
    from huiying.work.collection.posts.models import Post
    from huiying.work.incidents.placements.models import Placement

    posts = Post.objects.bulk_create(
        Post(
            id=first_id_at(row.opened_at) + row.pk,
            bureau=who.bureau,
            source=source,
            text=f"{TEXT}{row.pk}",
            channel="论坛",
            url=f"https://forum.example/t/{row.pk}",
            collected_at=row.opened_at,
            names_masked_at=row.opened_at,
        )
        for row in rows
    )
    Placement.objects.bulk_create(
        Placement(
            post_id=post.pk,
            bureau=who.bureau,
            group_id=post.pk,
            event_id=row.pk,
            seq=row.pk,
            reasons=[],
        )
        for post, row in zip(posts, rows, strict=True)
    )


def _casework(who: People, rows: list[Incident], clocks: list[Clock]) -> None:
    from huiying.work.casework.notices.models import Notice
    from huiying.work.casework.procedure.models import Assignment, Proposal

    Notice.objects.bulk_create(
        Notice(
            bureau=who.bureau,
            number=f"N{row.number}",
            incident=row,
            unit=who.unit,
            state="SIGNED",
            sent_at=row.opened_at,
            sent_by=who.duty,
            delivered_at=row.opened_at + HOUR,
            signed_at=row.opened_at + HOUR,
            signed_by=who.section,
            guidance="请核实。",
        )
        for row in rows
    )
    proposals = Proposal.objects.bulk_create(
        Proposal(
            bureau=who.bureau,
            number=f"P{row.number}",
            incident=row,
            state="APPROVED",
            measures="修复路灯。",
            author=who.duty,
            written_at=row.opened_at,
        )
        for row in rows
    )
    Assignment.objects.bulk_create(
        Assignment(
            bureau=who.bureau,
            number=f"T{row.number}",
            proposal=proposal,
            unit=who.unit,
            task="修复滨江路路灯，并回访反映人。",
            material="工单、照片",
            clock=clock,
            state="ACCEPTED",
            assigned_at=row.opened_at,
            assigned_by=who.duty,
            accepted_at=row.opened_at + HOUR,
            accepted_by=who.section,
        )
        for row, proposal, clock in zip(rows, proposals, clocks, strict=True)
    )


def _answers(who: People, rows: list[Incident]) -> None:
    from huiying.base.db.bulk import insert_rows
    from huiying.work.responses.core.models import Answer, Draft, Release

    answers = Answer.objects.bulk_create(
        Answer(bureau=who.bureau, number=f"A{row.number}", incident=row, speaker=who.unit)
        for row in rows
    )
    Draft.objects.bulk_create(
        Draft(
            bureau=who.bureau,
            answer=answer,
            state="PUBLISHED",
            form="PROGRESS",
            title=row.title[:120],
            body=TEXT * 20,
            author=who.duty,
            started_at=row.opened_at,
            edited_at=row.opened_at,
        )
        for answer, row in zip(answers, rows, strict=True)
    )
    insert_rows(
        [
            Release(
                bureau=who.bureau,
                answer=answer,
                version=1,
                published_at=row.opened_at + 24 * HOUR,
                published_by=who.duty,
                approved_by=who.section,
                approved_as="leader",
                content={"title": row.title, "form": "PROGRESS", "body": TEXT * 20},
                content_hash=f"{row.pk:064x}",
            )
            for answer, row in zip(answers, rows, strict=True)
        ]
    )
