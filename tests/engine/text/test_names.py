"""Names of places and bodies in a text."""

from __future__ import annotations

import pytest

from huiying.engine.text.names import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云川佳园小区停水", ("云川佳",)),
        ("在北岭大道", ("北岭大",)),
        ("路不好走", ()),
        ("abc路", ()),
        ("", ()),
    ],
)
def test_names_are_found_by_their_suffix(text, names):
    assert names_in(text) == names
