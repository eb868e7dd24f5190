"""Rows that are final are refused by the database itself, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import DayHead, HeadTimestamp
from huiying.base.db.final_rows import (
    drop_protections,
    install_protections,
    missing_protections,
    protections,
)
from tests.factories import T0, make_cast
from tests.module_rows import rows_of
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.tampering import triggers_dropped

TABLES = [row.table for row in protections()]


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory):
    def make():
        folder = tmp_path_factory.mktemp("files")
        world = make_sample_bureau(make_cast("yunchuan", "云川区"), T0, folder)
        freeze_day_heads(T0 + timedelta(days=1))
        HeadTimestamp.objects.create(
            number=DayHead.objects.latest("number").number, token=b"signed", at=T0
        )
        return world

    with rows_of(django_db_blocker, make) as copy:
        yield copy


@pytest.fixture
def world(standing_world, db):
    return standing_world()


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def count(table: str, where: str = "1 = 1") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608
        return int(cursor.fetchone()[0])


def test_every_final_table_is_known():
    assert set(TABLES) == {
        "audit_auditrecord",
        "audit_audithead",
        "audit_commitmentkey",
        "collection_coveragenote",
        "collection_samplelink",
        "collection_samplemonth",
        "closing_filing",
        "closing_filingend",
        "closing_postdeletion",
        "closing_periodrequest",
        "closing_dossier",
        "closing_packet",
        "casework_laterecord",
        "casework_instruction",
        "casework_instructionaddressee",
        "casework_supervision",
        "casework_supervisionentry",
        "petitions_accusation",
        "petitions_accusationfile",
        "petitions_accusationsupplement",
        "petitions_petition",
        "petitions_petitionstep",
        "reports_report",
        "reports_reportdelivery",
        "reports_reportversion",
        "reports_receivedreport",
        "reports_receivedwithdrawal",
        "reports_reporttemplate",
        "reports_reportwithdrawal",
        "reports_reportsignature",
        "reports_withdrawalrequest",
        "reports_recipientchange",
        "reports_recipientrule",
        "reports_schedulechange",
        "reports_reportfiling",
        "audit_dayhead",
        "audit_dayroot",
        "audit_headtimestamp",
        "files_storedfile",
        "signoff_signoffrequest",
        "signoff_signature",
        "casework_consultation",
        "casework_invitation",
        "casework_opinion",
        "casework_proposal",
        "responses_confirmation",
        "responses_mechanismreview",
        "responses_release",
        "incidents_situationrevision",
        "incidents_gradeobjection",
        "incidents_recusal",
        "casework_superiorsupervision",
        "closing_petitionpurge",
        "files_destroyedkey",
        "petitions_codereplacement",
        "petitions_diversion",
        "petitions_petitionerasure",
        "petitions_petitionrecusal",
        "petitions_petitionreply",
        "petitions_rating",
        "petitions_replydelivery",
        "reports_issuedstep",
        "reports_issuedsupervision",
        "reports_receivedanswer",
        "reports_superioranswer",
        "reports_superiorstep",
        "prevention_risk",
        "prevention_riskchange",
        "prevention_riskversion",
        "prevention_sweep",
        "prevention_sweeppart",
        "prevention_decisionfile",
        "prevention_dissent",
        "prevention_drill",
        "prevention_drillresult",
        "prevention_methoduse",
        "prevention_planactivation",
        "prevention_planversion",
        "prevention_riskpoint",
        "prevention_signedassessment",
    }


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_final_table_is_deleted(world, table):
    before = count(table)

    with pytest.raises(IntegrityError, match=f"rows of {table} are final"):
        execute(f"DELETE FROM {table}")  # noqa: S608

    assert count(table) == before > 0


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("responses_release", 'content = \'{"title": "另一句话"}\''),
        ("responses_release", "content_hash = 'f'"),
        ("responses_release", "note = '另一条更正'"),
        ("responses_release", "published_at = '2020-01-01 00:00:00+00:00'"),
        ("prevention_signedassessment", "content_hash = 'f'"),
        ("prevention_dissent", "text = '没有意见'"),
        ("prevention_riskpoint", "highest = 1"),
        ("prevention_riskpoint", "probability = 5, impact = 5"),
        ("prevention_planversion", "review_on = '2030-01-01'"),
        ("prevention_drillresult", "content_hash = 'f'"),
        ("prevention_drill", "planned_at = '2020-01-01 00:00:00+00:00'"),
        ("prevention_planactivation", "outdated = NOT outdated"),
        ("prevention_methoduse", "summary = '都支持'"),
        ("prevention_decisionfile", "version = 0"),
        ("audit_auditrecord", "label = '另一件事'"),
        ("audit_audithead", "seq = 1"),
        ("audit_audithead", "hash = 'f'"),
        ("audit_dayhead", "hash = 'f'"),
        ("files_storedfile", "sha256 = 'f'"),
        ("files_storedfile", "blob = 'f'"),
        ("files_storedfile", "data_key = NULL"),
        ("signoff_signoffrequest", "content_hash = 'f'"),
        ("signoff_signoffrequest", "signed = 0"),
        ("signoff_signature", "at = '2020-01-01 00:00:00+00:00'"),
        ("casework_invitation", "invited_as = '另一个人'"),
        ("casework_opinion", "text = '没有意见'"),
        ("casework_opinion", "dissent = NOT dissent"),
        ("incidents_situationrevision", "text = '没有这回事'"),
        ("incidents_gradeobjection", "content = '没有这回事'"),
        ("prevention_risk", "level = 'LOW'"),
        ("prevention_riskversion", "reason = '另一个理由'"),
        ("prevention_riskchange", "reason = '另一个理由'"),
        ("prevention_sweep", "since = '2020-01-01 00:00:00+00:00'"),
        ("incidents_situationrevision", "at = '2020-01-01 00:00:00+00:00'"),
    ],
)
def test_what_is_final_is_not_changed(world, table, change):
    with pytest.raises(IntegrityError, match=f"rows of {table} are final"):
        execute(f"UPDATE {table} SET {change}")  # noqa: S608


@pytest.mark.parametrize(
    ("table", "change", "where"),
    [
        ("casework_consultation", "risks = '没有风险'", "state = 'SIGNED'"),
        ("casework_consultation", "meets_at = NULL", "state = 'SIGNED'"),
        ("casework_proposal", "measures = '什么也不做'", "state = 'APPROVED'"),
        (
            "signoff_signoffrequest",
            "decision = 'RETURNED'",
            "decision = 'APPROVED'",
        ),
        ("signoff_signoffrequest", "decided_by_id = NULL", "decision = 'APPROVED'"),
        ("prevention_sweeppart", "nil = NOT nil", "confirmed_at IS NOT NULL"),
    ],
)
def test_what_was_signed_is_not_changed(world, table, change, where):
    assert count(table, where) > 0

    with pytest.raises(IntegrityError, match=f"rows of {table} are final"):
        execute(f"UPDATE {table} SET {change} WHERE {where}")  # noqa: S608


@pytest.mark.parametrize(
    ("table", "reopened", "signed"),
    [
        ("casework_consultation", "CALLED", "SIGNED"),
        ("casework_proposal", "WRITING", "APPROVED"),
    ],
)
def test_what_was_opened_again_is_not_signed_by_an_update(world, table, reopened, signed):
    """Two updates would do what one cannot: open, change the words, close."""
    execute(f"UPDATE {table} SET state = '{reopened}' WHERE state = '{signed}'")  # noqa: S608

    with pytest.raises(IntegrityError, match=f"rows of {table} are final"):
        execute(f"UPDATE {table} SET state = '{signed}'")  # noqa: S608


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("files_storedfile", "checked_at = stored_at, broken_at = stored_at"),
        ("signoff_signoffrequest", "label = '（已封存）'"),
        ("signoff_signoffrequest", "decision = 'VOID' WHERE decision = 'APPROVED'"),
        ("casework_consultation", "revision = revision + 1"),
        ("casework_invitation", "noted_at = NULL"),
        ("audit_audithead", "seq = seq + 1, hash = 'f'"),
    ],
)
def test_what_goes_on_changing_may_change(world, table, change):
    execute(f"UPDATE {table} SET {change}")  # noqa: S608

    assert count(table) > 0


def test_a_notice_that_names_another_hash_does_not_seal_a_release(world):
    with pytest.raises(IntegrityError):
        execute(
            'UPDATE responses_release SET note = \'\', content = \'{"sealed": {"hash": "f"}}\''
        )


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_replaced_or_truncated(world, table):
    """Both delete rows, and no trigger of a deletion fires."""
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"  # noqa: S608
    truncate = f"TRUNCATE {table} CASCADE"
    if connection.vendor == "postgresql":
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="are final"):
        execute(replace if connection.vendor == "sqlite" else truncate)


def test_a_trigger_that_is_gone_is_named_and_made_again(db):
    assert missing_protections(connection) == []

    with triggers_dropped():
        gone = missing_protections(connection)

    assert gone == TABLES
    assert missing_protections(connection) == []


def test_one_trigger_that_does_nothing_is_named(db):
    row = next(one for one in protections() if one.table == "responses_release")
    if connection.vendor == "sqlite":
        name = "final_responses_release_update"
        sql = f"CREATE TRIGGER {name} BEFORE UPDATE ON {row.table} BEGIN SELECT 1; END"
        changes = [f"DROP TRIGGER {name}", sql]
    else:
        changes = [f"ALTER TABLE {row.table} DISABLE TRIGGER final_responses_release_row"]
    for change in changes:
        execute(change)

    assert missing_protections(connection) == ["responses_release"]
    assert install_protections(connection) == ["responses_release"]
    drop_protections(connection)
    install_protections(connection)
    assert missing_protections(connection) == []
