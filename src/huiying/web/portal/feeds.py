"""The feeds of a bureau's answers: Atom and JSON Feed.

In:   the newest 50 answers.    Out:  one entry each, in the newest version.
Cost: three queries, one when nothing changed.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.web.portal.pages import absolute, bureau_page
from huiying.web.shared.answers import finding_words, speaker_words
from huiying.web.shared.proven_releases import proven
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import strip_unsafe, without_codes
from huiying.work.responses.releases.public import (
    first_published,
    listed_topics,
    public_answers,
)

MOST = 50


class AnswerFeed(Atom1Feed):
    """Atom whose own moment is the newest version, or the bureau's start when there is none."""

    def latest_post_date(self) -> datetime:
        """Return the newest ``updated``; never the present moment, so that ETags hold."""
        dates = [item["updateddate"] for item in self.items]
        start: datetime = self.feed["started"]
        return max(dates, default=start)


@bureau_page
def feed(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Answer with the feed; its words are the published ones, whatever language is asked."""
    home = absolute(request, reverse("portal:home", args=[bureau.slug]))
    document = AnswerFeed(
        title=f"{strip_unsafe(bureau.name)} · 公开回应",
        link=home,
        description="",
        language="zh-Hans",
        feed_url=absolute(request, request.path),
        feed_guid=home,
        author_name=strip_unsafe(bureau.name),
        started=bureau.created_at,
    )
    releases = _newest(bureau)
    started = first_published(releases)
    for release in releases:
        document.add_item(**_entry(request, bureau, release, started[release.answer_id]))
    return HttpResponse(
        document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


@bureau_page
def feed_json(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Answer with the same as JSON Feed 1.1."""
    releases = _newest(bureau)
    started = first_published(releases)
    topics = listed_topics(bureau.pk, clock.now())
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{strip_unsafe(bureau.name)} · 公开回应",
        "home_page_url": absolute(request, reverse("portal:home", args=[bureau.slug])),
        "feed_url": absolute(request, request.path),
        "language": "zh-Hans",
        "authors": [{"name": strip_unsafe(bureau.name)}],
        "items": [
            _item(_entry(request, bureau, release, started[release.answer_id]), release, topics)
            for release in releases
        ],
    }
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, content_type="application/feed+json; charset=utf-8")


def _newest(bureau: Bureau) -> list[Release]:
    """Return the newest answers; one whose words are being checked is not among them."""
    releases, doubted = proven(bureau, lambda: public_answers(bureau.pk)[:MOST])
    return [release for release in releases if release.pk not in doubted]


def _item(entry: dict[str, Any], release: Release, topics: frozenset[str]) -> dict[str, Any]:
    return {
        "id": entry["unique_id"],
        "url": entry["link"],
        "title": entry["title"],
        "content_html": entry["description"],
        "date_published": entry["pubdate"].isoformat(),
        "date_modified": entry["updateddate"].isoformat(),
        "authors": [{"name": entry["author_name"]}],
        "tags": [topic] if (topic := release.answer.topic) in topics else [],
    }


def _entry(
    request: HttpRequest, bureau: Bureau, release: Release, started: datetime
) -> dict[str, Any]:
    content = release.content
    path = reverse("portal:answer", args=[bureau.slug, release.answer.number])
    address = absolute(request, path)
    return {
        "title": strip_unsafe(content["title"]),
        "link": address,
        "unique_id": address,
        "description": strip_unsafe(_text(release)),
        "pubdate": started,
        "updateddate": release.published_at,
        "author_name": strip_unsafe(speaker_words(bureau, content["speaker"])),
    }


def _text(release: Release) -> str:
    """Return the answer as HTML, with every character of its texts escaped."""
    content = release.content
    parts = [finding_words(content["finding"]), without_codes(content["summary"])]
    if release.note:
        parts.insert(0, f"第 {release.version} 版，更正：{release.note}")
    head = "".join(f"<p>{escape(part)}</p>" for part in parts)
    return head + linebreaks(without_codes(content["body"]), autoescape=True)
