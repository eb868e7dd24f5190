"""The duty roster and the hand-over from shift to shift."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roster.queries import desk_cover
from tests.base.accounts.roster.shifts import on_duty_names, put, span
from tests.factories import T0

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_a_shift_holds_its_start_and_not_its_end(yunchuan):
    put(yunchuan, yunchuan.lu, 1, 8)

    assert on_duty_names(yunchuan, 0.99) == []
    assert on_duty_names(yunchuan, 1) == ["陆知远"]
    assert on_duty_names(yunchuan, 8) == []


def test_a_shift_over_midnight_is_one_shift(yunchuan):
    put(yunchuan, yunchuan.lu, 8, 23)  # 18:00 to 09:00 in 云川

    assert on_duty_names(yunchuan, 13.9) == on_duty_names(yunchuan, 14.1) == ["陆知远"]


def test_two_officers_may_share_a_time(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)
    put(yunchuan, yunchuan.shen, 4, 12)

    assert on_duty_names(yunchuan, 5) == ["陆知远", "沈青禾"]


def test_an_officer_who_cannot_sign_in_keeps_nobodys_desk(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)
    yunchuan.lu.is_active = False
    yunchuan.lu.save(update_fields=["is_active"])

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert on_duty_names(yunchuan, 1) == []
    assert found.holes == (span(0, 24),)
    assert not found.planned


def test_an_empty_roster_is_one_hole(yunchuan):
    found = desk_cover(yunchuan.bureau.pk, T0)

    assert (found.now, found.following, found.planned) == ((), None, False)
    assert found.holes == (span(0, 24),)


def test_the_next_day_is_looked_at_for_holes(yunchuan):
    put(yunchuan, yunchuan.lu, -2, 8)
    later = put(yunchuan, yunchuan.shen, 10, 30)

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert found.holes == (span(8, 10),)
    assert found.following == later


def test_a_shift_beyond_the_next_day_is_still_the_following_one(yunchuan):
    later = put(yunchuan, yunchuan.lu, 40, 48)

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert found.following == later
    assert found.holes == (span(0, 24),)
    assert found.planned


def test_another_bureaus_shift_keeps_nothing_here(yunchuan, linxi):
    put(linxi, linxi.lu, 0, 8)

    assert on_duty_names(yunchuan, 1) == []
