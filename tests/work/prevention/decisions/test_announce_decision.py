"""The announcement arms the foreseen doubts; incidents are linked by an officer."""

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.prevention.decisions import Conclusion
from huiying.work.prevention.decisions.actions.announce_decision import (
    announce_decision,
    link_incident,
)
from huiying.work.prevention.decisions.watching import foresight_of, try_phrases
from tests.factories import T0
from tests.scenarios.incidents import incident_of, restart_workers, submit_posts
from tests.work.prevention.decision_steps import DAY, announced, begun, fresh, signed, today

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]
FEE = [
    "北门小区停车费一个月三百，停车太贵了，业主都不同意",
    "北门小区的停车费谁定的，小区业主停车太贵",
    "北门小区停车费涨了，停车太贵，小区业主要求说明",
    "北门小区业主反映停车费贵，停车太贵没人管",
]


@pytest.fixture(autouse=True)
def _workers():
    restart_workers()


def announce(cast, row, **more):
    said = {"on": today(), "where": "区政府网站", **more}
    announce_decision(decision=row, officer=cast.shen, now=T0, **said)


def test_before_a_signature_nothing_is_announced(yunchuan):
    with pytest.raises(Refused, match="未经评估不决策"):
        announce(yunchuan, begun(yunchuan))


def test_an_uncontrollable_risk_is_not_announced(yunchuan):
    row = signed(yunchuan, conclusion=Conclusion.UNCONTROLLABLE)
    with pytest.raises(Refused, match="不得公布实施"):
        announce(yunchuan, row)


def test_it_is_announced_once_and_not_tomorrow(yunchuan):
    row = signed(yunchuan)
    with pytest.raises(Refused, match="不得晚于今天"):
        announce(yunchuan, row, on=today() + DAY)
    announce(yunchuan, row)
    with pytest.raises(Refused, match="已登记"):
        announce(yunchuan, row)


def test_only_what_came_after_the_announcement_counts(yunchuan):
    row = signed(yunchuan)
    incident_of(yunchuan, FEE, now=T0 - 2 * DAY)
    announce(yunchuan, row)
    assert foresight_of(fresh(row)).came == 0

    submit_posts(yunchuan, *(f"{text}，今天仍未答复" for text in FEE), now=T0)

    found = foresight_of(fresh(row))
    first, second = found.outcomes
    assert (first.posts, first.came, second.came) == (4, True, False)
    assert found.hit_rate == 50
    assert first.since is not None
    assert foresight_of(begun(yunchuan)) is None


def test_phrases_are_tried_on_the_last_thirty_days(yunchuan):
    incident_of(yunchuan, FEE)
    [trial] = try_phrases(yunchuan.bureau.pk, ["停车 太贵"], T0 + timedelta(minutes=5))
    assert trial.hits == 4


def test_an_incident_is_linked_once_to_a_doubt_that_is_there(yunchuan, linxi):
    row = announced(yunchuan)
    incident = incident_of(yunchuan)

    def link(**more):
        said = {"incident": incident, "place": 0, "reason": "由收费引发", **more}
        return link_incident(decision=row, officer=yunchuan.shen, now=T0, **said)

    with pytest.raises(Refused, match="未找到该风险点"):
        link(place=9)
    with pytest.raises(Refused, match="未找到该事件"):
        link(incident=incident_of(linxi))
    with pytest.raises(Refused, match="判断理由"):
        link(reason="")
    link()
    with pytest.raises(Refused, match="已关联"):
        link(place=1)
    assert len(foresight_of(row).unforeseen) == 1
