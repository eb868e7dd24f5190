"""网页快照 on the page of a post: what its page said, with hashes; the button that asks.

In:   a text and its copies, the reader.    Out:  rows of a panel, an act.
Cost: one query.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.db.job_rows import JobState
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.declared_acts import ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.access import post_for
from huiying.work.collection.snapshots.actions.ask_snapshot import ask_snapshot
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.queries import snapshots_of
from huiying.work.incidents.placements.queries import group_id_of

TO = Capability.ENTER_POSTS


def _page_of(post: Post) -> str:
    group = group_id_of(post) or post.pk
    return f"{reverse('console:copies', args=[group])}?post={post.pk}#snapshots"


POST = Target(row=post_for, back=_page_of)


@ButtonAct(POST, TO)
def take_snapshot(post: Post, by: By, _posted: QueryDict) -> Text:
    """留存网页快照: a job takes it."""
    ask_snapshot(post=post, **by.stamp)
    return _("已排队留存，一般一分钟内完成。")


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One snapshot: what it says, or why there is none."""

    id: int
    state_word: str
    taken_at: datetime | None
    requested_at: datetime
    requested_by: str
    title: str
    text: str
    shortened: bool
    changed: bool
    page_sha256: str
    text_sha256: str
    failure: str


def snapshot_rows(bureau_id: int, posts: Collection[int]) -> list[SnapshotRow]:
    """Return the snapshots of a text and its copies, the newest first."""
    return [_row(one) for one in snapshots_of(bureau_id, posts)]


def _row(one: PageSnapshot) -> SnapshotRow:
    return SnapshotRow(
        id=one.pk,
        state_word="" if one.state == JobState.DONE else one.get_state_display(),
        taken_at=one.taken_at,
        requested_at=one.requested_at,
        requested_by=one.requested_by.name,
        title=one.title,
        text=one.text,
        shortened=one.shortened,
        changed=one.changed,
        page_sha256=one.page_sha256,
        text_sha256=one.text_sha256,
        failure=in_language(one.failure) if one.failure else "",
    )


def snapshot_act(officer: Officer, post: Post) -> ActButton | None:
    """Return the button of a post that has an address, for who enters posts."""
    if not post.url or not may(officer, TO):
        return None
    return act_button(_("留存网页快照"), "console:post-snapshot", post.pk, method="post")
