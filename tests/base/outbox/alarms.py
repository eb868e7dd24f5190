"""An alarm as the tests of the outbox raise it."""

from __future__ import annotations

from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import (
    raise_alarm,
)
from huiying.reasons.reason import Reason
from tests.factories import T0


def alarm(cast, key="major:1", ref="77001"):
    return raise_alarm(
        bureau_id=cast.bureau.pk,
        key=key,
        reason=Reason("incidents.major_proposed", {"lead": "停水", "count": 1}),
        about=About("candidate", ref),
        now=T0,
    )
