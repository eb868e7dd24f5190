"""Releases as rows of the public pages: units speak, approvers appear as roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.roles.capabilities import Role
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.portal.pages import absolute
from huiying.web.portal.proof import checked_title, proven
from huiying.web.shared.answers import (
    evidence_rows,
    form_words,
    number_words,
    placed_paragraphs,
    speaker_words,
    who_words,
)
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import first_sentence, without_codes
from huiying.work.responses.facts.released import replaced_facts
from huiying.work.responses.responders.models import Reply


def answer_rows(bureau: Bureau, load: Callable[[], Iterable[Release]]) -> list[dict[str, Any]]:
    """Return the answers of a list, each in its newest version."""
    releases, doubted = proven(bureau, load)
    return [
        _checked_row(bureau, row) if row.pk in doubted else answer_row(bureau, row)
        for row in releases
    ]


def _checked_row(bureau: Bureau, release: Release) -> dict[str, Any]:
    """Return an answer without any word of it."""
    return {
        "url": reverse("portal:answer", args=[bureau.slug, release.answer.number]),
        "title": checked_title(release),
        "first": _("核对以前暂不显示。"),
        "finding": "",
        "at": release.published_at,
        "version": release.version,
        "corrected": release.version > 1,
    }


def answer_row(bureau: Bureau, release: Release) -> dict[str, Any]:
    """Return one answer of a list, in its newest version."""
    content = release.content
    return {
        "url": reverse("portal:answer", args=[bureau.slug, release.answer.number]),
        "title": content["title"],
        "first": without_codes(content["summary"]),
        "finding": content["finding"],
        "at": release.published_at,
        "version": release.version,
        "corrected": release.version > 1,
    }


def topic_rows(
    bureau: Bureau, topics: list[tuple[str, int]], *, current: str = ""
) -> list[dict[str, Any]]:
    """Return the topics as links to the answers filed under each."""
    address = reverse("portal:answers", args=[bureau.slug])
    return [
        {
            "word": topic,
            "count": count,
            "url": f"{address}?{urlencode({'topic': topic})}",
            "current": topic == current,
        }
        for topic, count in topics
    ]


def answer_context(
    request: HttpRequest, bureau: Bureau, releases: list[Release], shown: Release
) -> dict[str, Any]:
    """Return one version of an answer for its page.

    Args:
        releases: All versions, newest first.
        shown: The one to show.
    """
    content = shown.content
    number = shown.answer.number
    args = [bureau.slug, number]
    first = releases[-1]
    replaced = replaced_facts(shown)
    form = content.get("form", "")
    evidence = [
        {**row, "later_url": reverse("portal:answer", args=[bureau.slug, newer])}
        if (newer := replaced.get(row["code"]))
        else row
        for row in evidence_rows(content["facts"])
    ]
    places = {row["code"]: row["place"] for row in evidence}
    return {
        "answer": {
            "title": content["title"],
            "number": number_words(number),
            "topic": shown.answer.topic,
            "unit": speaker_words(bureau, content["speaker"]),
            "published_at": first.published_at,
            "version": shown.version,
            "changed_at": shown.published_at if shown.version > 1 else None,
            "claim": content["claim"],
            "form": form_words(form) if form else "",
            "holding": form == AnswerForm.HOLDING,
            "finding": content["finding"],
            "finding_text": without_codes(content["summary"]),
            "first": without_codes(first_sentence(content["summary"])),
            "note": content["note"],
            "approved_as": _("局领导小组%(role)s") % {"role": Role(shown.approved_as).label},
            "permalink": absolute(request, reverse("portal:answer", args=args)),
            "hash": shown.content_hash,
            "json_url": reverse("portal:content", args=[*args, shown.version]),
        },
        "sealed": sealed_row(content),
        "withheld": content.get("withheld", []),
        "evidence": evidence,
        "paragraphs": placed_paragraphs(content["body"], places),
        "old": None
        if shown.version == releases[0].version
        else {
            "number": shown.version,
            "current_url": reverse("portal:answer", args=args),
        },
    }


def sealed_row(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return the notice of a sealing; None for words that can be read."""
    sealed = content.get("sealed")
    if sealed is None:
        return None
    return {**sealed, "date": datetime.fromisoformat(sealed["date"])}


def version_rows(
    bureau: Bureau, releases: list[Release], shown: Release
) -> list[dict[str, Any]]:
    """Return all versions, newest first, with what each corrected."""
    return [
        {
            "number": release.version,
            "at": release.published_at,
            "note": release.note,
            "current": release.pk == shown.pk,
            "url": reverse(
                "portal:version", args=[bureau.slug, release.answer.number, release.version]
            ),
            "diff_url": reverse(
                "portal:changes", args=[bureau.slug, release.answer.number, release.version]
            )
            if release.version > 1
            else "",
        }
        for release in releases
    ]


def reply_rows(bureau: Bureau, replies: list[Reply]) -> list[dict[str, Any]]:
    """Return where else the words of an answer stand, and who posted them there."""
    return [
        {
            "place": str(reply.account),
            "url": reply.address,
            "at": reply.posted_at,
            "who": f"{bureau.name}{who_words(reply)}",
        }
        for reply in replies
    ]
