"""Suppress small counts of a published table, also against subtraction.

In:   the counts of one table whose total is published.    Out:  the counts, None = hidden.
Cost: O(n log n) in the number of cells.

A count from 1 to 4 could point at a person; 0 points at nobody. What is hidden must not be
found again from the total: at least two cells are hidden, together at least ``MINIMUM``.
"""

from collections.abc import Mapping

MINIMUM = 5


def is_small(count: int) -> bool:
    """Tell whether a count is too small to be published.

    >>> [is_small(count) for count in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < count < MINIMUM


def publishable(count: int) -> int | None:
    """Return a count that stands alone, None when it is hidden."""
    return None if is_small(count) else count


def suppress(cells: Mapping[str, int]) -> dict[str, int | None]:
    """Return the cells of a table with its small ones hidden, and what would give them away.

    The total of the cells may be published beside them unless it is small itself; then every
    cell that is not 0 is hidden.

    >>> suppress({"a": 2, "b": 7, "c": 20})
    {'a': None, 'b': None, 'c': 20}
    >>> suppress({"a": 0, "b": 7})
    {'a': 0, 'b': 7}
    """
    hidden = {name for name, count in cells.items() if is_small(count)}
    if not hidden:
        return dict(cells)
    rest = sorted((count, name) for name, count in cells.items() if name not in hidden)
    for count, name in rest:
        if len(hidden) > 1 and sum(cells[each] for each in hidden) >= MINIMUM:
            break
        if count:
            hidden.add(name)
    return {name: None if name in hidden else count for name, count in cells.items()}
