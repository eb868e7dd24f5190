"""The ladder leads up only, and skips whoever is away."""

from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.ladder import CHOOSABLE, RUNGS, Audience, audience_present

AUDIENCES = st.sampled_from(Audience)


@given(AUDIENCES, st.sets(AUDIENCES))
def test_whoever_is_told_is_there_and_never_below_who_was_wanted(wanted, here):
    to, away = audience_present(wanted, here.__contains__)

    above = [audience for audience in Audience if audience.height >= wanted.height]
    assert to == next((audience for audience in above if audience in here), None)
    assert not here & set(away)
    assert list(away) == above[: len(away)]


def test_the_ladder_to_start_from_ascends_and_leaves_the_administrator_for_last():
    shares = [rung.share for rung in RUNGS]
    heights = [rung.tell.height for rung in RUNGS]

    assert shares == sorted(shares)
    assert heights == sorted(heights)
    assert Audience.ADMINISTRATOR not in CHOOSABLE
