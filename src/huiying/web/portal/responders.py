"""回应人员: who answers under the bureau's name, on which accounts, and what they answered.

Who leaves is gone from both pages at once; what he answered stays, under the unit's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huiying.base.accounts.core.models import Bureau
from huiying.web.portal.pages import bureau_page, frame
from huiying.web.portal.proof import checked_title
from huiying.web.shared.proven_releases import proven
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.queries import own_accounts
from huiying.work.responses.releases.public import public_answers
from huiying.work.responses.responders.queries import answers_by, public_line, public_roster


@dataclass(frozen=True, slots=True)
class ResponderRow:
    """A line of the public roster; ``posted`` counts answers on outside platforms."""

    name: str
    unit: str
    role: str
    covers: str
    since: datetime | None
    posted: int
    url: str


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """What a responder answered; ``place`` is "" for the bureau's own site."""

    title: str
    url: str
    version: int
    at: datetime
    place: str
    address: str


@bureau_page
def roster(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Show the public roster and the official accounts."""
    context = {
        **frame(bureau),
        "lines": [
            ResponderRow(
                name=row.work_name,
                unit=row.public_unit,
                role=row.role,
                covers=row.covers,
                since=row.consented_at,
                posted=row.posted,  # type: ignore[attr-defined]  # annotated
                url=reverse("portal:responder", args=[bureau.slug, row.number]),
            )
            for row in public_roster(bureau.pk)
        ],
        "accounts": list(own_accounts(bureau.pk)),
    }
    return render(request, "portal/responders.html", context)


@bureau_page
def line(request: HttpRequest, bureau: Bureau, number: str) -> HttpResponse:
    """Show what one responder answered."""
    found = public_line(bureau.pk, number)
    if found is None:
        raise Http404
    replies = answers_by(found)
    numbers = [row.release.answer.number for row in replies]
    releases, doubted = proven(bureau, lambda: public_answers(bureau.pk, numbers=numbers))
    shown = {row.answer.number: row for row in releases}
    context = {
        **frame(bureau),
        "line": found,
        "answers": [
            AnsweredRow(
                title=_title(shown[row.release.answer.number], doubted),
                url=reverse("portal:answer", args=[bureau.slug, row.release.answer.number]),
                version=row.release.version,
                at=row.at,
                place=str(row.account) if row.account else "",
                address=row.address,
            )
            for row in replies
            if row.release.answer.number in shown
        ],
    }
    return render(request, "portal/responder.html", context)


def _title(release: Release, doubted: frozenset[int]) -> str:
    return checked_title(release) if release.pk in doubted else str(release.content["title"])
