"""What a signed deletion takes with it, what stays, and what it never touches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.base.audit.models import AuditRecord
from huiying.base.counters.actions.rebuild import differing_slots
from huiying.base.counters.queries import totals
from huiying.jobs.models import StreamLease
from huiying.jobs.stream.lease import _take
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.verification.models import ServedPost
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.core.planned_deletions import next_digest
from huiying.work.closing.retention.actions.delete_batch import delete_batch
from huiying.work.closing.retention.models import DeletionState
from huiying.work.collection.imports.models import (
    ImportedRow,
    ImportJob,
    ImportState,
    RowResult,
)
from huiying.work.collection.posts.counters import PLATFORM, SOURCE
from huiying.work.collection.posts.counts import posts_by_day, posts_by_platform
from huiying.work.collection.posts.models import Arrival, DeletedKey, Lane, Post, PostKey
from huiying.work.collection.posts.search import PostQuery, search_posts
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.counters import POST_TOPIC
from huiying.work.responses.core.models import DeletedPostsOfTopic
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.factories import T0
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.dockets import make_verified_docket
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
    run_stream,
    submit_posts,
)
from tests.work.closing.archive.steps import a_closed_matter, filed, signed
from tests.work.closing.retention.steps import (
    LATER,
    OTHER_WORDS,
    free,
    old_posts,
    run,
    set_months,
    signed_plan,
    there,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def posts_of(*events):
    rows = Placement.objects.filter(event_id__in=events)
    return list(rows.values_list("post_id", flat=True))


def matter_posts(incident):
    return posts_of(*incident.events.values_list("event_id", flat=True))


def test_posts_go_with_their_keys_placements_and_words_in_the_search(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    bureau = yunchuan.bureau.pk
    assert search_posts(bureau, PostQuery("广场舞"), limit=5)
    signed_plan(yunchuan)

    assert run() == 3

    assert there(keys) == set()
    assert not PostKey.objects.filter(post_id__in=keys).exists()
    assert not Placement.objects.filter(post_id__in=keys).exists()
    assert search_posts(bureau, PostQuery("广场舞"), limit=5) == []
    assert Post.objects.count() == 1  # what is young stays


def test_pictures_of_old_months_stay(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    # Numbers of posts never go back within a process, whatever clock a test sets.
    around = (yunchuan.bureau.pk, T0 - timedelta(days=5), T0.replace(year=2088))
    before = posts_by_day(*around), posts_by_platform(*around)
    signed_plan(yunchuan)

    run()

    assert (posts_by_day(*around), posts_by_platform(*around)) == before
    for kind in (PLATFORM, SOURCE):
        assert differing_slots(yunchuan.bureau.pk, kind) == {}
    assert sum(before[1].values()) == 4


def test_one_record_says_how_many_went_with_a_hash_of_which(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)

    run()

    row.refresh_from_db()
    entry = AuditRecord.objects.get(verb="posts.deleted")
    assert (row.state, row.deleted) == (DeletionState.DONE, 3)
    assert entry.data["deleted"] == entry.data["planned"] == 3
    assert entry.data["by_month"] == {"2026-11": 3}
    assert entry.data["hash"] == row.digest == next_digest("", sorted(keys))


def test_the_same_post_does_not_come_back_from_a_feed_that_still_lists_it(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)
    run()
    assert DeletedKey.objects.count() == 3

    assert submit_posts(yunchuan, *OTHER_WORDS, now=LATER) == []
    assert submit_posts(yunchuan, "另一句新话", now=LATER) != []


def test_batches_that_are_broken_off_go_on_where_they_stopped(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)

    class Killed(BaseException):
        pass

    def dies(_newest):
        raise Killed

    assert delete_batch(deletion=row, now=LATER, before=lambda _n: None, most=1) == 1
    with pytest.raises(Killed):
        delete_batch(deletion=row, now=LATER, before=dies, most=1)
    row.refresh_from_db()
    assert row.deleted == 1
    assert len(there(keys)) == 2

    run()
    row.refresh_from_db()
    assert (row.state, row.deleted) == (DeletionState.DONE, 3)


def test_a_window_of_the_stream_that_knows_the_posts_is_read_anew(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)
    _take(yunchuan.bureau.pk)
    assert StreamLease.objects.exists()

    run()

    assert not StreamLease.objects.exists()
    submit_posts(yunchuan, "广场舞音响声音还是大", now=LATER + MINUTE)
    assert run_stream(yunchuan, now=LATER + 2 * MINUTE) == 1


def test_posts_of_an_open_matter_stay(yunchuan):
    keys = matter_posts(incident_of(yunchuan))
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3
    assert there(keys) == set(keys)


def test_posts_of_a_closed_matter_that_is_not_filed_stay(yunchuan):
    keys = matter_posts(make_closed_incident(yunchuan))
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3
    assert there(keys) == set(keys)


def test_posts_of_a_filed_matter_follow_its_period(yunchuan):
    incident = a_closed_matter(yunchuan)
    keys = matter_posts(incident)
    signed(filed(yunchuan, incident, "TEN_YEARS", "一般咨询"), yunchuan.leader)
    old_posts(yunchuan)
    filing = Filing.objects.get()

    assert free(yunchuan) == 3
    end = T0.replace(year=filing.ends_on.year, month=filing.ends_on.month, day=1)
    assert free(yunchuan, end - timedelta(days=1)) == 3
    set_months(yunchuan)
    signed_plan(yunchuan, end)
    assert run(end) == 3 + len(keys)
    assert there(keys) == set()


def test_the_figures_of_topics_stay_as_they_were(yunchuan):
    incident = a_closed_matter(yunchuan)
    keys = matter_posts(incident)
    signed(filed(yunchuan, incident, "TEN_YEARS", "一般咨询"), yunchuan.leader)
    answer = incident.answers.first()
    set_answer_topic(answer=answer, topic="供水", officer=yunchuan.shen, now=T0)
    old_posts(yunchuan)
    days = T0 - timedelta(days=2), T0 + timedelta(days=2)
    before = totals(yunchuan.bureau.pk, POST_TOPIC, *map(midnight, days))
    assert before == {"供水": len(keys)}
    end = T0.replace(year=Filing.objects.get().ends_on.year, month=1, day=2)

    set_months(yunchuan)
    signed_plan(yunchuan, end)
    run(end)

    assert there(keys) == set()
    assert totals(yunchuan.bureau.pk, POST_TOPIC, *map(midnight, days)) == before
    assert differing_slots(yunchuan.bureau.pk, POST_TOPIC) == {}
    [gone] = DeletedPostsOfTopic.objects.all()
    assert (gone.topic, gone.posts) == ("供水", len(keys))


def midnight(at):
    return at.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)


def test_posts_of_a_matter_that_is_kept_for_ever_stay(yunchuan):
    incident = a_closed_matter(yunchuan)
    filed(yunchuan, incident)
    old_posts(yunchuan)

    assert free(yunchuan, T0 + timedelta(days=365 * 70)) == 3  # the newest one stays as well


def test_posts_of_a_triage_item_that_nobody_decided_stay(yunchuan):
    candidate = candidate_of(yunchuan)
    keys = posts_of(candidate.event_id)
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3
    assert there(keys) == set(keys)


def test_of_a_triage_item_that_was_dismissed_the_decision_stays_without_words(yunchuan):
    candidate = candidate_of(yunchuan)
    Candidate.objects.filter(pk=candidate.pk).update(state=CandidateState.DISMISSED)
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3 + len(QUEUE)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.why) == (CandidateState.DISMISSED, [])


def test_an_event_that_is_still_spoken_of_stays_whole(yunchuan):
    first = submit_posts(yunchuan, QUEUE[0], now=T0)
    run_stream(yunchuan, now=T0 + MINUTE)
    again = submit_posts(yunchuan, QUEUE[0], now=LATER - timedelta(days=2), channel="微博")
    run_stream(yunchuan, now=LATER - timedelta(days=2))
    events = Placement.objects.filter(post_id__in=[*first, *again])
    Placement.objects.filter(post_id__in=again).update(
        event_id=events.get(post_id=first[0]).event_id
    )
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3
    assert there([*first, *again]) == {*first, *again}


def test_a_post_that_an_evidence_packet_uses_stays_signed_or_not(yunchuan):
    keys = old_posts(yunchuan)
    incident = incident_of(yunchuan, WATER)
    docket = make_verified_docket(yunchuan, incident)
    ServedPost.objects.create(bureau=yunchuan.bureau, docket=docket, post_id=keys[0])

    assert free(yunchuan) == 2
    docket.findings.update(state="PROPOSED")  # an answer that nobody signed yet
    type(docket).objects.filter(pk=docket.pk).update(state="FOUND")
    assert free(yunchuan) == 2


def import_of(cast, post, state, digest=""):
    source = Post.objects.get(pk=post).source
    job = ImportJob.objects.create(
        bureau=cast.bureau,
        source=source,
        file_name="a.csv",
        path="/nowhere",
        digest=digest or str(state),
        state=state,
        started_at=T0,
    )
    ImportedRow.objects.create(
        bureau=cast.bureau, job=job, row=1, result=RowResult.ACCEPTED, post_id=post
    )
    return job


@pytest.mark.parametrize("state", [ImportState.RUNNING, ImportState.PAUSED])
def test_a_post_of_an_import_that_has_not_ended_stays(yunchuan, state):
    keys = old_posts(yunchuan)
    job = import_of(yunchuan, keys[0], state)
    assert free(yunchuan) == 2

    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.DONE)
    assert free(yunchuan) == 3


def test_a_post_that_the_stream_has_not_placed_stays(yunchuan):
    old_posts(yunchuan)
    waiting = submit_posts(yunchuan, "还没有放置的旧帖", now=T0)

    assert free(yunchuan) == 3
    assert there(waiting) == set(waiting)


def test_a_post_that_is_used_since_the_plan_was_signed_stays(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    incident = incident_of(yunchuan, WATER)
    docket = make_verified_docket(yunchuan, incident)
    ServedPost.objects.create(bureau=yunchuan.bureau, docket=docket, post_id=keys[1])

    assert run() == 2
    assert there(keys) == {keys[1]}
    row.refresh_from_db()
    assert (row.total, row.deleted) == (3, 2)


def test_another_bureau_loses_nothing(yunchuan, linxi):
    old_posts(yunchuan)
    theirs = old_posts(linxi)
    set_months(yunchuan)
    signed_plan(yunchuan)

    assert run() == 3
    assert there(theirs) == set(theirs)


USES = ("", "import", "matter", "served", "arrival")
POST = st.tuples(st.sampled_from(USES), st.integers(1, 4))  # its use, its event


def test_whatever_uses_which_posts_exactly_the_free_events_go(yunchuan):
    incident = incident_of(yunchuan, WATER)
    docket = make_verified_docket(yunchuan, incident)
    old_posts(yunchuan, "垫底的一条旧帖")  # so that there is always a plan
    set_months(yunchuan)

    @given(posts=st.lists(POST, min_size=1, max_size=8), most=st.integers(1, 4))
    @settings(max_examples=25)
    def holds(posts, most):
        with transaction.atomic():
            keys = placed_by_hand(yunchuan, [event for _use, event in posts])
            for key, (use, _event) in zip(keys, posts, strict=True):
                put_to_use(yunchuan, key, use, incident, docket)
            row = signed_plan(yunchuan)

            while delete_batch(deletion=row, now=LATER, before=lambda _n: None, most=most):
                pass

            used = {event for use, event in posts if use and use != "arrival"}
            kept = {
                key
                for key, (use, event) in zip(keys, posts, strict=True)
                if event in used or use == "arrival"
            }
            assert there(keys) == kept
            row.refresh_from_db()
            assert row.deleted == row.total == len(keys) - len(kept) + 1
            transaction.set_rollback(True)

    holds()


def placed_by_hand(cast, events):
    """Old posts, each in its event, as the stream would have put them."""
    texts = [f"第{number}条旧帖" for number in range(len(events))]
    keys = submit_posts(cast, *texts, now=T0, channel="贴吧")
    Arrival.objects.filter(post_id__in=keys).delete()
    Placement.objects.bulk_create(
        Placement(post_id=key, bureau=cast.bureau, group_id=key, event_id=event, seq=-number)
        for number, (key, event) in enumerate(zip(keys, events, strict=True), start=1)
    )
    return keys


def put_to_use(cast, key, use, incident, docket):
    if use == "import":
        import_of(cast, key, ImportState.PAUSED, digest=str(key))
    elif use == "matter":
        event = Placement.objects.get(post_id=key).event_id
        IncidentEvent.objects.get_or_create(
            bureau=cast.bureau, event_id=event, defaults={"incident": incident}
        )
    elif use == "served":
        ServedPost.objects.create(bureau=cast.bureau, docket=docket, post_id=key)
    elif use == "arrival":
        Placement.objects.filter(post_id=key).delete()
        Arrival.objects.create(bureau=cast.bureau, post_id=key, lane=Lane.BACKLOG)
