"""Decisions, as the tests of sign-off take them."""

from __future__ import annotations

from huiying.base.signoff.actions.decide import (
    decide,
)
from tests.factories import T0

HASH, OTHER = "a" * 64, "b" * 64


def deciding(request, officer, **more):
    values = {"approve": True, "reason": "", "content_hash": HASH, "now": T0}
    return decide(request=request, officer=officer, **(values | more))
