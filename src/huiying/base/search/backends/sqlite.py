"""Find phrases with FTS5.

In:   words as tokens.    Out:  a condition on documents.
Cost: one full-text look-up; triggers keep the index in step with the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.expressions import RawSQL


def matching(words: Sequence[Sequence[str]]) -> Q:
    """Return the condition that a text holds every word, each as tokens in a row.

    Tokens are letters and digits alone (``words.tokens_of``), so that quoting them is enough to
    make anything a person types a literal phrase.
    """
    question = " AND ".join(f'"{" ".join(word)}"' for word in words)
    found = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [question])
    return Q(pk__in=found)
