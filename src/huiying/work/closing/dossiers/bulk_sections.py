"""The long parts of a dossier, read in chunks: posts without authors, the record with hashes.

In:   a matter.    Out:  sections that read the database while they are written.
Cost: one query for 500 rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import canonical_json
from huiying.policy.rulebook.platforms import is_other
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.section import Cells, Section, as_text
from huiying.work.collection.core.post_address import bare_address
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.placements.models import Placement

CHUNK = 500
HIDDEN_DATA = "〔含不予公开内容，仅列校验值〕"


def post_section(matter: Matter) -> Section:
    """Return the posts of a matter: place, time, masked words, copies; nothing of who wrote."""
    headings = (
        "序号",
        "平台",
        "发布时间",
        "收录时间",
        "标题",
        "内容",
        "链接",
        "重复组",
        "来源",
    )
    return Section("posts", "帖文", "Post, Placement", headings, _posts(matter))


def _posts(matter: Matter) -> Iterator[Cells]:
    last, number = 0, 0
    placed = Placement.objects.filter(
        bureau_id=matter.bureau_id, event_id__in=matter.events
    ).order_by("post_id")
    while rows := list(
        placed.filter(post_id__gt=last).values_list("post_id", "group_id")[:CHUNK]
    ):
        groups = dict(rows)
        last = rows[-1][0]
        posts = list(Post.objects.filter(pk__in=groups).select_related("source").order_by("pk"))
        mask_open_names(posts)
        for post in posts:
            number += 1
            yield [
                str(number),
                "其他" if is_other(post.channel) else post.channel,
                as_text(post.published_at),
                as_text(post.collected_at),
                post.title,
                post.text,
                bare_address(post.url),
                str(groups[post.pk]),
                post.source.name,
            ]


def record_section(matter: Matter) -> Section:
    """Return the entries of the record on the timelines of the matter, with their hashes.

    Data that would show what is kept back are left out: the hash still binds them.
    """
    headings = (
        *("序号", "时间", "操作人", "操作", "对象", "编号", "数据"),
        *("前一条校验值", "本条校验值"),
    )
    return Section("record", "审计记录", "AuditRecord", headings, _record(matter))


def _record(matter: Matter) -> Iterator[Cells]:
    topics = [incident.audit_topic for incident in matter.incidents]
    rows = AuditRecord.objects.filter(bureau_ref=matter.bureau_id, topic__in=topics)
    for row in rows.order_by("seq").iterator(chunk_size=CHUNK):
        data = canonical_json(row.data)
        touched = matter.withheld.touches(data)
        yield [
            str(row.seq),
            as_text(row.at),
            row.actor_label,
            row.verb,
            row.kind,
            row.ref,
            HIDDEN_DATA if touched else data,
            row.previous,
            row.hash,
        ]


def timeline_section(matter: Matter) -> Section:
    """Return who did what when, in the order of the record, for people."""
    headings = ("时间", "操作人", "操作", "编号", "理由")
    return Section("timeline", "办理过程", "AuditRecord", headings, _timeline(matter))


def _timeline(matter: Matter) -> Iterator[Cells]:
    topics = [incident.audit_topic for incident in matter.incidents]
    rows = AuditRecord.objects.filter(bureau_ref=matter.bureau_id, topic__in=topics)
    for row in rows.order_by("seq").iterator(chunk_size=CHUNK):
        reason = row.data.get("reason", "")
        yield [
            as_text(row.at),
            row.actor_label,
            row.verb,
            row.ref,
            reason if isinstance(reason, str) else "",
        ]
