"""Search among texts that change: put, remove, find; the same results on both databases.

In:   texts with (bureau, kind, public number).    Out:  public numbers, newest first.
Cost: putting is one row; finding is one look-up and one count.

The unit found is the issue, never the person: a question for a phone, an id number or a handle
is answered with the reason why not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from huiying.base.search.backends import postgres, sqlite
from huiying.base.search.models import SearchDocument
from huiying.base.search.personal import personal_search_refusal
from huiying.base.search.tokens import stored_tokens, words_of

_BACKENDS = {"sqlite": sqlite.matching, "postgresql": postgres.matching}


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be found."""

    kind: str
    ref: str  # public number, unique per bureau and kind
    text: str
    public: bool
    at: datetime  # orders the hits


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that holds the phrase."""

    kind: str
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found; ``refused`` says why nothing was looked for."""

    total: int
    hits: tuple[Hit, ...] = ()
    refused: str | None = None

    @property
    def refs(self) -> list[str]:
        """The public numbers of this page of hits, newest first."""
        return [hit.ref for hit in self.hits]


def put(*, bureau_id: int, kind: str, ref: str, text: str, public: bool, at: datetime) -> None:
    """Make a text findable, or replace it."""
    put_many(bureau_id=bureau_id, documents=[Document(kind, ref, text, public, at)])


@transaction.atomic
def put_many(*, bureau_id: int, documents: Iterable[Document]) -> None:
    """Make many texts findable in one statement (at most a few hundred)."""
    rows = [
        SearchDocument(
            bureau_ref=bureau_id,
            kind=document.kind,
            ref=document.ref,
            text=document.text.replace("\x00", ""),
            tokens=stored_tokens(document.text),
            public=document.public,
            at=document.at,
        )
        for document in documents
    ]
    SearchDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["text", "tokens", "public", "at"],
        unique_fields=["bureau_ref", "kind", "ref"],
    )


def remove(*, bureau_id: int, kind: str, ref: str) -> None:
    """Make a text unfindable; one that is not there stays away."""
    SearchDocument.objects.filter(bureau_ref=bureau_id, kind=kind, ref=ref).delete()


def find(
    *,
    bureau_id: int,
    phrase: str,
    kinds: Collection[str] | None = None,
    public_only: bool = False,
    limit: int = 20,
    offset: int = 0,
    count: bool = True,
) -> Hits:
    """Return the documents of a bureau that hold every word of the phrase, newest first.

    Words are parted by spaces; each must stand in the text as it was typed. Anything typed is
    taken literally: there are no operators.

    Args:
        kinds: Only these kinds; None = all.
        public_only: Only texts that anybody may read (the portal always says True).
        limit: At most so many hits, 1–1,000; ``total`` counts all.
        count: False where nobody asks how many there are: ``total`` ends with the hits.
    """
    refused = personal_search_refusal(phrase)
    if refused is not None:
        return Hits(0, refused=refused)
    words = words_of(phrase)
    if not words:
        return Hits(0)
    found = SearchDocument.objects.filter(
        _BACKENDS[connection.vendor](words), bureau_ref=bureau_id
    )
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    if public_only:
        found = found.filter(public=True)
    most = min(limit, 1000)
    rows = found.order_by("-at", "-pk").values_list("kind", "ref", "at")
    page = [Hit(*row) for row in rows[offset : offset + most]]
    every = page and len(page) < most  # an empty page may lie behind the last hit
    total = offset + len(page) if every or not count else found.count()
    return Hits(total, tuple(page))
