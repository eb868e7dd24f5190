"""Published answers and public counts for systems that read: what the portal shows.

In:   ``GET /api/v1/releases`` and ``/petitions/counts``, a token with their scopes.
Out:  every version with its hash, as it was published; counts with small ones hidden.
Cost: three queries a page; three for the counts.

Words that differ from the record are never handed out, of sealed ones only that they are.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.scopes import Scope
from huiying.jobs import clock
from huiying.web.api.calls import api
from huiying.web.api.read_schema import COUNTS, RELEASES
from huiying.web.api.reading import answer, moment, page_of
from huiying.web.shared.answers import speaker_words
from huiying.web.shared.proven_releases import proven
from huiying.web.shared.public_address import public_address
from huiying.work.petitions.ratings.figures import DAYS, petition_figures
from huiying.work.responses.core.text import strip_unsafe, without_codes
from huiying.work.responses.releases.public import public_history


@api.get("/releases", url_name="releases", openapi_extra=RELEASES)
def list_releases(request: HttpRequest) -> HttpResponse:
    """List every published version, the first published first."""

    def read(token: IntegrationToken) -> dict[str, Any]:
        after = ""

        def load() -> list[Any]:
            nonlocal after
            page = page_of(request, public_history(token.bureau_id))
            after = page.after
            return list(page.rows)

        releases, doubted = proven(token.bureau, load)
        items = [
            _head(row, token)
            | ({"being_checked": True} if row.pk in doubted else _words(row, token))
            for row in releases
        ]
        return {"items": items, "next": after or None}

    return answer(request, Scope.RELEASES, read)


@api.get("/petitions/counts", url_name="petition-counts", openapi_extra=COUNTS)
def count_petitions(request: HttpRequest) -> HttpResponse:
    """Return the public counts of petitions of the last 90 days; null = hidden, 1 to 4."""

    def read(token: IntegrationToken) -> dict[str, Any]:
        return {"days": DAYS, **asdict(petition_figures(token.bureau_id, clock.now()))}

    return answer(request, Scope.PETITIONS, read)


def _head(row: Any, token: IntegrationToken) -> dict[str, Any]:
    number = row.answer.number
    return {
        "number": number,
        "version": row.version,
        "newest": row.newest,
        "published_at": moment(row.published_at),
        "hash": row.content_hash,
        "url": public_address(token.bureau.slug, number),
        "being_checked": False,
        "sealed": None,
        "speaker": None,
        "title": None,
        "summary": None,
        "body": None,
        "finding": None,
        "form": None,
        "correction": None,
    }


def _words(row: Any, token: IntegrationToken) -> dict[str, Any]:
    content = row.content
    if "sealed" in content:
        sealed = content["sealed"]
        return {"sealed": {"date": sealed["date"], "ground": sealed["ground"]}}
    return {
        "speaker": strip_unsafe(speaker_words(token.bureau, content["speaker"])),
        "title": strip_unsafe(content["title"]),
        "summary": strip_unsafe(without_codes(content["summary"])),
        "body": strip_unsafe(without_codes(content["body"])),
        "finding": content["finding"] or None,
        "form": content.get("form") or None,
        "correction": row.note or None,
    }
