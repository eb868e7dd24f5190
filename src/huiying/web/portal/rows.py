"""Releases as rows of the public pages: units speak, approvers appear as roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.roles.capabilities import Role
from huiying.jobs import clock
from huiying.web.portal.pages import absolute
from huiying.web.portal.proof import checked_title
from huiying.web.shared.answers import (
    Content,
    VersionRow,
    answer_words,
    evidence_rows,
    placed_paragraphs,
    who_words,
)
from huiying.web.shared.proven_releases import proven
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.facts.released import replaced_facts
from huiying.work.responses.releases.public import listed_topics
from huiying.work.responses.responders.models import Reply


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer of a list, in its newest version; ``at`` is when that was published."""

    url: str
    title: str
    first: str
    finding: str
    at: datetime
    version: int


def answer_rows(bureau: Bureau, load: Callable[[], Iterable[Release]]) -> list[AnswerRow]:
    """Return the answers of a list, each in its newest version."""
    releases, doubted = proven(bureau, load)
    return [
        _checked_row(bureau, row) if row.pk in doubted else answer_row(bureau, row)
        for row in releases
    ]


def _checked_row(bureau: Bureau, release: Release) -> AnswerRow:
    """Return an answer without any word of it."""
    return AnswerRow(
        url=reverse("portal:answer", args=[bureau.slug, release.answer.number]),
        title=checked_title(release),
        first=_("核对以前暂不显示。"),
        finding="",
        at=release.published_at,
        version=release.version,
    )


def answer_row(bureau: Bureau, release: Release) -> AnswerRow:
    """Return one answer of a list, in its newest version."""
    content = release.content
    return AnswerRow(
        url=reverse("portal:answer", args=[bureau.slug, release.answer.number]),
        title=content["title"],
        first=without_codes(content["summary"]),
        finding=content["finding"],
        at=release.published_at,
        version=release.version,
    )


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as a link to the answers filed under it."""

    word: str
    count: int
    url: str
    current: bool


def topic_rows(
    bureau: Bureau, topics: list[tuple[str, int]], *, current: str = ""
) -> list[TopicRow]:
    """Return the topics as links to the answers filed under each."""
    address = reverse("portal:answers", args=[bureau.slug])
    return [
        TopicRow(topic, count, f"{address}?{urlencode({'topic': topic})}", topic == current)
        for topic, count in topics
    ]


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """How a version of an answer was published; ``approved_as`` is a role, never a name.

    Attributes:
        changed_at: When this version came, later than the first.
        permalink: Absolute.
        json_url: The bytes behind the hash.
        current_url: The newest version, where this is an older one; else "".
    """

    topic: str
    published_at: datetime
    changed_at: datetime | None
    approved_as: str
    permalink: str
    hash: str
    json_url: str
    current_url: str


def answer_context(
    request: HttpRequest, bureau: Bureau, releases: list[Release], shown: Release
) -> dict[str, object]:
    """Return one version of an answer for its page.

    Args:
        releases: All versions, newest first.
        shown: The one to show.
    """
    content, topic = shown.content, shown.answer.topic
    args = [bureau.slug, shown.answer.number]
    url = reverse("portal:answer", args=args)
    later = {
        code: reverse("portal:answer", args=[bureau.slug, newer])
        for code, newer in replaced_facts(shown).items()
    }
    evidence = evidence_rows(content["facts"], later)
    return {
        "answer": answer_words(bureau, content, shown.version),
        "release": ReleaseFacts(
            topic=topic if topic in listed_topics(bureau.pk, clock.now()) else "",
            published_at=releases[-1].published_at,
            changed_at=shown.published_at if shown.version > 1 else None,
            approved_as=_("局领导小组%(role)s") % {"role": Role(shown.approved_as).label},
            permalink=absolute(request, url),
            hash=shown.content_hash,
            json_url=reverse("portal:content", args=[*args, shown.version]),
            current_url="" if shown.version == releases[0].version else url,
        ),
        "sealed": sealed_row(content),
        "withheld": content.get("withheld", []),
        "evidence": evidence,
        "paragraphs": placed_paragraphs(content["body"], evidence),
    }


@dataclass(frozen=True, slots=True)
class SealNotice:
    """What stands in the place of words that are sealed."""

    date: datetime
    ground: str
    hash: str


def sealed_row(content: Content) -> SealNotice | None:
    """Return the notice of a sealing; None for words that can be read."""
    sealed = content.get("sealed")
    if sealed is None:
        return None
    return SealNotice(
        datetime.fromisoformat(sealed["date"]), sealed["ground"], sealed.get("hash", "")
    )


def version_rows(bureau: Bureau, releases: list[Release], shown: Release) -> list[VersionRow]:
    """Return all versions, newest first, with what each corrected."""
    return [
        VersionRow(
            number=release.version,
            at=release.published_at,
            note=release.note,
            current=release.pk == shown.pk,
            url=reverse(
                "portal:version", args=[bureau.slug, release.answer.number, release.version]
            ),
            diff_url=reverse(
                "portal:changes", args=[bureau.slug, release.answer.number, release.version]
            )
            if release.version > 1
            else "",
        )
        for release in releases
    ]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """Where else the words of an answer stand, and who posted them there."""

    place: str
    url: str
    at: datetime
    who: str


def reply_rows(bureau: Bureau, replies: list[Reply]) -> list[ReplyRow]:
    """Return where else the words of an answer stand."""
    return [
        ReplyRow(
            place=str(reply.account),
            url=reply.address,
            at=reply.posted_at,
            who=who_words(reply, bureau),
        )
        for reply in replies
    ]
