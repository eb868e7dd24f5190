"""How quick the pages of the console are in a full bureau.

In:   how many posts, incidents and records.    Out:  server time and number of queries a page.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks.fill import Size, full_bureau
from benchmarks.installation import PASSWORD
from benchmarks.machine import machine, spread

RUNS = 50


def measure(
    posts: int = 100_000,
    incidents: int = 500,
    records: int = 10_000,
    data: str = "",
    database: str = "",
) -> dict[str, Any]:
    """Fill a bureau, then ask for each page again and again."""
    size = Size(posts, incidents, records)
    with full_bureau(size, kept=data, database=database):
        where = machine()
        duty, auditor = _client("duty"), _client("auditor")
        measured = [time_page(duty, name, address) for name, address in _pages(size)]
        measured.append(time_page(auditor, "record", "/desk/record/"))
        measured.append(time_page(auditor, "compliance", "/desk/compliance/"))
        used = vendor()
    return {
        "pages": measured,
        "database": used,
        "posts": posts,
        "incidents": incidents,
        "records": records,
        "machine": where,
        "runs": RUNS,
    }


def vendor() -> str:
    """Return which database is measured: sqlite or postgresql."""
    from django.db import connection

    return str(connection.vendor)


def time_page(client: Any, name: str, address: str, runs: int = RUNS) -> dict[str, Any]:
    """Return the server time of one page, and how many queries it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from huiying.base.garbage_collection import relax_garbage_collection

    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    relax_garbage_collection()  # as the server does
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request forgets them
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return {"name": name, "queries": count, **spread(times)}


def _client(who: str) -> Any:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth
    from django.test import Client

    from huiying.base.accounts.core.models import Officer

    officer = Officer.objects.get(username=who)
    Authenticator.objects.filter(user=officer).delete()  # of a bureau that was measured before
    client = Client()
    client.post("/accounts/login/", {"login": who, "password": PASSWORD})
    # An auditor works with a second factor alone: set up once he is in.
    auth.TOTP.activate(officer, auth.generate_totp_secret())
    return client


def _pages(size: Size) -> list[tuple[str, str]]:
    from huiying.work.incidents.candidates.models import Candidate
    from huiying.work.incidents.core.models import Incident

    numbers = Incident.objects.order_by("pk").values_list("number", flat=True)
    waiting = Candidate.objects.filter(state="NEW").values_list("event_id", flat=True)
    desk = "/desk/"
    return [
        ("duty desk", desk),
        ("matters alone", f"{desk}matters/"),
        ("wall board", f"{desk}board/"),
        ("candidates alone", f"{desk}candidates/"),
        ("candidate", f"{desk}candidates/{waiting[0]}/"),
        ("candidates decided", f"{desk}candidates/decided/"),
        ("incident, largest", f"{desk}incidents/{numbers[0]}/"),
        ("incident, usual", f"{desk}incidents/{numbers[size.incidents // 2]}/"),
        ("incidents", f"{desk}incidents/"),
        ("incidents by words", f"{desk}incidents/?q=第 {size.incidents // 2} 号"),
        ("posts", f"{desk}posts/"),
        ("posts by words", f"{desk}posts/?q=路灯不亮"),
        ("search", f"{desk}search/?q=路灯不亮"),
        ("notices", f"{desk}notices/"),
        ("answers", f"{desk}responses/"),
        ("sources", f"{desk}sources/"),
    ]
