"""Clocks in words, in the language of the page."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils.translation import override

from huiying.base.clocks.board import LedgerSegment
from huiying.web.shared.clock_rows import used_words
from tests.factories import T0


def held(holder: str, start: int, end: int) -> LedgerSegment:
    return LedgerSegment(
        holder, 0.5, T0 + timedelta(minutes=start), T0 + timedelta(minutes=end)
    )


def test_who_used_how_much_time_is_english_on_an_english_page():
    row = SimpleNamespace(segments=(held("新闻发言人", 0, 20), held("区水务局", 20, 30)))

    with override("en"):
        words = used_words(row)

    assert words == "Spokesperson 20 min, 区水务局 10 min"
