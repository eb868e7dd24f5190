"""The kinds of channel that are watched: closed, marked by their basis, each with a state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.monitoring.coverage import (
    BUREAU,
    KINDS,
    REGULATION,
    CoverageState,
    Way,
    kind_of,
    state_of,
)
from huiying.policy.monitoring.platform_kinds import PLATFORMS as BY_KIND
from huiying.policy.rulebook.platform_seed import PLATFORMS

pytestmark = pytest.mark.clause("5h")
WAYS = st.lists(st.tuples(st.sampled_from(list(Way)), st.booleans()), max_size=6)


def test_websites_and_new_media_are_the_words_of_the_regulation_and_no_other_kind_is():
    assert [kind.code for kind in KINDS if kind.basis == REGULATION] == ["website", "new_media"]
    assert {kind.basis for kind in KINDS} == {REGULATION, BUREAU}


def test_every_platform_that_a_bureau_starts_with_belongs_to_a_kind():
    assert [name for name in PLATFORMS if not kind_of(name)] == []
    assert all(name in PLATFORMS for names in BY_KIND.values() for name in names)
    assert BY_KIND.keys() == {kind.code for kind in KINDS}


@pytest.mark.parametrize(
    ("ways", "state"),
    [
        ([], CoverageState.GAP),
        ([(Way.AUTOMATIC, True)], CoverageState.COVERED),
        ([(Way.AUTOMATIC, False)], CoverageState.FAILING),
        ([(Way.PATROL, True)], CoverageState.PATROL_ONLY),
        ([(Way.PATROL, False)], CoverageState.FAILING),
        ([(Way.AUTOMATIC, False), (Way.PATROL, True)], CoverageState.FAILING),
        ([(Way.SHARED, True), (Way.AUTOMATIC, False)], CoverageState.COVERED),
    ],
)
def test_the_state_follows_from_what_watches(ways, state):
    assert state_of(ways, not_needed=False) == state


@given(WAYS)
def test_not_needed_hides_no_failure_of_what_is_watched_by_patrol_or_source(ways):
    """It changes only what does not work at all; what works counts first."""
    plain, exempt = (state_of(ways, not_needed=answer) for answer in (False, True))

    if any(works for _way, works in ways):
        assert exempt == plain
    else:
        assert exempt == CoverageState.NOT_NEEDED
