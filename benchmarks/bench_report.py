"""How long the job of a month's report takes: composed from the record, then PDF and DOCX.

In:   how many posts and incidents the month has.    Out:  seconds, pages, memory.
Cost: about half a minute to fill 100,000 posts.

Rows are written at once, not by the acts; then every counter is rebuilt. The job runs in a
process of its own, so that the fonts are read, too: from the row that waits to the encrypted
file that can be taken, with the progress that it notes. It looks once a second; that is not
counted.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime, timedelta
from typing import Any

from benchmarks.bench_figures import rebuild, seconds_of
from benchmarks.bench_pages import vendor
from benchmarks.child import run_child
from benchmarks.fill_figures import Amount, fill_figures
from benchmarks.installation import installation, people
from benchmarks.machine import machine

MONTH = timedelta(days=31)
NOTICES = 20_000
PROMISED = "a month's report as PDF with charts <= 10 s"


def measure(
    posts: int = 100_000, incidents: int = 1_000, data: str = "", database: str = ""
) -> dict[str, Any]:
    """Fill a month of a bureau and run the job of its report in a new process."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            fill_figures(people(now), Amount(posts, incidents, NOTICES, MONTH), now)
            rebuild(now)
            filled.touch()
        return {
            "machine": machine(),
            "database": vendor(),
            "posts": posts,
            "incidents": incidents,
            **run_child("benchmarks.bench_report"),
            "promised": PROMISED,
        }


def main() -> int:
    """Let the job do what the office asked for; print what each part took."""
    from huiying.config.commands._django import ready

    ready(migrated=False)
    from huiying.base.accounts.core.models import Officer
    from huiying.jobs import clock
    from huiying.work.reports.core.queries import newest_version
    from huiying.work.reports.deliveries.actions.drop_report import drop_report
    from huiying.work.reports.files.document import document_of

    who, now = Officer.objects.get(name="office"), clock.now() + timedelta(days=1)
    composed, report = _compose(who, now)
    made: dict[str, Any] = {"draft": composed}
    for form in ("pdf", "docx"):
        made[form] = _file(report, form, who, now)
    document = document_of(report, newest_version(report))
    made["charts"] = sum(type(block).__name__ == "Chart" for block in document.body)
    made["all"] = {
        key: round(sum(made[one][key] for one in ("draft", "pdf")), 2)
        for key in ("wall_s", "processor_s")
    }
    made["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    # A month is reported once; it can be measured again.
    drop_report(report=report, reason="测速", officer=who, now=now)
    sys.stdout.write(json.dumps(made) + "\n")
    return 0


def _compose(who: Any, now: datetime) -> tuple[dict[str, float], Any]:
    """Let the job compose the report of the last 31 days."""
    from huiying.jobs.upkeep import report_work
    from huiying.policy.procedure.reports import ReportKind
    from huiying.policy.time.zone import LOCAL
    from huiying.work.reports.drafting.actions.request_composition import (
        request_period_report,
    )
    from huiying.work.reports.figures import Span

    midnight = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    span = Span(midnight - MONTH, midnight)
    row = request_period_report(
        bureau=who.bureau, kind=ReportKind.MONTHLY, span=span, officer=who, now=now
    )
    spent = seconds_of(lambda: report_work.turn(now))
    row.refresh_from_db()
    if row.report is None:
        raise RuntimeError(row.failure)
    return spent, row.report


def _file(report: Any, form: str, who: Any, now: datetime) -> dict[str, Any]:
    """Let the job make the report as a file, for the first time in this process."""
    import pypdfium2  # type: ignore[import-untyped]

    from huiying.jobs.upkeep import report_work
    from huiying.work.reports.files.actions.request_file import request_file
    from huiying.work.reports.files.models import FileFormat

    row = request_file(
        report=report, form=FileFormat(form), officer=who, now=now, revision=report.revision
    )
    spent = seconds_of(lambda: report_work.turn(now))
    row.refresh_from_db()
    if row.failure:
        raise RuntimeError(row.failure)
    data = b"".join(report_work.read_report_file(row))
    pages = len(pypdfium2.PdfDocument(data)) if form == "pdf" else None
    return {**spent, "kilobytes": row.size // 1000, "pages": pages}


if __name__ == "__main__":
    sys.exit(main())
