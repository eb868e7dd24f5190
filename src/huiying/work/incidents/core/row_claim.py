"""Change a row only if it is as the officer saw it: the row decides who was first.

In:   a row with ``state`` and ``revision``, the states that allow the act, what was seen.
Out:  the row moved on by one revision, or a refusal in words.
Cost: one conditional UPDATE, one read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class RowClaim:
    """How rows of one kind are claimed, and what is said when one cannot be.

    ``closed`` and ``late`` are marked for translation; ``closed`` may name ``%(state)s``.
    """

    labels: type[models.TextChoices]
    cannot: type[Exception]  # its state does not allow the act
    stale: type[Exception]  # somebody acted on it since
    closed: str
    late: str

    def __call__(
        self, row: Any, states: tuple[str, ...], revision: int | None, **changes: Any
    ) -> None:
        """Change a row; what is in memory is the row as it is now.

        Args:
            revision: What the form was made from; None = what is in memory.

        Raises:
            Exception: ``cannot`` or ``stale``; nothing was changed.
        """
        seen = row.revision if revision is None else revision
        rows = type(row)._default_manager.filter(pk=row.pk, state__in=states, revision=seen)
        done = rows.update(revision=F("revision") + 1, **changes)
        row.refresh_from_db()
        if done == 1:
            return
        if row.state not in states:
            raise self.cannot(_(self.closed) % {"state": self.labels(row.state).label})
        raise self.stale(_(self.late))
