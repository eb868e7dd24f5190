"""The record: appended only, bound by hashes, whole or visibly broken."""

import pytest
from django.db import connection, transaction

from huiying.base.audit.actions.append import Act, append, append_many
from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.reasons.reason import reason
from tests.tampering import triggers_dropped


def note(cast, now, verb="test.noted"):
    with transaction.atomic():
        return append(
            bureau_id=cast.bureau.pk,
            actor=MACHINE,
            verb=verb,
            subject=Subject("test", "1", "一件事"),
            now=now,
            data={"z": 1, "a": "中"},
        )


def test_a_whole_chain_holds(yunchuan, now):
    for _ in range(3):
        note(yunchuan, now)

    assert verify(bureau_id=yunchuan.bureau.pk).holds


@pytest.mark.parametrize("table", ["audit_audithead", "audit_auditrecord"])
def test_a_chain_that_grows_while_it_is_read_holds(yunchuan, now, table):
    """An act is recorded after the head was read, or after the records were."""
    for _ in range(3):
        note(yunchuan, now)
    more = iter(range(2))

    def act_meanwhile(execute, sql, *told):
        answer = execute(sql, *told)
        if sql.startswith("SELECT") and f'FROM "{table}"' in sql and next(more, None) == 0:
            note(yunchuan, now)
        return answer

    with connection.execute_wrapper(act_meanwhile):
        result = verify(bureau_id=yunchuan.bureau.pk)

    assert result.holds
    every = AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).count()
    assert result.records >= every - 1


@pytest.mark.parametrize("change", [{"seq": 2}, {"seq": 9}, {"hash": "0" * 64}])
def test_a_head_that_is_not_of_the_last_record_breaks_the_chain(yunchuan, now, change):
    for _ in range(3):
        note(yunchuan, now)
    with triggers_dropped():
        AuditHead.objects.filter(bureau_ref=yunchuan.bureau.pk).update(**change)

    assert verify(bureau_id=yunchuan.bureau.pk).why == reason("record.tail_missing")


def test_a_chain_without_its_end_or_without_any_record_is_broken(yunchuan, now):
    last = note(yunchuan, now)
    with triggers_dropped():
        AuditHead.objects.filter(bureau_ref=yunchuan.bureau.pk).delete()
    without_end = verify(bureau_id=yunchuan.bureau.pk)
    with triggers_dropped():
        AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).delete()
    without_all = verify(bureau_id=yunchuan.bureau.pk)

    assert (without_end.broken_at, without_end.why) == (
        last.seq + 1,
        reason("record.chain_end_missing"),
    )
    assert (without_all.broken_at, without_all.why) == (1, reason("record.chain_missing"))


def test_several_acts_at_once_are_linked_in_their_order(yunchuan, now):
    note(yunchuan, now)
    acts = [Act(f"test.{word}", Subject("test", word)) for word in ("first", "second")]

    with transaction.atomic():
        records = append_many(bureau_id=yunchuan.bureau.pk, actor=MACHINE, acts=acts, now=now)

    assert [row.verb for row in records] == ["test.first", "test.second"]
    assert records[1].previous == records[0].hash
    assert verify(bureau_id=yunchuan.bureau.pk).holds


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "test.other"),
        ("label", "另一件事"),
        ("actor", "officer:9"),
        ("actor_label", "别人"),
        ("data", {"z": 2, "a": "中"}),
        ("topic", "incident:2026-0001"),
    ],
)
def test_any_changed_column_breaks_the_chain_where_it_was_changed(yunchuan, now, column, value):
    first = note(yunchuan, now)
    note(yunchuan, now)
    with triggers_dropped():
        AuditRecord.objects.filter(pk=first.pk).update(**{column: value})

    result = verify(bureau_id=yunchuan.bureau.pk)

    assert not result.holds
    assert result.broken_at == first.seq


def test_a_removed_record_is_missed_in_the_middle_and_at_the_end(yunchuan, now):
    note(yunchuan, now)
    last = note(yunchuan, now)
    with triggers_dropped():
        AuditRecord.objects.filter(pk=last.pk).delete()

    assert not verify(bureau_id=yunchuan.bureau.pk).holds


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused(now):
    with pytest.raises(RuntimeError):
        append(bureau_id=1, actor=MACHINE, verb="x", subject=Subject("test", "1"), now=now)


def test_a_rolled_back_act_leaves_no_record(yunchuan, now):
    before = verify(bureau_id=yunchuan.bureau.pk).records
    with pytest.raises(ZeroDivisionError):
        _fail_after_noting(yunchuan, now)

    assert verify(bureau_id=yunchuan.bureau.pk).records == before


def _fail_after_noting(cast, now):
    with transaction.atomic():
        note(cast, now)
        raise ZeroDivisionError
