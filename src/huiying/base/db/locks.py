"""Hold a row until the transaction ends, so that of two acts at once the second waits.

In:   a model and a key.    Out:  the row as it is once it is held.
Cost: one query. SQLite has one writer at a time: there it is a plain read.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def lock_row(model: type[Row], key: int, *, referable: bool = False) -> Row:
    """Hold a row.

    Args:
        referable: Others may insert rows that point to it meanwhile.
    """
    rows = model._default_manager.select_for_update(of=("self",), no_key=referable)
    return rows.get(pk=key)
