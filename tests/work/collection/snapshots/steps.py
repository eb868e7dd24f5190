"""Steps to a snapshot of a page: a post with an address, a website on this machine."""

from __future__ import annotations

from huiying.jobs.upkeep import page_snapshots
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.actions.ask_snapshot import ask_snapshot
from huiying.work.collection.snapshots.models import PageSnapshot
from tests.factories import T0

PAGE = """<html><head><title>{title}</title><meta name="PubDate" content="2026-11-24 08:30">
</head><body><article><h1>{title}</h1><p>{text}</p></article><p>来源：某论坛</p></body></html>"""
TEXT = "云川区佳园小区昨天夜里停水，到今天早上还没有恢复，望有关单位说明原因。"


def page(text=TEXT, title="佳园小区停水"):
    return PAGE.format(title=title, text=text).encode()


def post_at(cast, url, text="佳园小区停水"):
    enter_post(
        bureau=cast.bureau,
        title="",
        text=text,
        url=url,
        channel="论坛",
        published_at=None,
        noticed_at=T0,
        actor=cast.lu.audit_actor(),
        now=T0,
    )
    return Post.objects.get()


def asked(cast, post, now=T0):
    return ask_snapshot(post=post, officer=cast.lu, now=now)


def taken(cast, post, now=T0) -> PageSnapshot:
    row = asked(cast, post, now)
    page_snapshots.turn(now)
    row.refresh_from_db()
    return row
