"""不予公开: a passage is kept back on a ground of the law, or published after all."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.release.disclosure import Ground
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import DraftState, Withholding
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.disclosure.steps import HIDDEN, keep, written

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(written)


@pytest.mark.clause("2(1)a")
def test_what_is_kept_back_leaves_the_content_and_not_the_record(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)

    assert (row.passage, row.officer, row.at) == (HIDDEN, yunchuan.window, now)
    assert HIDDEN not in str(content_of(draft))
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.verb == "draft.withheld"
    assert record.data == {
        "ground": "PRIVACY",
        "article": "第十五条",
        "reason": "能认出一户人家。",
        "voided": False,
    }


@pytest.mark.clause("2(1)a")
@pytest.mark.parametrize("ground", ["NEGATIVE", "影响形象", "", Ground.STATE_SECRET])
def test_only_a_ground_of_the_law_that_may_be_written_here_keeps_back(
    yunchuan, draft, now, ground
):
    with pytest.raises(Refused, match=r"第十四、十五、十六条|国家秘密不得写入本系统"):
        keep(draft, yunchuan.window, now, ground=ground)

    assert not Withholding.objects.exists()


@pytest.mark.clause("2(1)a")
@pytest.mark.parametrize("ground", [each for each in Ground if each.rule.harm])
def test_danger_and_discretion_need_the_harm_in_writing(yunchuan, draft, now, ground):
    with pytest.raises(Refused, match="须写明公开将造成的损害"):
        keep(draft, yunchuan.window, now, ground=ground)

    harm = "会招来围观，影响这户人家出入。"
    assert keep(draft, yunchuan.window, now, ground=ground, harm=harm).harm == harm


@pytest.mark.parametrize("passage", ["没有这句话", "一", ""])
def test_a_passage_that_is_not_there_cannot_be_kept_back(yunchuan, draft, now, passage):
    with pytest.raises(Refused, match="稿件中无该段文字"):
        keep(draft, yunchuan.window, now, passage=passage, reason="会认出这家人。")


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (" ", "请填写适用该条的理由"),
        ("长" * 401, "最多 400 字"),
        (f"{HIDDEN}不愿意。", "理由将公开"),
    ],
    ids=["none", "too long", "tells what is hidden"],
)
def test_readers_see_a_reason_that_tells_nothing_of_what_is_hidden(
    yunchuan, draft, now, reason, why
):
    with pytest.raises(Refused, match=why):
        keep(draft, yunchuan.window, now, reason=reason)


def test_an_old_page_or_who_may_not_write_keeps_nothing_back(yunchuan, draft, now):
    with pytest.raises(Stale):
        keep(draft, yunchuan.window, now, revision=draft.revision - 1)
    with pytest.raises(PermissionDenied):
        keep(draft, yunchuan.lu, now)

    assert not Withholding.objects.exists()


def test_keeping_back_after_the_approval_voids_it(yunchuan, draft, now):
    desk.submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)

    keep(draft, yunchuan.shen, now)

    assert draft.state == DraftState.WRITING
