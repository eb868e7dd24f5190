"""Change a row only if it is as the officer saw it: the row decides who was first.

In:   a row with a ``revision``, what was seen, the new values.
Out:  the row moved on by one revision, or word that somebody was faster.
Cost: one conditional UPDATE, one read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.errors import Refused, Stale


def claim_row(
    row: Any, revision: int | None, changes: Mapping[str, Any] = {}, /, **only: Any
) -> bool:
    """Change a row; False if it is not as it was seen, and nothing was changed.

    Args:
        row: Read anew when it was changed, else as it was.
        revision: What the form was made from; None = what is in memory.
        only: What must hold as well, as for ``filter``.
    """
    shown_revision = row.revision if revision is None else revision
    rows = type(row)._default_manager.filter(pk=row.pk, revision=shown_revision, **only)
    if rows.update(revision=F("revision") + 1, **changes) != 1:
        return False
    row.refresh_from_db()
    return True


@dataclass(frozen=True, slots=True)
class RowClaim:
    """How rows with a state are claimed, and what is said when one cannot be.

    ``closed`` and ``late`` are marked for translation; ``closed`` may name ``%(state)s``.
    """

    labels: type[models.TextChoices]
    closed: str
    late: str

    def __call__(
        self, row: Any, states: tuple[str, ...], revision: int | None, **changes: Any
    ) -> None:
        """Change a row; what is in memory is the row as it is now.

        Args:
            revision: What the form was made from; None = what is in memory.

        Raises:
            Refused: If its state does not allow the act.
            Stale: If somebody acted on it since.
        """
        if claim_row(row, revision, changes, state__in=states):
            return
        row.refresh_from_db()
        if row.state not in states:
            raise Refused(_(self.closed) % {"state": self.labels(row.state).label})
        raise Stale(_(self.late))
