"""Whatever is stored in the JSON of a final row, the check ends and names it, and goes on."""

from __future__ import annotations

import json

import pytest
import typer
from django.db import connection

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.queries import standing_alarms
from huiying.config.commands import verify_audit
from huiying.jobs.upkeep import record_check
from huiying.jobs.upkeep.doctor import findings
from huiying.jobs.upkeep.final_json import FORMS, NAMED_BY_STEP, final_json_columns
from huiying.reasons.reason import reason
from huiying.work.prevention.plans.models import PlanVersion
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.proof import PUBLISHED
from tests.factories import T0
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.tampering import triggers_dropped

pytestmark = pytest.mark.django_db
VALUES = ({}, [], None, "x", 7)
MOST_COLUMNS = 3  # of JSON in one final table
MAY_BE_EMPTY = {
    ("prevention_sweeppart", "reviewed"),
    ("prevention_sweeppart", "new"),
    ("prevention_riskpoint", "phrases"),
}
"""Columns in which an empty value of the same kind is told by a comparison alone."""


@pytest.fixture
def sample(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_sample_bureau(yunchuan, T0, tmp_path)
    return yunchuan


def put(table: str, column: str, pk: int, value: object) -> None:
    """Replace what a row stores, below the application."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608 - names of models
            [json.dumps(value), pk],
        )


def fullest(model, column: str, bureau_id: int):
    """Return the row of a bureau whose value says most."""
    rows = model._base_manager.filter(bureau_id=bureau_id)
    if model._meta.db_table == "petitions_petitionstep":
        rows = rows.filter(kind__in=NAMED_BY_STEP)
    return max(rows, key=lambda row: len(json.dumps(getattr(row, column))))


def spoil(bureau_id: int, turn: int, value: object) -> set[tuple[str, str]]:
    """Replace one column of a row of every final table; return the rows that must be named."""
    spoiled = set()
    for model, columns in final_json_columns():
        column, table = columns[turn % len(columns)], model._meta.db_table
        row = fullest(model, column, bureau_id)
        was = getattr(row, column)
        empty = not value and type(value) is type(was)
        if value == was or (empty and (table, column) in MAY_BE_EMPTY):
            continue
        put(table, column, row.pk, value)
        spoiled.add((table, str(row.pk)))
    return spoiled


def named(found) -> set[tuple[str, str]]:
    rows = (one.params for one in found if one.code == "record.row_unreadable")
    return {(str(one["table"]), str(one["row"])) for one in rows}


def drop(rows) -> None:
    """Delete rows with whatever names them, below the application."""
    keys = list(rows.values_list("pk", flat=True))
    for one in rows.model._meta.related_objects if keys else ():
        drop(one.related_model._base_manager.filter(**{f"{one.field.name}__in": keys}))
    mine = rows.model._base_manager.filter(pk__in=keys)
    mine._raw_delete(mine.db)


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
def test_every_final_row_whose_json_was_replaced_is_named_beside_one_that_is_gone(
    sample, value
):
    gone = Release.objects.filter(bureau=sample.bureau).order_by("pk").last()
    with triggers_dropped():
        drop(Release._base_manager.filter(pk=gone.pk))
        for turn in range(MOST_COLUMNS):
            spoiled = spoil(sample.bureau.pk, turn, value)
            found = record_check.check_bureau(sample.bureau.pk, read_files=False).problems

            assert spoiled
            assert spoiled <= named(found)
            assert reason("record.release_missing", ref=gone.version_number) in found


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
def test_a_record_whose_data_were_replaced_breaks_the_chain_and_blinds_no_comparison(
    sample, value
):
    verbs = AuditRecord.objects.filter(bureau_ref=sample.bureau.pk).exclude(data={})
    first = {row.verb: row for row in verbs.order_by("-seq")}
    gone = Release.objects.filter(bureau=sample.bureau).order_by("pk").last()
    with triggers_dropped():
        drop(Release._base_manager.filter(pk=gone.pk))
        for row in first.values():
            if row.verb not in PUBLISHED:
                put("audit_auditrecord", "data", row.pk, value)
        problems = record_check.check_bureau(sample.bureau.pk, read_files=False).problems

    first_seq = min(row.seq for row in first.values() if row.verb not in PUBLISHED)
    assert (problems[0].code, problems[0].params["at"]) == ("record.broken", first_seq)
    assert reason("record.release_missing", ref=gone.version_number) in problems


def test_the_daily_check_the_command_and_the_doctor_name_a_plan_and_a_release_that_is_gone(
    sample, capsys
):
    """A plan was emptied and a release deleted in the same stroke: nobody reported either."""
    plan = PlanVersion.objects.get(bureau=sample.bureau)
    gone = Release.objects.filter(bureau=sample.bureau).order_by("pk").last()
    with triggers_dropped():
        put("prevention_planversion", "content", plan.pk, {})
        drop(Release._base_manager.filter(pk=gone.pk))
    record_check.turn(T0)
    with pytest.raises(typer.Exit) as ended:
        verify_audit.run(bureau=sample.bureau.slug)
    printed = "".join(capsys.readouterr().out.split())
    said = [one.sentence for one in findings() if not one.fine]

    words = f"数据表 prevention_planversion 编号 {plan.pk} 的行"
    alarms = [row.text for row in standing_alarms(sample.bureau.pk)]
    daily = AuditRecord.objects.get(bureau_ref=sample.bureau.pk, verb="audit.checked")
    assert f"record.row_unreadable prevention_planversion {plan.pk}" in daily.data["named"]
    assert f"record.release_missing {gone.version_number}" in daily.data["named"]
    for sentences in (alarms, said):
        assert any(words in one for one in sentences)
        assert any(gone.version_number in one for one in sentences)
    assert ended.value.exit_code == 1
    assert f"rowof{plan.pk}" not in printed
    assert f"row{plan.pk}oftableprevention_planversion" in printed
    assert gone.version_number in printed


def test_a_comparison_that_cannot_be_finished_is_named_and_alarms(yunchuan, monkeypatch):
    def broken(_bureau_id):
        yield reason("record.plan_missing", ref="YA2026-0001")
        raise ZeroDivisionError

    monkeypatch.setattr(record_check, "COMPARISONS", (broken, *record_check.COMPARISONS))
    record_check.turn(T0)

    daily = AuditRecord.objects.get(bureau_ref=yunchuan.bureau.pk, verb="audit.checked")
    assert daily.data["named"] == [
        "record.plan_missing YA2026-0001",
        "record.comparison_unfinished broken",
    ]
    assert any("broken" in row.text for row in standing_alarms(yunchuan.bureau.pk))


def test_a_chain_or_an_installation_that_cannot_be_read_does_not_hold(yunchuan, monkeypatch):
    def broken(*_args, **_named):
        raise KeyError

    monkeypatch.setattr(record_check, "judge", broken)
    monkeypatch.setattr(record_check, "breaks_of_installation", broken)
    checked = record_check.check_bureau(yunchuan.bureau.pk)
    everywhere = record_check.check_installation()

    assert not checked.holds
    assert [one.code for one in everywhere] == ["record.comparison_unfinished"]


def test_a_row_that_cannot_be_read_is_left_to_others_outside_a_comparison(yunchuan):
    with pytest.raises(KeyError), reading(PlanVersion, 1):
        raise KeyError


def test_every_json_column_of_a_final_table_has_its_form():
    there = {model._meta.db_table: set(columns) for model, columns in final_json_columns()}

    assert {table: set(forms) for table, forms in FORMS.items()} == there
