"""Other grade rules on past matters: what would differ, counted by matter, nothing stored."""

from __future__ import annotations

import copy
from datetime import timedelta

from huiying.policy.grading.grades import Grade
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import from_data, to_data
from huiying.policy.rulebook.edits import with_edits
from huiying.work.incidents.candidates import grade_trial
from huiying.work.incidents.candidates.grade_trial import try_grades
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, WATER, candidate_of, incident_of

OLD = default_book()
DATA = to_data(OLD)
DAY = timedelta(days=1)


def book(path, **changed):
    """The default book with one row changed."""
    here = DATA
    for part in path.split("/"):
        here = here[part]
    return from_data(with_edits(copy.deepcopy(DATA), {path: here | changed}))


EASY = book("grade/clauses/SIGNIFICANT_MATTER", content=0, highest=1, second=0)
STRICT_DESK = book("promotion/numbers/posts", value=1_000)


def tried(cast, new, *, since=T0 - DAY):
    return try_grades(bureau_id=cast.bureau.pk, old=OLD, new=new, since=since)


def test_the_same_rules_ask_nothing(yunchuan, django_assert_num_queries):
    incident_of(yunchuan, QUEUE)

    with django_assert_num_queries(0):
        assert tried(yunchuan, book("deadlines/APPROVAL", amount=2)).matters == 0


def test_a_matter_is_lower_by_one_book_and_higher_the_other_way_round(yunchuan, linxi):
    incident = incident_of(yunchuan, WATER)
    harder = book("grade/clauses/MAJOR_CONTENT", second=3)

    [lower] = tried(yunchuan, harder).lower
    back = try_grades(bureau_id=yunchuan.bureau.pk, old=harder, new=OLD, since=T0 - DAY)

    assert (lower.number, lower.old, lower.new) == (
        incident.number,
        Grade.MAJOR,
        Grade.SIGNIFICANT,
    )
    assert [change.number for change in back.higher] == [incident.number]
    assert tried(linxi, harder).matters == 0


def test_a_candidate_that_would_not_reach_the_desk_is_counted(yunchuan):
    candidate_of(yunchuan, QUEUE)

    found = tried(yunchuan, STRICT_DESK)

    assert (found.matters, found.off_desk) == (1, 1)
    assert (found.higher, found.lower) == ([], [])
    assert tried(yunchuan, EASY).off_desk == 0


def test_a_merged_incident_is_one_matter_with_its_gravest_event(yunchuan):
    water = incident_of(yunchuan, WATER)
    queue = incident_of(yunchuan, QUEUE, now=T0 + timedelta(hours=1))
    assert tried(yunchuan, EASY).matters == 2

    merge_incidents(
        source=queue,
        target=water,
        reason="同一件事",
        officer=yunchuan.lu,
        now=T0 + timedelta(hours=2),
    )

    assert tried(yunchuan, EASY).matters == 1


def test_what_came_up_before_is_left_out_and_too_many_are_said_to_be(yunchuan, monkeypatch):
    incident_of(yunchuan, QUEUE)
    assert tried(yunchuan, EASY, since=T0 + DAY).matters == 0

    monkeypatch.setattr(grade_trial, "MAX_EVENTS", 0)
    found = tried(yunchuan, EASY)

    assert (found.matters, found.complete) == (0, False)
