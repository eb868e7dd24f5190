"""A draft with a passage that shows a household, and who keeps it back."""

from __future__ import annotations

from huiying.policy.release.disclosure import Ground
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from tests.factories import T0
from tests.work.responses import desk

HIDDEN = "青石家园三栋二单元那一户"
BODY = f"来访登记不需要撤销网上的反映。\n{HIDDEN}已补登记。[F1]\n我们道歉。"


def written(cast):
    return desk.ready(cast, T0, body=BODY)


def keep(draft, officer, now, revision=None, **changes):
    said = {"passage": HIDDEN, "ground": Ground.PRIVACY, "reason": "能认出一户人家。"}
    return withhold(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        withholding=WithholdingInput(**said | changes),
        officer=officer,
        now=now,
    )


def published_with_a_gap(cast):
    """An answer that is public but for the passage."""
    draft = written(cast)
    keep(draft, cast.window, T0)
    desk.submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=T0)
    desk.approve(cast, draft, T0)
    return desk.publish(draft=draft, officer=cast.speaker, now=T0)
