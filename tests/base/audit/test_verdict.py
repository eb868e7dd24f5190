"""What the owner of the database did to a chain is found, and named from which record on."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.anchors import Anchor
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead
from huiying.base.audit.queries import verify
from huiying.base.audit.verdict import breaks_of_installation, judge
from huiying.reasons.reason import reason
from tests.base.audit.chains import cut_tail, days_of, rewrite_chain
from tests.tampering import triggers_dropped

pytestmark = pytest.mark.django_db


def saved(heads, **changes):
    return [Anchor(head.day, head.hash, "yunchuan", head.seq) for head in heads]


def judged(cast, anchors=()):
    return judge(bureau_id=cast.bureau.pk, anchors=anchors)


def broken(cast, anchors=()):
    found = judged(cast, anchors).broken
    return (found.at, found.why) if found else None


def bureaus():
    return list(Bureau.objects.values_list("pk", flat=True))


def test_a_whole_chain_is_consistent_and_not_anchored(yunchuan):
    days_of(yunchuan, 3)

    assert judged(yunchuan).reason == reason("record.unanchored")


@pytest.mark.parametrize("which", ["hash", "link"])
def test_a_whole_chain_is_anchored_up_to_the_newest_saved_head(yunchuan, which):
    heads = days_of(yunchuan, 3)
    anchors = [Anchor(head.day, getattr(head, which)) for head in heads[:2]]

    assert judged(yunchuan, anchors).reason == reason(
        "record.anchored", seq=heads[1].seq, day="2026-11-25"
    )


def test_a_chain_written_anew_is_found_by_its_frozen_heads(yunchuan):
    heads = days_of(yunchuan, 3)
    rewrite_chain(yunchuan, heads[0].seq + 1, label="另一件事")

    assert verify(bureau_id=yunchuan.bureau.pk).holds, "every hash was computed again"
    assert broken(yunchuan) == (
        heads[0].seq + 1,
        reason("record.head_differs", day="2026-11-25"),
    )


def test_a_chain_written_anew_with_its_heads_is_found_by_a_saved_head(yunchuan):
    heads = days_of(yunchuan, 3)
    anchors = saved(heads)
    rewrite_chain(yunchuan, heads[1].seq, label="另一件事", heads=True)

    assert judged(yunchuan).reason == reason("record.unanchored"), "nothing inside tells"
    assert breaks_of_installation(bureaus()) == []
    assert broken(yunchuan, anchors) == (
        heads[0].seq + 1,
        reason("record.saved_head_differs", day="2026-11-25"),
    )


def test_the_months_before_the_break_are_anchored_all_the_same(yunchuan):
    heads = days_of(yunchuan, 3)
    anchors = saved(heads)
    rewrite_chain(yunchuan, heads[2].seq, label="另一件事", heads=True)

    verdict = judged(yunchuan, anchors)
    assert not verdict.holds
    assert verdict.up_to(heads[1].seq).reason == reason(
        "record.anchored", seq=heads[1].seq, day="2026-11-25"
    )


def test_a_tail_that_was_cut_is_found_by_the_frozen_heads(yunchuan):
    heads = days_of(yunchuan, 3)
    cut_tail(yunchuan, heads[1].seq)

    assert verify(bureau_id=yunchuan.bureau.pk).holds, "the end was set back"
    assert broken(yunchuan) == (
        heads[1].seq + 1,
        reason("record.head_without_record", day="2026-11-26"),
    )


def test_a_tail_that_was_cut_with_its_heads_is_found_by_a_saved_head(yunchuan):
    heads = days_of(yunchuan, 3)
    anchors = saved(heads)
    cut_tail(yunchuan, heads[1].seq)
    with triggers_dropped():
        DayHead.objects.filter(pk=heads[2].pk).delete()

    assert judged(yunchuan).reason == reason("record.unanchored")
    assert broken(yunchuan, anchors) == (
        heads[1].seq + 1,
        reason("record.saved_day_missing", day="2026-11-26"),
    )


def test_a_head_that_was_changed_is_named(yunchuan):
    heads = days_of(yunchuan, 2)
    with triggers_dropped():
        DayHead.objects.filter(pk=heads[1].pk).update(seq=heads[1].seq - 1)

    assert broken(yunchuan) == (
        heads[0].seq + 1,
        reason("record.head_changed", day="2026-11-25"),
    )


def test_a_chain_that_was_deleted_is_missed(yunchuan):
    heads = days_of(yunchuan, 2)
    anchors = saved(heads)
    with triggers_dropped():
        for model in (AuditRecord, AuditHead, DayHead):
            model.objects.filter(bureau_ref=yunchuan.bureau.pk).delete()

    assert broken(yunchuan) == (1, reason("record.chain_missing"))
    assert broken(yunchuan, anchors)[0] == 1


def test_a_bureau_that_was_deleted_with_all_its_heads_leaves_a_gap(yunchuan, linxi):
    """Whatever else is deleted: the heads of the bureaus that stay are linked over it."""
    for days in (1, 2):
        days_of(linxi, days)
        days_of(yunchuan, days)
    ours = DayHead.objects.filter(bureau_ref=linxi.bureau.pk).order_by("number")
    numbers = list(ours.values_list("number", flat=True))
    with triggers_dropped():
        for model in (AuditRecord, AuditHead, DayHead):
            model.objects.filter(bureau_ref=linxi.bureau.pk).delete()

    found = breaks_of_installation([yunchuan.bureau.pk])
    assert found == [reason("record.heads_missing", first=numbers[0], last=numbers[-1])]


def test_a_bureau_that_is_gone_while_its_records_stay_is_named(yunchuan, linxi):
    days_of(linxi, 1)

    found = breaks_of_installation([yunchuan.bureau.pk])
    assert found == [reason("record.bureau_missing", ref=linxi.bureau.pk)]


def test_a_head_that_is_not_linked_to_the_one_before_it_is_named(yunchuan):
    heads = days_of(yunchuan, 2)
    with triggers_dropped():
        DayHead.objects.filter(pk=heads[1].pk).update(previous="f" * 64)

    assert breaks_of_installation(bureaus()) == [
        reason("record.head_not_linked", number=heads[1].number)
    ]
