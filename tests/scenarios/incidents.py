"""What people do in the tests, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.jobs.stream.worker import forget_workers, worker_of
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import ClaimKind
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
)
from huiying.work.casework.verification.actions.ask_verification import ask_verification
from huiying.work.casework.verification.models import Docket
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.listening import note_listening
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast
from tests.scenario_cache import cached_scenario
from tests.scenarios.grading import confirm_with_second

WATER = [
    "青石家园自来水发黄有铁锈味,整个小区都这样,不敢喝,谁来管管",
    "青石家园的自来水今早又发黄了,全小区停不下来,老人孩子没水用",
    "求问青石家园自来水发黄什么时候能好,整个小区居民都在买水",
    "青石家园自来水发黄第三天,整个小区几百户没有干净水",
]
QUEUE = [
    "来访登记排队太久,三号窗口只有一个人,等了两个小时",
    "三号窗口来访登记又排长队,从早上等到中午也没登记上",
    "来访登记三号窗口排队,等两个小时没人叫号,能不能多开窗口",
    "三号窗口的来访登记排队问题什么时候解决,今天又等了半天",
]


def source_of(cast: Cast, name: str = "云川论坛", channel: str = "论坛") -> Source:
    """Return a push source of the bureau."""
    found = Source.objects.filter(bureau=cast.bureau, name=name).first()
    listed = known_places_of(cast.bureau.pk, T0).shown_platform(channel)
    return found or add_source(
        bureau=cast.bureau, name=name, kind="PUSH", channel=listed, actor=MACHINE, now=T0
    )


def listen(cast: Cast, days: int) -> None:
    """Let the bureau have listened on so many days before T0."""
    for day in range(1, days + 1):
        note_listening(bureau_id=cast.bureau.pk, now=T0 - timedelta(days=day))


def notice_clock(
    cast: Cast,
    code: str = "NOTICE_MAJOR",
    *,
    grade: int = 3,
    ref: str = "2026-0001",
    holder: Holder | None = None,
    name: str = "通报",
) -> Clock:
    """Start a clock of notice at T0, in the hands of the duty officer if of nobody else."""
    return start_clock(
        bureau_id=cast.bureau.pk,
        kind="notice",
        name=name,
        rule=book_of(cast.bureau.pk, T0).deadline(code),
        rule_version="1",
        starts_at=T0,
        calendar=calendar_of(cast.bureau.pk),
        subject=ClockSubject("incident", ref, "云川佳园停水", grade),
        holder=holder or Holder(code=Role.DUTY_OFFICER),
        now=T0,
    )


def submit_posts(
    cast: Cast,
    *texts: str,
    now: datetime = T0,
    channel: str = "论坛",
    history: bool = False,
    lane: Lane = Lane.LIVE,
    authors: bool = True,
) -> list[int]:
    """Let posts come in from a source; returns their ids."""
    items = [
        RawItem(
            text=text, author=f"网友{index}{channel}" if authors else "同一人", channel=channel
        )
        for index, text in enumerate(texts)
    ]
    results = accept_posts(
        source=source_of(cast, f"来源{channel}", channel),
        items=items,
        lane=lane,
        history=history,
        actor=MACHINE,
        now=now,
    )
    return [result.post_id for result in results if result.post_id is not None]


def run_stream(cast: Cast, *, now: datetime = T0) -> int:
    """Let the stream place everything that waits."""
    total = 0
    while placed := worker_of(cast.bureau.pk).turn(now=now):
        total += placed
    return total


@cached_scenario({}, {"texts": WATER})
def candidate_of(cast: Cast, texts: list[str] = QUEUE, *, now: datetime = T0) -> Candidate:
    """Let a matter come in until it stands on the desk."""
    keys = submit_posts(cast, *texts, now=now)
    run_stream(cast, now=now + timedelta(seconds=1))
    return Candidate.objects.select_related("notice_clock").get(
        bureau=cast.bureau, event_id=keys[0]
    )


@cached_scenario(
    {}, {"texts": WATER}, {"grade": Grade.MAJOR}, {"texts": WATER, "grade": Grade.MAJOR}
)
def incident_of(
    cast: Cast,
    texts: list[str] = QUEUE,
    *,
    grade: Grade = Grade.ORDINARY,
    now: datetime = T0,
) -> Incident:
    """Let a matter come in and be confirmed by the duty officer."""
    return confirm_with_second(
        candidate=candidate_of(cast, texts, now=now),
        grade=grade,
        reason="按制度定级",
        officer=cast.lu,
        now=now + timedelta(minutes=2),
    )


def restart_workers() -> None:
    """Forget everything a process holds in memory, as after a crash."""
    forget_workers()


CLAIM = "有人往水厂倒东西，所以水才发黄"
PROOF = EvidenceInput("检修工单", "https://shuiwu.example/notice/1", "凌晨更换望湖路主管阀门。")


def docket_of(
    cast: Cast,
    incident: Incident,
    *,
    claim: str = CLAIM,
    unit: Unit | None = None,
    kind: ClaimKind = ClaimKind.RUMOUR,
    now: datetime = T0,
) -> Docket:
    """Let the duty officer ask whether a claim is true; the water agency if nobody else."""
    return ask_verification(
        incident=incident,
        claim=claim,
        kind=kind,
        unit=unit or cast.waterworks,
        officer=cast.lu,
        now=now,
    )
