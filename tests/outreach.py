"""What people do in the tests of channels, press and media, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime

from huiying.work.responses.actions.note_carried import Seen, note_carried
from huiying.work.responses.actions.plan_outlet import Planned, plan_outlet
from huiying.work.responses.models import Outlet, PlanLine, Release
from huiying.work.responses.outlets import package_of
from tests.factories import T0, Cast


def on_wechat(cast: Cast, release: Release, *, now: datetime = T0) -> PlanLine:
    """Let the office plan the bureau's 微信公众号 and record that it carried the release."""
    line = plan_outlet(
        answer=release.answer,
        outlet=Outlet.WECHAT,
        planned=Planned("云川信访", cast.office, now),
        officer=cast.shen,
        now=now,
    )
    seen = Seen(now, "https://mp.weixin.example/s/1", text=package_of(release).plain)
    note_carried(line=line, seen=seen, officer=cast.shen, now=now)
    return line
