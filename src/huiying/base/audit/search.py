"""Find audit records by label or number of their subject.

In:   a bureau, words.    Out:  records, newest first.
Cost: one look-up in the index and one query.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiying.base.audit.models import AuditRecord
from huiying.base.search import series
from huiying.base.search.series import SearchSeries, SeriesQuery, SeriesText

BATCH = 20  # texts in memory at once, when a shelf is filled anew; each may be long


def index_records(bureau_id: int, records: Iterable[AuditRecord]) -> None:
    """Put records on their shelf, in the transaction that stores them."""
    texts = [
        SeriesText(row.pk, f"{row.label} {row.ref} {row.topic} {row.verb}") for row in records
    ]
    series.put(SearchSeries.RECORD, bureau_id=bureau_id, texts=texts)


def reindex_records() -> None:
    """Fill the shelf anew from all records: after a backup was restored."""
    series.empty(SearchSeries.RECORD)
    last = 0
    every = AuditRecord.objects.filter(bureau_ref__gt=0)  # none of a restricted chain
    while rows := list(every.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for bureau in {row.bureau_ref for row in rows}:
            index_records(bureau, (row for row in rows if row.bureau_ref == bureau))
        last = rows[-1].pk


def record_question(
    bureau_id: int,
    phrase: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
) -> SeriesQuery:
    """Return the question for the records of a phrase, written within a time.

    Args:
        before: The key of the last record of the page before.
    """
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id).order_by("at", "pk")
    first = rows.filter(at__gte=since).values_list("pk", flat=True).first() if since else 0
    ends = [before] if before is not None else []
    if until and (end := rows.filter(at__gte=until).values_list("pk", flat=True).first()):
        ends.append(end)
    nothing = first is None  # no record is as young as that
    return SeriesQuery(
        phrase, since=first or 0, before=0 if nothing else min(ends, default=None)
    )


def search_records(bureau_id: int, question: SeriesQuery, *, limit: int) -> list[AuditRecord]:
    """Return the newest records that answer; none to a question for a person."""
    found = series.find(
        SearchSeries.RECORD, bureau_id=bureau_id, question=question, limit=limit
    )
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, pk__in=found.numbers)
    return list(rows.order_by("-pk"))


def count_records(bureau_id: int, question: SeriesQuery) -> int:
    """Return how many records answer; ``series.MOST_COUNTED`` + 1 stands for more."""
    return series.count(SearchSeries.RECORD, bureau_id=bureau_id, question=question)
