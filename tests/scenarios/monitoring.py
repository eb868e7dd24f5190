"""Coverage, a watch topic, a sample and a finding of a round, as the sample bureau has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.coverage.actions.assign_source import assign_source
from huiying.work.collection.coverage.actions.note_gap import GapDetails, note_gap
from huiying.work.collection.coverage.actions.note_states import note_states
from huiying.work.collection.coverage.models import CoverageNote, Standing
from huiying.work.collection.coverage.queries import coverage_of
from huiying.work.collection.emergency.actions.start import start_emergency
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.patrols.actions.enter_finding import FoundPost, enter_finding
from huiying.work.collection.patrols.actions.plan import PlanDetails, begin_plan
from huiying.work.collection.patrols.place_lines import PlaceDetails
from huiying.work.collection.posts.models import Post
from huiying.work.collection.samples.actions.add_links import add_links
from huiying.work.collection.samples.known_posts import FoundLink
from huiying.work.collection.samples.models import SampleMonth
from huiying.work.collection.sources.models import Source, SourceKind
from huiying.work.collection.topics.actions.add_topic import TopicDetails, add_topic
from huiying.work.collection.topics.models import TopicMatch, WatchTopic
from tests.factories import Cast


@dataclass
class Monitoring:
    """What ``make_monitoring`` made."""

    note: CoverageNote
    topic: WatchTopic
    sample: SampleMonth
    source: Source
    emergency: EmergencyMonitoring


def make_monitoring(cast: Cast, now: datetime) -> Monitoring:
    """A gap that is said not to be one, a topic with a post, a sample of one link."""
    source = Source.objects.create(
        bureau=cast.bureau, name="闪看·本地", kind=SourceKind.PUSH, channel="other"
    )
    assign_source(source=source, kind="video", officer=cast.shen, now=now)
    wanted = GapDetails(Standing.NOT_NEEDED, "本区没有这类公开渠道")
    note = note_gap(kind="groups", wanted=wanted, officer=cast.shen, now=now)
    note_states(bureau_id=cast.bureau.pk, coverage=coverage_of(cast.bureau.pk, now), now=now)
    details = TopicDetails("供暖", "供暖 和 (停暖 或 不热)", "供暖季每日关注", cast.online)
    topic = add_topic(wanted=details, officer=cast.lu, now=now)
    found_at = now
    links = [FoundLink("https://bbs.example.cn/t/404", "供暖片一直不热怎么办")]
    sample = add_links(links=links, found_at=found_at, officer=cast.lu, now=now)
    _finding(cast, now)
    post = Post.objects.filter(bureau=cast.bureau).latest("pk")
    TopicMatch.objects.get_or_create(bureau=cast.bureau, topic=topic, post=post)
    emergency = start_emergency(minutes=5, hours=12, reason="停水", officer=cast.lu, now=now)
    return Monitoring(note, topic, sample, source, emergency)


def _finding(cast: Cast, now: datetime) -> None:
    at = now.astimezone(LOCAL).replace(second=0, microsecond=0)
    wanted = PlanDetails("本地话题", [PlaceDetails("话题广场")], [at.time()], range(7), 30)
    plan = begin_plan(wanted=wanted, officer=cast.shen, now=at)
    enter_finding(
        place=plan.places.get(),
        at=at,
        found=FoundPost("", "话题广场有人说供暖片不热", "", "论坛", None, now),
        officer=cast.lu,
        now=now,
    )
