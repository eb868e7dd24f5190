"""A small count is hidden, and nobody finds it by subtraction."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.release.small_counts import MINIMUM, publishable, suppress

TABLES = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(min_value=0, max_value=30), min_size=1
)


def possible(cells, found):
    """Return every table that a reader could still believe in, who knows the total."""
    names = [name for name, count in found.items() if count is None]
    rest = sum(cells[name] for name in names)
    return [
        dict(zip(names, guess, strict=True))
        for guess in product(range(1, rest + 1), repeat=len(names))
        if sum(guess) == rest
    ]


@given(TABLES)
def test_what_is_shown_is_true_and_never_small(cells):
    found = suppress(cells)

    assert found.keys() == cells.keys()
    for name, count in found.items():
        assert count is None or count == cells[name]
        assert count is None or count == 0 or count >= MINIMUM


@given(
    st.dictionaries(
        st.sampled_from("abc"), st.integers(min_value=0, max_value=12), min_size=2
    ).filter(lambda cells: sum(cells.values()) >= MINIMUM)
)
def test_no_hidden_count_follows_from_the_total(cells):
    found = suppress(cells)
    tables = possible(cells, found)

    for name, count in found.items():
        if count is None:
            assert len({table[name] for table in tables}) > 1, (cells, found)


def test_a_count_that_stands_alone_is_hidden_when_small():
    assert [publishable(count) for count in (0, 1, 4, 5, 60)] == [0, None, None, 5, 60]
