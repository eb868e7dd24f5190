"""How long a month's report takes: drafted from the record, then as PDF and as DOCX.

In:   how many posts and incidents the month has.    Out:  seconds, pages, memory.
Cost: about half a minute to fill 100,000 posts.

Rows are written at once, not by the acts; then every counter is rebuilt. The files are made in
a process of its own, so that the fonts are read, too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import timedelta
from typing import Any

from benchmarks.bench_figures import rebuild, seconds_of
from benchmarks.bench_pages import vendor
from benchmarks.fill_figures import Amount, fill_figures
from benchmarks.installation import installation, people
from benchmarks.machine import CHECKOUT, machine

MONTH = timedelta(days=31)
NOTICES = 20_000
PROMISED = "a month's report as PDF with charts <= 10 s"


def measure(
    posts: int = 100_000, incidents: int = 1_000, data: str = "", database: str = ""
) -> dict[str, Any]:
    """Fill a month of a bureau, draft its report and make its files, in a new process."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            fill_figures(people(now), Amount(posts, incidents, NOTICES, MONTH), now)
            rebuild(now)
            filled.touch()
        words = [sys.executable, "-m", "benchmarks.bench_report"]
        done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return {
            "machine": machine(),
            "database": vendor(),
            "posts": posts,
            "incidents": incidents,
            **json.loads(done.stdout),
            "promised": PROMISED,
        }


def main() -> int:
    """Draft and make the files; print what each took."""
    from huiying.config.commands._django import ready

    ready(migrated=False)
    from django.db import transaction

    from huiying.web.console.reports.files import document_of
    from huiying.work.reports.core.queries import newest_version

    with transaction.atomic():
        drafted, report = _draft()
        document = document_of(report, newest_version(report))
        transaction.set_rollback(True)  # a month is drafted once, and measured again
    made: dict[str, Any] = {"draft": drafted, **_files(document)}
    made["charts"] = sum(type(block).__name__ == "Chart" for block in document.body)
    made["all"] = {
        key: round(sum(made[one][key] for one in ("draft", "pdf")), 2)
        for key in ("wall_s", "processor_s")
    }
    made["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(made) + "\n")
    return 0


def _files(document: Any) -> dict[str, dict[str, Any]]:
    """Make the document as PDF and as DOCX, each for the first time in this process."""
    from huiying.documents import to_docx, to_pdf

    found: dict[str, dict[str, Any]] = {}
    for name, make in (("pdf", to_pdf), ("docx", to_docx)):
        files: list[Any] = []
        spent = seconds_of(lambda make=make, files=files: files.append(make(document)))
        found[name] = {
            **spent,
            "kilobytes": len(files[0].data) // 1000,
            "pages": files[0].pages,
        }
    return found


def _draft() -> tuple[dict[str, float], Any]:
    """Draft the report of the last 31 days."""
    from huiying.base.accounts.core.queries import bureaus
    from huiying.jobs import clock
    from huiying.policy.procedure.reports import ReportKind
    from huiying.policy.time.zone import LOCAL
    from huiying.work.reports.drafting.actions.draft_report import draft_period_report
    from huiying.work.reports.figures import Span

    [bureau], now = bureaus(), clock.now()
    midnight = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    span = Span(midnight + timedelta(days=1) - MONTH, midnight + timedelta(days=1))
    drafted: list[Any] = []
    draft = {"bureau": bureau, "kind": ReportKind.MONTHLY, "span": span, "officer": None}
    spent = seconds_of(
        lambda: drafted.append(draft_period_report(**draft, now=now + timedelta(days=1)))
    )
    return spent, drafted[0]


if __name__ == "__main__":
    sys.exit(main())
