"""Whatever officers and the stream do, counters are equal to a count and to a rebuild."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.base.counters.actions.rebuild import differing_slots, rebuild_counters
from huiying.base.counters.kinds import every_kind
from huiying.base.counters.models import CounterValue
from huiying.base.counters.queries import totals
from huiying.base.errors import Refused
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.grading.severity import Severity
from huiying.policy.time.zone import DAY
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import Notice, ProofKind
from huiying.work.closing.core.counters import CLOSED
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import reopen_incident
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.counters import OPENED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.stream.actions.withdraw_placed import withdraw_placed
from huiying.work.responses.core.counters import TOPIC
from huiying.work.responses.core.models import Answer
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.factories import T0
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import run_stream, submit_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


class Acts:
    """Acts by number; which row an act takes, and how, follows from another number."""

    def __init__(self, cast):
        self.cast = cast
        self.now = T0 + 60 * MINUTE
        self.posted = 0

    def one(self, model, which):
        rows = list(model.objects.filter(bureau=self.cast.bureau).order_by("pk"))
        return rows[which % len(rows)]

    def open(self, which):
        at = self.now
        candidate = Candidate.objects.create(
            bureau=self.cast.bureau,
            event_id=10**6 + Candidate.objects.count(),
            title="路灯不亮",
            size=3,
            groups=2,
            voices=2,
            discovered_at=at,
            last_post_at=at,
            raised_at=at,
            proposed_grade=1,
            rule_version="1",
        )
        confirm_candidate(
            candidate=candidate,
            grade=Grade(1 + which % 3),
            reason="按制度定级",
            ground=GradeGround.VERIFIED,
            officer=self.cast.lu,
            now=at,
        )

    def grade(self, which):
        regrade_with_second(
            incident=self.one(Incident, which),
            grade=Grade(1 + which % 4),
            reason="情况有变",
            officer=self.cast.lu,
            now=self.now,
        )

    def kind(self, which):
        decide_severity(
            incident=self.one(Incident, which),
            level=Severity.NONE,
            event_kind=list(EventKind)[which % len(EventKind)],
            reason="现场核实",
            officer=self.cast.lu,
            now=self.now,
        )

    def merge(self, which):
        merge_incidents(
            source=self.one(Incident, which),
            target=self.one(Incident, which + 1),
            reason="同一件事",
            officer=self.cast.shen,
            now=self.now,
        )

    def notify(self, which):
        units = self.cast.waterworks, self.cast.reception
        notify_unit(
            incident=self.one(Incident, which),
            unit=units[which % 2],
            guidance="请核实。",
            officer=self.cast.lu,
            now=self.now,
        )

    def deliver(self, which):
        record_delivery(
            notice=self.one(Notice, which),
            kind=ProofKind.PHONE,
            who="值班室",
            at=self.now,
            officer=self.cast.lu,
            now=self.now,
        )

    def officer_of(self, notice):
        return self.cast.water if notice.unit == self.cast.waterworks else self.cast.window

    def sign(self, which):
        notice = self.one(Notice, which)
        sign_notice(notice=notice, officer=self.officer_of(notice), now=self.now)

    def send_back(self, which):
        notice = self.one(Notice, which)
        officer = self.officer_of(notice)
        return_notice(notice=notice, reason="不归本单位", officer=officer, now=self.now)

    def topic(self, which):
        words = ["来访登记", "供水", ""]
        answer = self.one(Answer, which)
        set_answer_topic(
            answer=answer, topic=words[which % 3], officer=self.cast.shen, now=self.now
        )

    def close(self, which):
        close_incident(incident=self.one(Incident, which), officer=self.cast.shen, now=self.now)

    def reopen(self, which):
        reopen_incident(
            incident=self.one(Incident, which),
            reason="又有新情况",
            officer=self.cast.shen,
            now=self.now,
        )

    def post(self, which):
        self.posted += 1
        channel = ["论坛", "微博", "没有这个平台"][which % 3]
        submit_posts(self.cast, f"滨江路路灯不亮{self.posted}", now=self.now, channel=channel)
        run_stream(self.cast, now=self.now)

    def withdraw(self, which):
        ours = [self.one(Post, which).pk]
        withdraw_placed(bureau_id=self.cast.bureau.pk, post_ids=ours, now=self.now)


NAMES = sorted(name for name in vars(Acts) if not name.startswith("_"))
NAMES = [name for name in NAMES if name not in {"one", "officer_of"}]


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(NAMES), st.integers(0, 11), st.integers(1, 2000)),
        min_size=4,
        max_size=14,
    )
)
@settings(max_examples=25)
def test_after_any_acts_counters_equal_a_count_and_a_rebuild(yunchuan, steps):
    with transaction.atomic():
        make_closed_incident(yunchuan)
        acts = Acts(yunchuan)
        for name, which, minutes in steps:
            acts.now += minutes * MINUTE
            try:
                with transaction.atomic():
                    getattr(acts, name)(which)
            except Refused:
                continue
        agree(yunchuan)
        transaction.set_rollback(True)  # the next example begins anew


def agree(cast):
    bureau = cast.bureau.pk
    wrong = {kind.code: differing_slots(bureau, kind) for kind in every_kind()}
    assert {code: slots for code, slots in wrong.items() if slots} == {}
    before = stored()
    CounterValue.objects.all().delete()
    for kind in every_kind():
        rebuild_counters(bureau, kind, T0)
    assert stored() == before


def stored():
    rows = CounterValue.objects.exclude(value=0)
    return Counter({(row.kind, row.grain, row.at, row.key): row.value for row in rows})


def counts(cast, kind):
    return totals(cast.bureau.pk, kind, T0 - 9 * DAY, T0 + 9 * DAY)


def test_a_closed_incident_that_is_reopened_counts_as_closed_no_more(yunchuan):
    incident = make_closed_incident(yunchuan)
    assert counts(yunchuan, CLOSED) == {"1|": 1}

    reopen_incident(incident=incident, reason="又漏了", officer=yunchuan.shen, now=T0 + DAY)

    assert counts(yunchuan, CLOSED) == {}
    assert counts(yunchuan, OPENED) == {"1|": 1}


def test_a_merged_incident_counts_no_more_and_its_target_by_the_higher_grade(yunchuan):
    acts = Acts(yunchuan)
    acts.open(0)
    acts.open(2)
    low, high = Incident.objects.order_by("pk")

    merge_incidents(
        source=high, target=low, reason="同一件事", officer=yunchuan.shen, now=acts.now
    )

    low.refresh_from_db()
    assert counts(yunchuan, OPENED) == {f"{low.grade}|": 1}
    assert low.grade == max(low.grade, high.grade)


def test_an_answer_that_is_filed_moves_its_incident_to_the_topic(yunchuan):
    make_closed_incident(yunchuan)
    answer = Answer.objects.get()

    set_answer_topic(answer=answer, topic="来访登记", officer=yunchuan.shen, now=T0)

    assert counts(yunchuan, TOPIC) == {"来访登记": 1}
