"""A notice that went out with a signed link, and the link as it stands in the message."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.scenarios.incidents import WATER, incident_of


@pytest.fixture
def notice(yunchuan, now, settings):
    """A notice of a 重大 matter that went to the unit's mailbox."""
    settings.PUBLIC_URL = "https://huiying.example/"
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    return notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="先查泵房。",
        officer=yunchuan.lu,
        now=now + timedelta(minutes=4),
    )


@pytest.fixture
def address(notice) -> str:
    """The link as it stands in the message."""
    body = Message.objects.get(about_ref=notice.number).body
    found = re.search(r"https://huiying\.example(/r/\S+/)", body)
    assert found, body
    return found[1]
