"""Texts of prevention are about matters and groups, never about a person."""

import pytest

from huiying.base.errors import Refused
from huiying.work.prevention.core.issue_text import issue_text, names_a_person, unit_telephone

pytestmark = pytest.mark.clause("6c")


@pytest.mark.parametrize(
    "text",
    [
        "王小明",
        "王 小 明",
        "王\u3000小\u3000明",
        "请通知 王 小 明 到场",
        "北门小区业主，王 小 明",
        "联系人：张建国",
        "电话13800001111",
        "账号@老王在此",
    ],
)
def test_a_person_is_found_also_in_pieces(text):
    assert names_a_person(text)
    with pytest.raises(Refused, match="不针对个人"):
        issue_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "北门小区业主和租户、周边商铺经营者、接送学生的家长",
        "道路停车位由免费改为计时收费，居民包月减半。",
        "夜间停车、老年居民、外来车辆挤占车位",
        "走访三十户，二十六户支持；商户担心客流减少。",
        "停水涉及一个以上小区，或预计两小时内不能恢复。",
    ],
)
def test_a_matter_is_no_person(text):
    assert issue_text(text) == text


def test_too_long_and_missing_texts_are_refused():
    with pytest.raises(Refused, match="最多 5 字"):
        issue_text("停车收费调整", 5)
    with pytest.raises(Refused, match="请填写"):
        issue_text("  ", missing="请填写。")


@pytest.mark.parametrize("text", ["0571-87000001", "87000001", "12345", "0571-87000001-8012"])
def test_a_telephone_of_a_unit_is_taken(text):
    assert unit_telephone(f" {text} ") == text


@pytest.mark.parametrize("text", ["13800001111", "138 0000 1111", "", "值班室"])
def test_a_mobile_number_is_a_persons(text):
    with pytest.raises(Refused, match="不填个人手机"):
        unit_telephone(text)
