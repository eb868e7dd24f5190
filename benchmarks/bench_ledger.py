"""The gate and the breach ledger of ten thousand incidents, and the page of a heavy one.

In:   how many incidents, and how many posts of the heavy one.    Out:  seconds, milliseconds.
Cost: about two minutes.

Rows are written at once, not by the acts: what is measured is reading, judging and the ledger's
own writing. Every third incident was signed for late.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.bench_pages import time_page
from benchmarks.fill import Size, full_bureau
from benchmarks.installation import PASSWORD
from benchmarks.machine import machine

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Officer
    from huiying.work.incidents.core.models import Incident

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AT_ONCE = 2_000
ACTS, CLOCKS = 200, 20  # of the heavy incident
PROMISED_S, PROMISED_MS = 5.0, 200.0


def measure(posts: int = 50_000, incidents: int = 10_000) -> dict[str, Any]:
    """Fill a bureau, judge every gate, keep the ledger twice, ask for the heavy page."""
    with full_bureau(Size(posts, 1, 0)):
        from huiying.base.accounts.core.models import Officer
        from huiying.jobs import clock
        from huiying.work.closing.breaches.models import Breach
        from huiying.work.incidents.core.models import Incident

        where, now = machine(), clock.now()
        duty = Officer.objects.get(username="duty")
        heavy = Incident.objects.get()
        _make_heavy(heavy, duty, now)
        page = time_page(_client("duty"), "heavy incident", f"/desk/incidents/{heavy.number}/")
        processor = _processor_ms(f"/desk/incidents/{heavy.number}/")
        for start in range(0, incidents, AT_ONCE):
            _write(duty, range(start, min(incidents, start + AT_ONCE)), now)
        gates, queries = _gates(now)
        first, again = _ledger(duty.bureau_id, now), _ledger(duty.bureau_id, now)
        return {
            "machine": where,
            "page": {**page, "posts": posts, "acts": ACTS, "clocks": CLOCKS},
            "page_processor_ms": processor,
            "incidents": incidents,
            "breaches": Breach.objects.count(),
            "gates": gates,
            "gate_queries": queries,
            "ledger_first": first,
            "ledger_again": again,
            "promised": f"gates and ledger <= {PROMISED_S} s, page p95 <= {PROMISED_MS} ms",
        }


def _client(who: str) -> Any:
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": who, "password": PASSWORD})
    return client


def _processor_ms(address: str, runs: int = 20) -> float:
    """Return the processor time of one request: what a loaded machine does not blur."""
    client = _client("duty")
    client.get(address)
    begun = time.process_time()
    for _ in range(runs):
        client.get(address)
    return round((time.process_time() - begun) / runs * 1000, 1)


def _make_heavy(incident: Incident, officer: Officer, now: datetime) -> None:
    """Give an incident every post, 200 acts on its timeline and 20 clocks."""
    from django.db import transaction

    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.audit.actions.append import append
    from huiying.base.audit.subjects import Subject
    from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
    from huiying.base.rulebook.queries import book_of, calendar_of
    from huiying.work.incidents.placements.models import Placement

    topic = f"incident:{incident.number}"
    event = incident.events.get().event_id
    Placement.objects.filter(bureau_id=incident.bureau_id).update(event_id=event)
    with transaction.atomic():
        for _ in range(ACTS):
            append(
                bureau_id=incident.bureau_id,
                actor=officer.audit_actor(),
                verb="notice.sent",
                subject=Subject("notice", incident.number, incident.title, topic),
                now=now,
                data={"unit": "接待科"},
            )
        for number in range(CLOCKS):
            start_clock(
                bureau_id=incident.bureau_id,
                kind="docket",
                name="说法核实",
                rule=book_of(incident.bureau_id, now).deadline("CLAIM_CHECK"),
                rule_version="1",
                starts_at=now - number * HOUR,
                calendar=calendar_of(incident.bureau_id),
                subject=ClockSubject("incident", incident.number, incident.title, 3),
                holder=Holder(code=Role.DUTY_OFFICER),
                now=now,
            )


def _write(officer: Officer, numbers: range, now: datetime) -> None:
    """Write incidents with a notice, a report and an answer; every third was signed late."""
    from huiying.work.casework.notices.models import Notice, UnitReport
    from huiying.work.incidents.core.models import Incident, IncidentEvent
    from huiying.work.responses.core.models import Answer

    bureau, unit = officer.bureau, officer.unit
    rows = Incident.objects.bulk_create(
        Incident(
            bureau=bureau,
            number=f"2025-{number + 1:05d}",
            title=f"测速事件第 {number} 号",
            stage="ANSWERED",
            grade=1 + number % 3,
            discovered_at=now - 9 * DAY,
            opened_at=now - 9 * DAY,
            opened_by=officer,
            lead_unit=unit,
            last_post_at=now - (number % 20) * 2 * HOUR,
        )
        for number in numbers
    )
    IncidentEvent.objects.bulk_create(
        IncidentEvent(bureau=bureau, incident=row, event_id=10**9 + row.pk) for row in rows
    )
    clocks = iter(_clocks(officer, rows, now))
    notices = Notice.objects.bulk_create(
        Notice(
            bureau=bureau,
            number=f"N{row.number}",
            incident=row,
            unit=unit,
            state="SIGNED",
            sent_at=now - 9 * DAY,
            sent_by=officer,
            receipt_clock=next(clocks),
        )
        for row in rows
    )
    UnitReport.objects.bulk_create(
        UnitReport(
            bureau=bureau,
            notice=notice,
            at=now - 8 * DAY,
            by=officer,
            finding="TRUE",
            facts="路灯不亮",
            handled="已修好" if notice.pk % 2 else "",
            evidence="工单",
        )
        for notice in notices
    )
    Answer.objects.bulk_create(
        Answer(bureau=bureau, number=f"A{row.number}", incident=row, speaker=unit)
        for row in rows
    )


def _clocks(officer: Officer, rows: list[Incident], now: datetime) -> list[Any]:
    from huiying.base.clocks.models import Clock, ClockHold

    start, due = now - 9 * DAY, now - 9 * DAY + 2 * HOUR
    clocks = Clock.objects.bulk_create(
        Clock(
            bureau=officer.bureau,
            kind="receipt",
            name="签收",
            amount="2 小时",
            basis="本局规则",
            standing="bureau",
            rule_code="RECEIPT_ORDINARY",
            rule_version="1",
            starts_at=start,
            due_at=due,
            state="MET",
            stopped_at=due + HOUR if place % 3 == 0 else due,
            breached_at=due if place % 3 == 0 else None,
            subject_kind="incident",
            subject_ref=row.number,
            subject_label=row.title,
            holder_name="接待科",
            holder_unit=officer.unit,
        )
        for place, row in enumerate(rows)
    )
    ClockHold.objects.bulk_create(
        ClockHold(
            bureau=officer.bureau,
            clock=clock,
            holder_name="接待科",
            from_at=start,
            to_at=clock.stopped_at,
        )
        for clock in clocks
    )
    return clocks


def _timed(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds that some work took, and those of the processor in them."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return {
        "wall_s": round(time.perf_counter() - begun, 2),
        "processor_s": round(time.process_time() - worked, 2),
    }


def _gates(now: datetime) -> tuple[dict[str, float], int]:
    """Return how long it took to judge every gate, and the queries it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from huiying.work.closing.gate.queries import gates_of
    from huiying.work.incidents.core.models import Incident

    with CaptureQueriesContext(connection) as queries:
        gates_of(list(Incident.objects.all()), now)
    return _timed(lambda: gates_of(list(Incident.objects.all()), now)), len(queries)


def _ledger(bureau_id: int, now: datetime) -> dict[str, float]:
    from huiying.work.closing.breaches.actions.update_ledger import update_ledger

    return _timed(lambda: update_ledger(bureau_id=bureau_id, now=now))
