"""Where the bytes lie."""

from __future__ import annotations

import pytest

from huiying.base.files import store


def test_an_address_leads_nowhere_else():
    with pytest.raises(ValueError, match="etc"):
        store.get("../../etc/passwd")
