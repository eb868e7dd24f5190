"""Each head has roots over its records and the counts of topics; a change shows in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from huiying.base.audit.actions.append import append
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.chain import head_link
from huiying.base.audit.commitments import (
    part_digest,
    part_digests,
    parts_of,
    record_secret,
    salt_of,
)
from huiying.base.audit.models import DayHead, DayRoot
from huiying.base.audit.roots import commitment_key, topic_counts
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.audit.verdict import judge
from tests.base.audit.chains import days_of, note, rewrite_chain
from tests.factories import T0
from tests.tampering import triggers_dropped

pytestmark = pytest.mark.django_db


def broken_at(cast):
    verdict = judge(bureau_id=cast.bureau.pk)
    return verdict.broken and (verdict.broken.at, verdict.broken.why.code)


def about(cast, topic):
    with transaction.atomic():
        return append(
            bureau_id=cast.bureau.pk,
            actor=MACHINE,
            verb="test.noted",
            subject=Subject("test", "1", "一件事", topic),
            now=T0,
        )


def without_roots(*heads):
    """Make heads what they were before there were roots: no row beside them, another link."""
    link = heads[0].previous
    with triggers_dropped():
        DayRoot.objects.filter(number__in=[head.number for head in heads]).delete()
        for head in heads:
            fields = (head.number, head.bureau_ref, head.day, head.seq, head.hash)
            previous, link = link, head_link(link, *fields)
            DayHead.objects.filter(pk=head.pk).update(previous=previous, link=link)


def test_each_head_has_roots_of_its_own(yunchuan):
    heads = days_of(yunchuan, 3)

    rows = [DayRoot.objects.get(pk=head.number) for head in heads]

    assert len({row.day_root for row in rows} | {row.root for row in rows}) == 6
    assert broken_at(yunchuan) is None


def test_the_parts_of_a_record_are_all_that_it_says(yunchuan):
    record = note(yunchuan, T0)
    record.data = {"reason": "缺水", "rows": 3}
    key = commitment_key(yunchuan.bureau.pk)

    parts = parts_of(record)
    digests = part_digests(key, record)

    assert set(parts) == {"place", "act", "actor", "label", "data.reason", "data.rows"}
    salt = salt_of(record_secret(key, record.seq), "data.reason")
    assert digests["data.reason"] == part_digest(salt, "data.reason", "缺水")
    assert digests["data.reason"] != part_digest("another salt", "data.reason", "缺水")


def test_a_topic_is_counted_up_to_a_record(yunchuan):
    first, _other, last = (about(yunchuan, topic) for topic in ("one", "two", "one"))
    about(yunchuan, "one")

    counts = topic_counts(yunchuan.bureau.pk, last.seq)

    assert counts["one"] == (2, last.seq)
    assert counts["two"] == (1, first.seq + 1)


def test_heads_from_before_there_were_roots_get_those_of_their_days(yunchuan):
    old = days_of(yunchuan, 2)
    without_roots(*old)
    note(yunchuan, T0 + timedelta(days=2))

    freeze_day_heads(T0 + timedelta(days=3))

    roots = [DayRoot.objects.get(pk=head.number) for head in old]
    assert [bool(row.root) for row in roots] == [False, False]
    assert all(row.day_root for row in roots)
    assert DayRoot.objects.latest("number").root
    assert broken_at(yunchuan) is None


def test_a_chain_written_anew_with_its_hashes_and_heads_still_differs_by_its_roots(yunchuan):
    first, second = days_of(yunchuan, 2)
    roots = list(DayRoot.objects.order_by("number"))
    rewrite_chain(yunchuan, seq=first.seq, heads=True, verb="test.forged")
    with triggers_dropped():
        for row in roots:
            DayRoot.objects.filter(pk=row.pk).update(day_root=row.day_root)

    at, why = broken_at(yunchuan)

    assert (at, why) == (1, "record.root_differs")
    assert second.seq > first.seq


def test_a_root_that_is_taken_away_is_missed_by_the_link(yunchuan):
    first, second = days_of(yunchuan, 2)
    with triggers_dropped():
        DayRoot.objects.filter(pk=second.number).delete()

    assert broken_at(yunchuan) == (first.seq + 1, "record.head_changed")
