"""Change a rule book row by row: what a bureau may edit, and the book that edits lead to.

In:   rule-book data, edits (row path → row).          Out:  data, changes by row.
Cost: linear in the size of the book.

A row is what people read as one rule: a period, a number, a clause, the proofs of a channel,
the list of platforms, the list of topics.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from huiying.policy.grading.clauses import demands
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.data import diff, to_data
from huiying.reasons.rendering import render

Edits = Mapping[str, Any]
EDITABLE = (
    "deadlines",
    "grade/numbers",
    "grade/media_scores",
    "grade/clauses",
    "promotion/numbers",
    "ladder",
    "procedure",
    "gates",
    "delivery_proofs",
    "platforms",
    "topics",
    "archive/periods",
    "archive/posts",
    "archive/petitions",
    "archive/reports",
)
"""The tables whose rows are edited one by one."""
WHOLE = ("media_tiers",)
"""The tables that are edited as one row, since entries come and go."""
_DEPTH = {"grade": 3, "promotion": 3, "archive": 3}
_FLAT = 2  # parts of a row's path in every other table


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs between two books; None = the row is absent."""

    path: str
    old: Any
    new: Any


def row_path(path: str) -> str:
    """Return the path of the row that a path lies in."""
    parts = path.split("/")
    return "/".join(parts[: _DEPTH.get(parts[0], _FLAT)])


def table_of(path: str) -> str:
    """Return the table that a row's path lies in; a whole table is its own.

    >>> table_of("grade/numbers/voices"), table_of("media_tiers")
    ('grade/numbers', 'media_tiers')
    """
    return path.rpartition("/")[0] or path


def row_at(data: Mapping[str, Any], path: str) -> Any:
    """Return the row at a path; None if there is none."""
    here: Any = data
    for part in path.split("/"):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here


def editable_row(data: Mapping[str, Any], path: str) -> Any:
    """Return a row that a bureau may edit.

    Raises:
        KeyError: If the path names no row, or one that cannot be edited.
    """
    row = row_at(data, path)
    if row is None or (path not in WHOLE and table_of(path) not in EDITABLE):
        raise KeyError(path)
    return row


def with_edits(data: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """Return the data with rows replaced; a row that the book no longer has is left out."""
    edited = deepcopy(dict(data))
    for path, row in edits.items():
        table, _slash, code = path.rpartition("/")
        rows = row_at(edited, table) if table else edited
        if isinstance(rows, dict) and code in rows:
            rows[code] = deepcopy(row)
    return edited


def rows_of(
    paths: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """Return the paths of rows, those of a table that is edited whole one by one."""
    return [
        row
        for path in paths
        for row in (
            [f"{path}/{code}" for code in before[path] | after[path]]
            if path in WHOLE
            else [path]
        )
    ]


def row_changes(old: RuleBook, new: RuleBook) -> list[RowChange]:
    """Return the rows that differ between two books, sorted by path."""
    before, after = to_data(old), to_data(new)
    paths = dict.fromkeys(row_path(change.path) for change in diff(old, new))
    return [
        RowChange(path, row_at(before, path), row_at(after, path))
        for path in paths
        if path not in ("version", "effective_from")
    ]


def clause_words(row: Mapping[str, Any]) -> str:
    """Say the demands of a grade clause in Chinese, as they are kept in the book."""
    sentence = demands(*(row[name] for name in ("content", "highest", "second", "spread")))
    return render(sentence) if sentence else ""
