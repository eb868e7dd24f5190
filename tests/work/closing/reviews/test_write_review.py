"""复盘: written after closing, without persons; lessons are risks until they are seen to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused, Stale
from huiying.policy.closing.cases import CaseKind
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import reopen_incident
from huiying.work.closing.reviews.actions.write_review import (
    ReviewText,
    add_lesson,
    drop_lesson,
    edit_review,
    finish_review,
    settle_lesson,
    start_review,
)
from huiying.work.closing.reviews.models import Lesson, ReviewState
from huiying.work.closing.reviews.queries import cases_of, risks_of, search_cases
from tests.module_rows import module_rows
from tests.scenarios.closing import make_closed_incident, make_release, make_solved_notice
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = ReviewText(CaseKind.WINDOW, "三号窗口排队两个小时。", "当天加派人手。", "没有叫号屏。")


standing_rows, rows, yunchuan, incident = module_rows(make_closed_incident)


@pytest.fixture
def review(yunchuan, incident, now):
    return start_review(incident=incident, text=SAID, officer=yunchuan.shen, now=now)


def teach(cast, review, now, text="一个月内装好叫号屏。"):
    return add_lesson(
        review=review,
        text=text,
        unit=cast.reception,
        due=(now + 30 * DAY).date(),
        officer=cast.shen,
        now=now,
    )


def finish(cast, review, now, **more):
    finish_review(review=review, officer=cast.shen, now=now, **more)


def test_a_finished_review_is_a_case_and_its_lesson_a_risk(yunchuan, review, now):
    with pytest.raises(Refused, match="至少填写一项整改事项"):
        finish(yunchuan, review, now)
    lesson = teach(yunchuan, review, now)
    before = (
        cases_of(yunchuan.bureau.pk).count(),
        risks_of(yunchuan.bureau.pk, now=now).count(),
    )

    finish(yunchuan, review, now)

    assert before == (0, 0)
    assert list(cases_of(yunchuan.bureau.pk)) == [review]
    assert list(risks_of(yunchuan.bureau.pk, state="open", now=now)) == [lesson]
    assert not risks_of(yunchuan.bureau.pk, state="late", now=now).exists()
    assert list(risks_of(yunchuan.bureau.pk, state="late", now=now + 40 * DAY)) == [lesson]


def test_a_lesson_is_seen_to_once_and_says_how(yunchuan, review, now):
    lesson = teach(yunchuan, review, now)
    finish(yunchuan, review, now)

    def settle(how):
        settle_lesson(lesson=lesson, how=how, officer=yunchuan.window, now=now)

    with pytest.raises(Refused, match="请填写整改情况"):
        settle(" ")
    settle("叫号屏已装好")
    with pytest.raises(Refused, match="该整改事项已整改"):
        settle("再按一次")
    assert list(risks_of(yunchuan.bureau.pk, state="done", now=now)) == [lesson]


def test_an_open_incident_has_no_review_yet(yunchuan, now):
    with pytest.raises(Refused, match="办结以后"):
        start_review(incident=incident_of(yunchuan), text=SAID, officer=yunchuan.shen, now=now)


def test_there_is_one_review_of_an_incident(yunchuan, review, incident, now):
    with pytest.raises(Refused, match="已有复盘"):
        start_review(incident=incident, text=SAID, officer=yunchuan.shen, now=now)


def test_a_review_names_no_person(yunchuan, review, now):
    with pytest.raises(Refused, match="不得写个人姓名"):
        teach(yunchuan, review, now, text=f"{yunchuan.window.name}要学习规定。")

    lesson = teach(yunchuan, review, now, text="回电话13912345678要及时。")

    assert "13912345678" not in lesson.text


def test_the_incident_is_reopened_while_the_review_is_written(yunchuan, review, incident, now):
    teach(yunchuan, review, now)
    later = now + DAY
    reopen_incident(incident=incident, reason="又排队了", officer=yunchuan.lu, now=later)

    with pytest.raises(Refused, match="重新办理"):
        finish(yunchuan, review, later)

    incident.refresh_from_db()
    make_solved_notice(yunchuan, incident, now=later)
    make_release(yunchuan, incident, now=later + timedelta(minutes=1))
    make_solved_notice(yunchuan, incident, now=later + timedelta(minutes=2))
    close_incident(incident=incident, officer=yunchuan.shen, now=later + 2 * DAY)
    finish(yunchuan, review, later + 2 * DAY)
    assert review.lessons.count() == 1


def test_a_finished_review_is_written_on_only_when_the_matter_was_opened_again(
    yunchuan, review, incident, now
):
    teach(yunchuan, review, now)
    finish(yunchuan, review, now + timedelta(hours=1))

    def edit():
        edit_review(review=review, text=SAID, officer=yunchuan.shen, now=now)

    with pytest.raises(Refused, match="不再改动"):
        edit()
    reopen_incident(incident=incident, reason="又起", officer=yunchuan.lu, now=now + DAY)
    edit()
    assert review.state == ReviewState.WRITING
    assert not cases_of(yunchuan.bureau.pk).exists()


def test_a_stale_tab_overwrites_nothing(yunchuan, review, now):
    teach(yunchuan, review, now)

    with pytest.raises(Stale):
        edit_review(review=review, text=SAID, officer=yunchuan.shen, now=now, revision=0)


def test_a_lesson_is_dropped_while_the_review_is_written(yunchuan, review, now):
    lesson = teach(yunchuan, review, now)
    drop_lesson(lesson=lesson, officer=yunchuan.shen, now=now)

    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "窗口 叫号屏"}, 1),
        ({"words": "叫号", "kind": "WINDOW", "grade": 1}, 1),
        ({"words": "一个月内"}, 1),
        ({"words": "自来水"}, 0),
        ({"kind": "RUMOUR"}, 0),
        ({"grade": 3}, 0),
    ],
)
def test_cases_are_found_by_words_kind_and_grade(yunchuan, review, now, asked, found):
    teach(yunchuan, review, now)
    finish(yunchuan, review, now)

    rows = search_cases(cases_of(yunchuan.bureau.pk), **asked)

    assert rows.count() == found
