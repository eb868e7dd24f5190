"""A matter with posts before and after its answer, and who judges which repeat the claim."""

from __future__ import annotations

from datetime import timedelta

from huiying.policy.procedure.stages import Stage
from huiying.work.responses.effect.actions.judge_groups import judge_groups
from huiying.work.responses.effect.comparison import groups_around
from tests.factories import T0
from tests.scenarios.incidents import incident_of, run_stream, submit_posts
from tests.work.responses import desk

CLAIM = "听说来访登记要先把网上的帖子撤掉，窗口不撤就不给登记，是真的吗？"
PLAIN = "来访登记的窗口今天排队很长，等了一个上午才轮到登记。"


def spoken(cast, text, times, moment):
    """Let copies of one text come in, each by another voice."""
    return [
        key
        for step in range(times)
        for key in submit_posts(
            cast,
            f"{text}（转自{moment:%H}群{step}）",
            now=moment + timedelta(minutes=step),
            channel="论坛",
        )
    ]


def one_matter(yunchuan, now=T0):
    """A matter of which much is said before its answer and less after it."""
    texts = [CLAIM, PLAIN, f"转：{CLAIM}", f"{PLAIN}大家都在排。"]
    incident = incident_of(yunchuan, texts, now=now - timedelta(hours=6))
    incident.stage, incident.lead_unit = Stage.VERIFYING, yunchuan.reception
    incident.save(update_fields=["stage", "lead_unit"])
    spoken(yunchuan, CLAIM, 20, now - timedelta(hours=4))
    release = desk.published(yunchuan, now, incident=incident)
    spoken(yunchuan, CLAIM, 4, now + timedelta(hours=1))
    spoken(yunchuan, PLAIN, 18, now + timedelta(hours=2))
    run_stream(yunchuan, now=now + timedelta(hours=3))
    return release


def judged(cast, release, now, words):
    """Say which of the groups repeat the claim: those whose text holds the words."""
    rows = groups_around(
        release.answer.incident, release.answer, release.published_at, timedelta(hours=24)
    )
    return judge_groups(
        answer=release.answer,
        looked_at=[row.group_id for row in rows],
        repeating=[row.group_id for row in rows if words in row.text],
        officer=cast.lu,
        now=now,
    )
