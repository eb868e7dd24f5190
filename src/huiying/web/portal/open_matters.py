"""What is not over yet in public: matters being verified, and what was promised.

In:   a bureau, a published version.    Out:  rows of the front page and of an answer.
Cost: three queries each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.web.shared.answers import speaker_words
from huiying.web.shared.proven_releases import proven
from huiying.work.responses.checks.form import contains_part
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import sentences, without_codes
from huiying.work.responses.releases.standing import holding_statements, promises_in

MOST_CHECKING = 6


@dataclass(frozen=True, slots=True)
class CheckingRow:
    """A matter that is being verified, as its holding statement names it.

    Attributes:
        since: When this version of the statement was published.
        next_word: The sentence that says when the next word comes.
    """

    title: str
    url: str
    unit: str
    since: datetime
    next_word: str


def checking_rows(bureau: Bureau) -> list[CheckingRow]:
    """Return the matters that a holding statement made public and no answer has ended."""
    releases, doubted = proven(bureau, lambda: holding_statements(bureau.pk)[:MOST_CHECKING])
    return [
        CheckingRow(
            title=row.content["title"],
            url=reverse("portal:answer", args=[bureau.slug, row.answer.number]),
            unit=speaker_words(bureau, row.content["speaker"]),
            since=row.published_at,
            next_word=_next_word(row.content),
        )
        for row in releases
        if row.pk not in doubted and "sealed" not in row.content
    ]


def _next_word(content: Mapping[str, Any]) -> str:
    text = without_codes(f"{content['summary']}\n{content['body']}")
    return next((line for line in sentences(text) if contains_part("next_word", line)), "")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A commitment that stands in an answer.

    Attributes:
        fulfilled_at: When it was fulfilled; None = not yet.
        late: Fulfilled after its day, or its day is over.
    """

    text: str
    due_at: datetime
    fulfilled_at: datetime | None
    late: bool


def promise_rows(shown: Release) -> list[PromiseRow]:
    """Return the commitments that the words of a version hold; none of sealed words."""
    if "sealed" in shown.content:
        return []
    now = clock.now()
    return [
        PromiseRow(
            text=row.text,
            due_at=row.due_at,
            fulfilled_at=row.fulfilled_at,
            late=row.late or (row.fulfilled_at is None and row.due_at < now),
        )
        for row in promises_in(shown.answer, shown.content)
    ]
