"""The words of a lead that two posts share."""

from __future__ import annotations

from huiying.engine.text.leads import content_words, shared_words


def test_words_that_say_nothing_are_not_shown():
    asked, hoped = map(content_words, ("希望云川佳园停水尽快解决", "云川佳园停水问题希望解决"))

    assert shared_words(asked, hoped) == ["云川", "佳园", "停水"]
