"""Render stored reasons in the language of the page.

In:   reasons as JSON.    Out:  sentences, without names of persons.
Cost: about 5 µs a sentence; 2 ms for one that quotes a post, the first time that it is shown.

A reason quotes posts as they were when they were placed, before the second look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext

from huiying.base.search.own_places import own_places
from huiying.engine.masking.own_places import NO_PLACES
from huiying.engine.masking.second_look import mask_again
from huiying.engine.masking.tagger import is_installed
from huiying.reasons.rendering import render_data

QUOTING: Final = frozenset(
    {
        "engine.near_copy",
        "engine.similar_words",
        "engine.similar_words_shared",
        "engine.shared_name",
        "engine.called_alike",
    }
)
"""The codes of reasons that hold words of a post."""


def in_language(data: Mapping[str, Any]) -> str:
    """Return the sentence of a stored reason; "" of none."""
    if data.get("code") in QUOTING:
        params = data.get("params", {})
        data = {**data, "params": {name: _masked(value) for name, value in params.items()}}
    return render_data(data, gettext)


def all_in_language(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sentences of stored reasons, in their order."""
    return [in_language(row) for row in rows]


def _masked(value: Any) -> Any:
    """Return a parameter with the names in its text masked; the sentence around it has none."""
    if isinstance(value, list):
        return [_masked(one) for one in value]
    return without_names(value) if isinstance(value, str) else value


def without_names(text: str) -> str:
    """Return a text without names; where one is found, the bureau's places are read."""
    if not is_installed():
        return text
    masked = _masked_text(text, NO_PLACES)
    return masked if masked == text else _masked_text(text, own_places())


@lru_cache(maxsize=2048)
def _masked_text(text: str, places: frozenset[str]) -> str:
    return mask_again([text], places)[0].text
