"""Versions of a draft: its words at each save.

In:   a draft, who saves it, the moment.    Out:  its words kept as a version.
Cost: two queries and one row a saving; automatic savings of one sitting share a row.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.models import DraftVersion, VersionKind

VERSION_FIELDS = ("title", "claim", "finding", "summary", "body", "correction_note")
SITTING = timedelta(minutes=10)  # automatic savings of one writer within it are one version


def words_of(draft: Draft) -> dict[str, str]:
    """Return the words of a draft as a version keeps them."""
    return {name: getattr(draft, name) for name in VERSION_FIELDS}


def last_version(draft: Draft) -> DraftVersion | None:
    """Return the newest version of a draft."""
    return draft.kept.order_by("-number").first()


def save_version(
    draft: Draft,
    *,
    officer: Officer,
    now: datetime,
    kind: VersionKind = VersionKind.SAVED,
) -> bool:
    """Keep the present words of a draft; returns True if they became a new version.

    Words that the newest version holds already are not kept twice.
    """
    last, words = last_version(draft), words_of(draft)
    if last is not None and last.words == words:
        return False
    if last is not None and _same_sitting(last, officer, kind, now):
        DraftVersion.objects.filter(pk=last.pk).update(words=words, at=now)
        return False
    DraftVersion.objects.create(
        bureau_id=draft.bureau_id,
        draft=draft,
        number=(last.number if last else 0) + 1,
        kind=kind,
        officer=officer,
        begun_at=now,
        at=now,
        words=words,
    )
    return True


def close_automatic_version(draft: Draft) -> None:
    """Keep what was saved automatically for good: the next such saving is a new version."""
    last = last_version(draft)
    if last is not None and last.kind == VersionKind.AUTOMATIC:
        DraftVersion.objects.filter(pk=last.pk).update(kind=VersionKind.SAVED)


def _same_sitting(
    last: DraftVersion, officer: Officer, kind: VersionKind, now: datetime
) -> bool:
    automatic = last.kind == kind == VersionKind.AUTOMATIC
    return automatic and last.officer_id == officer.pk and now - last.begun_at < SITTING
