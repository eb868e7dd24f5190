"""关注主题: add one, say that it is still needed, end it.

In:   a name, an expression, why it is watched, by which unit.
Out:  a topic and the marks of the posts of the last 30 days; a review; an end with its reason.
Cost: one trial (see ``trial.py``), an insert for the matches, a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_kind_of_place
from huiying.work.collection.topics.models import MAX_NAME_CHARS, TopicMatch, WatchTopic
from huiying.work.collection.topics.persons import readable
from huiying.work.collection.topics.trial import MOST_SHARE, try_expression

MOST_TOPICS = 50


@dataclass(frozen=True, slots=True)
class TopicDetails:
    """A topic as an officer wants it."""

    name: str
    expression: str
    purpose: str
    unit: Unit


def add_topic(*, wanted: TopicDetails, officer: Officer, now: datetime) -> WatchTopic:
    """Add a topic, tried on what is stored.

    Raises:
        PermissionDenied: If the officer may not triage.
        Refused: If it names a person or cannot be read, matches too much, has no purpose, or
            a running topic has the same name.
    """
    require(officer, Capability.TRIAGE)
    name = " ".join(wanted.name.split())
    _check(name, wanted, officer)
    node = readable(wanted.expression, officer.bureau.district)
    trial = try_expression(officer.bureau_id, node, now)
    if trial.is_too_wide:
        values = {"share": f"{trial.share:.1%}", "most": f"{MOST_SHARE:.0%}"}
        raise Refused(
            _(
                "该表达式匹配近 30 天帖文的 %(share)s，超过 %(most)s，等于没有筛选。请加"
                "上地点或更具体的事项。"
            )
            % values
        )
    try:
        with transaction.atomic():
            row = WatchTopic.objects.create(
                bureau_id=officer.bureau_id,
                name=name,
                expression=wanted.expression.strip(),
                purpose=masked_text(wanted.purpose.strip())[:400],
                unit=wanted.unit,
                at=now,
                by=officer,
                reviewed_at=now,
            )
            TopicMatch.objects.bulk_create(
                (
                    TopicMatch(bureau_id=row.bureau_id, topic=row, post_id=number)
                    for number in trial.matches
                ),
                ignore_conflicts=True,
                batch_size=500,
            )
            record(
                row, "topic.added", officer, now, expression=row.expression,
                purpose=row.purpose, unit=wanted.unit.name, matches=len(trial.matches),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("已有名为“%(name)s”的关注主题。") % {"name": name}) from error
    return row


@transaction.atomic
def review_topic(*, topic: WatchTopic, officer: Officer, now: datetime) -> None:
    """Say that a topic is still needed; one that paused counts again from now on.

    Raises:
        PermissionDenied: If the officer may not triage.
        Refused: If it was ended meanwhile.
    """
    require(officer, Capability.TRIAGE)
    rows = WatchTopic.objects.filter(pk=topic.pk, ended_at__isnull=True)
    if rows.update(reviewed_at=now) != 1:
        raise _ended()
    record(topic, "topic.reviewed", officer, now)


@transaction.atomic
def end_topic(*, topic: WatchTopic, reason: str, officer: Officer, now: datetime) -> None:
    """End a topic; the row and its marks stay, with who ended it and why.

    Raises:
        PermissionDenied: If the officer may not triage.
        Refused: If no reason is given, or it was ended meanwhile.
    """
    require(officer, Capability.TRIAGE)
    reason = masked_text(reason.strip())[:400]
    if not reason:
        raise Refused(_("请填写停止关注的原因。"))
    rows = WatchTopic.objects.filter(pk=topic.pk, ended_at__isnull=True)
    if rows.update(ended_at=now, ended_by=officer, end_reason=reason) != 1:
        raise _ended()
    record(topic, "topic.ended", officer, now, reason=reason)


def _check(name: str, wanted: TopicDetails, officer: Officer) -> None:
    if not name or len(name) > MAX_NAME_CHARS:
        raise Refused(_("名称须为 1 至 %(most)s 个字。") % {"most": MAX_NAME_CHARS})
    if personal_kind_of_place(name, officer.bureau.district) is not None:
        raise Refused(_("名称疑似个人姓名、账号或号码。关注主题只写事项和地点。"))
    if not wanted.purpose.strip():
        raise Refused(_("请写明为何关注。"))
    if wanted.unit.bureau_id != officer.bureau_id:
        raise Refused(_("责任单位须为本局所列单位。"))
    running = WatchTopic.objects.filter(bureau_id=officer.bureau_id, ended_at__isnull=True)
    if running.count() >= MOST_TOPICS:
        raise Refused(
            _("关注主题最多 %(most)s 个，请先停止不再需要的。") % {"most": MOST_TOPICS}
        )


def _ended() -> Refused:
    return Refused(_("该主题已停止关注，本次操作未执行。请刷新后查看。"))
