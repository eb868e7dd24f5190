"""Put a public answer into the search."""

from __future__ import annotations

from typing import Any

from huiying.base.search.documents import put
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import without_codes

SEARCH_KIND = "answer"


def index_release(release: Release) -> None:
    """Put the words of a release into the public search."""
    put(
        bureau_id=release.bureau_id,
        kind=SEARCH_KIND,
        ref=release.answer.number,
        text=searchable_text(release.content),
        public=True,
        at=release.published_at,
    )


def searchable_text(content: dict[str, Any]) -> str:
    """Return the words by which a public answer can be found."""
    names = ("title", "claim", "summary", "body")
    facts = [fact["statement"] for fact in content["facts"]]
    text = "\n".join([*(content[name] for name in names if content[name]), *facts])
    return without_codes(text)
