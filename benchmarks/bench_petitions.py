"""Measure the desk of petitions, 47 answers at once, and how fast petitions are taken in.

In:   how many petitions.    Out:  times of the pages, of one bulk answer, of sending.
Cost: about a minute for each 100,000 petitions.

Rows are written at once, not by the acts; the texts stand in the full-text search. A tenth is
open, the others were answered over the last two years. The 47 that ask the same go through the
acts.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.bench_pages import time_page, vendor
from benchmarks.fill import settle
from benchmarks.installation import PASSWORD, installation, people
from benchmarks.machine import machine
from benchmarks.petition_sending import measure_sending

if TYPE_CHECKING:
    from benchmarks.installation import People

PETITIONS = 100_000
OPEN_SHARE = 10  # one in so many
SAME = 47
BATCH = 2_000
RUNS = 40
PROMISED = (
    "desk with 100,000 petitions p95 <= 150 ms; 47 told within 5 s; sending p95 <= 300 ms"
)
PLACES = ("北门小区", "解放路", "滨河东街", "学府里", "云溪桥", "南苑市场", "新华街", "文化宫")
MATTERS = (
    "路灯不亮",
    "暖气不热",
    "下水道堵塞",
    "噪声扰民",
    "登记排队",
    "停水",
    "垃圾清运",
    "停车收费",
)


def measure(posts: int = PETITIONS, data: str = "", database: str = "") -> dict[str, Any]:
    """Fill a bureau, ask for each page of the desk again and again, answer 47 at once."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "petitions"
        if not filled.exists():
            _fill(people(now), posts, now)
            filled.touch()
        client = _client()
        return {
            "machine": machine(),
            "database": vendor(),
            "petitions": posts,
            "pages": [
                {
                    **time_page(client, name, url, RUNS),
                    "processor_ms": processor_ms(client, url),
                }
                for name, url in _pages(posts).items()
            ],
            "told": _tell_many(now),
            "sending": measure_sending("bench"),
            "promised": PROMISED,
        }


def _pages(posts: int) -> dict[str, str]:
    """Return what is measured: the name and the address of each page."""
    list_url = "/desk/petitions/"
    return {
        "desk, open by time left": list_url,
        "desk, all, newest": f"{list_url}?state=",
        "desk, late": f"{list_url}?state=late",
        "desk, one kind and unit": f"{list_url}?kind=CLAIM&unit={_unit()}",
        "desk, words": f"{list_url}?state=&q=北门小区 路灯",
        "desk, last page": f"{list_url}?state=&page={posts // 50}",
        "registration": f"{list_url}{_unread()}/register/",
        "one petition": f"{list_url}{_any()}/",
    }


def processor_ms(client: Any, url: str) -> float:
    """Return the processor's time of a page: what others do on the machine is not in it."""
    begun = time.process_time()
    for _run in range(RUNS):
        client.get(url)
    return round((time.process_time() - begun) * 1000 / RUNS, 1)


def _client() -> Any:
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": "duty", "password": PASSWORD})
    return client


def _unit() -> int:
    from huiying.base.accounts.core.models import Unit

    return int(Unit.objects.get(name="接待科").pk)


def _unread() -> str:
    from huiying.work.petitions.core.models import Petition

    return str(Petition.objects.filter(stage="RECEIVED").order_by("-pk").first())


def _any() -> str:
    from huiying.work.petitions.core.models import Petition

    return str(Petition.objects.filter(stage="ANSWERED").order_by("-pk").first())


def _fill(who: People, count: int, now: datetime) -> None:
    for first in range(1, count + 1, BATCH):
        _batch(who, range(first, min(first + BATCH, count + 1)), now, count)
    settle()


def _text(number: int) -> tuple[str, str]:
    place, matter = PLACES[number % 8], MATTERS[number // 8 % 8]
    title = f"{place}{matter}"
    return title, f"{title}已有{number % 90 + 2}天，影响{number % 300 + 1}户，请尽快处理。" * 3


def _batch(who: People, numbers: range, now: datetime, count: int) -> None:
    from huiying.base.clocks.models import Clock
    from huiying.base.search.documents import Document, put_many
    from huiying.work.petitions.core.models import Petition
    from huiying.work.petitions.core.sealed_texts import OriginalText, seal_original

    clocks, rows = [], []
    for number in numbers:
        opened = now - timedelta(days=720 * (count - number) / count)
        is_open = number % OPEN_SHARE == 0
        clocks.append(_clock(who, number, opened, now, is_open=is_open))
    made = Clock.objects.bulk_create(clocks)
    stages = ("RECEIVED", "REGISTERED", "FORWARDED", "ACCEPTED")
    kinds = ("CLAIM", "QUESTION", "SUGGESTION")
    for number, clock in zip(numbers, made, strict=True):
        title, text = _text(number)
        is_open = number % OPEN_SHARE == 0
        stage = stages[number // OPEN_SHARE % 4] if is_open else "ANSWERED"
        name = f"XF2026-{number:06d}"
        sealed = seal_original(who.bureau.pk, OriginalText(text), name)
        sent_on = stage in ("FORWARDED", "ACCEPTED", "ANSWERED")
        rows.append(
            Petition(
                bureau=who.bureau,
                number=name,
                kind=kinds[number % 3],
                channel="WEB",
                stage=stage,
                data_key=sealed.key,
                original=sealed.body,
                title=title,
                text=text,
                text_checked_at=None if stage == "RECEIVED" else now,
                received_at=clock.starts_at,
                competent=who.unit if sent_on else None,
                clock=clock,
            )
        )
    Petition.objects.bulk_create(rows)
    documents = (
        Document(
            "petition",
            row.number,
            f"{row.title}\n{row.text}",
            public=False,
            at=row.received_at,
        )
        for row in rows
        if row.text_checked_at
    )
    while some := list(islice(documents, 400)):
        put_many(bureau_id=who.bureau.pk, documents=some)


def _clock(who: People, number: int, opened: datetime, now: datetime, *, is_open: bool) -> Any:
    from huiying.base.clocks.models import Clock

    start = now - timedelta(hours=number % 500) if is_open else opened
    return Clock(
        bureau=who.bureau,
        kind="petition_registration",
        name="信访登记、转送、交办",
        amount="15 日",
        basis="《信访工作条例》第二十二条",
        standing="law",
        rule_code="PETITION_REGISTRATION",
        rule_version="1",
        starts_at=start,
        due_at=start + timedelta(days=15),
        state="RUNNING" if is_open else "MET",
        stopped_at=None if is_open else opened + timedelta(days=9),
        subject_kind="petition",
        subject_ref=f"XF2026-{number:06d}",
        subject_label=f"申诉求决 XF2026-{number:06d}",
        holder_name="接待科",
        holder_unit=who.unit,
    )


def _tell_many(now: datetime) -> dict[str, float]:
    """Take in 47 questions, register them, and answer them at once."""
    from huiying.base.accounts.core.models import Officer
    from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
    from huiying.work.petitions.core.sealed_texts import OriginalText
    from huiying.work.petitions.core.submission import Submission
    from huiying.work.petitions.petitions.actions.register import (
        CheckedPetition,
        register_petition,
    )
    from huiying.work.petitions.petitions.actions.submit import submit_petition
    from huiying.work.petitions.replies.actions.answer_many import answer_many

    officer = Officer.objects.select_related("bureau", "unit").get(username="duty")
    rows = []
    for _number in range(SAME):
        kind = PetitionKind.QUESTION
        text = OriginalText("来访登记要不要先撤帖？")
        sent = Submission(text, kind, PetitionChannel.WEB, now)
        row: Any = submit_petition(bureau=officer.bureau, submission=sent, now=now).row
        checked = CheckedPetition(row.title, row.text, kind)
        register_petition(petition=row, checked=checked, officer=officer, now=now)
        rows.append(row)
    begun = time.perf_counter()
    done = answer_many(
        petitions=rows,
        text="经核实，来访登记不需要先撤帖。联系电话 0471-1234567。",
        basis="《信访工作条例》第十八条",
        officer=officer,
        now=now,
    )
    return {"told": len(done.answered), "seconds": round(time.perf_counter() - begun, 2)}
