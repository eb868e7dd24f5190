"""The draft of the rules: two editors, a stale form, a past day, a version that waits."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.adopt import adopt_default, withdraw_version
from huiying.base.rulebook.actions.edit_draft import (
    InvalidRow,
    adopt_draft,
    drop_draft,
    edit_rule,
    wrote_rules,
)
from huiying.base.rulebook.models import RuleDraft, RuleVersion
from huiying.base.rulebook.queries import book_of, draft_of
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import InvalidRuleBook, to_data
from tests.factories import T0
from tests.scenarios.incidents import notice_clock

DAY = timedelta(days=1)
RECEIPT = "deadlines/RECEIPT_MAJOR"


def row(code="RECEIPT_MAJOR", **changed):
    return {**to_data(default_book())["deadlines"][code], **changed}


@pytest.fixture
def edit(yunchuan):
    adopt_default(yunchuan.bureau, T0 - DAY)

    def edit(revision, *, path=RECEIPT, officer=None, now=T0, **changed):
        return edit_rule(
            path=path,
            row=row(path.rpartition("/")[2], **changed),
            shown_revision=revision,
            officer=officer or yunchuan.shen,
            now=now,
        )

    return edit


@pytest.fixture
def adopt(yunchuan):
    def adopt(revision, *, version=1, begins=None, reason="局务会决定", now=T0, officer=None):
        return adopt_draft(
            shown_revision=revision,
            shown_version=version,
            effective_from=begins,
            reason=reason,
            officer=officer or yunchuan.admin,
            now=now,
        )

    return adopt


def minutes(cast, at):
    return book_of(cast.bureau.pk, at).deadline("RECEIPT_MAJOR").amount


def test_a_draft_changes_nothing_before_it_is_adopted(edit, adopt, yunchuan, linxi):
    edit(0, amount=20)
    assert minutes(yunchuan, T0) == 30

    version = adopt(1)

    assert (version.version, version.note, version.adopted_by) == (
        "2",
        "局务会决定",
        yunchuan.admin.name,
    )
    assert minutes(yunchuan, T0) == 20
    assert minutes(linxi, T0) == 30
    assert draft_of(yunchuan.bureau.pk).edits == {}
    record = AuditRecord.objects.filter(verb="rulebook.adopted").latest("seq")
    assert f"{RECEIPT}/amount" in record.data["changed"]


@pytest.mark.clause("2(2)a")
def test_a_running_clock_keeps_the_rule_of_its_start(edit, adopt, yunchuan):
    clock = notice_clock(yunchuan, "RECEIPT_MAJOR")
    edit(0, amount=20)
    adopt(1, now=T0 + timedelta(minutes=1))

    clock.refresh_from_db()

    assert clock.due_at == T0 + timedelta(minutes=30)
    assert (clock.amount, clock.rule_code) == ("30 分钟", "RECEIPT_MAJOR")


def test_of_two_editors_the_second_is_told_who_was_first(edit, yunchuan):
    edit(0, amount=20)

    with pytest.raises(Stale, match="沈青禾"):
        edit(0, amount=25, officer=yunchuan.admin)
    with pytest.raises(Stale, match="修改稿已被"):
        edit(7, amount=25)

    assert draft_of(yunchuan.bureau.pk).edits[RECEIPT]["amount"] == 20


def test_a_dropped_draft_never_takes_a_form_of_the_one_before(edit, yunchuan):
    edit(0, amount=20)
    drop_draft(shown_revision=1, officer=yunchuan.shen, now=T0)

    for old in (0, 1):
        with pytest.raises(Stale, match="修改稿已被"):
            edit(old, amount=15)
    edit(2, amount=15)

    assert draft_of(yunchuan.bureau.pk).revision == 3


def test_a_row_put_back_to_what_is_in_force_leaves_the_draft(edit, adopt, yunchuan):
    edit(0, amount=20)
    edit(1, amount=30)

    assert draft_of(yunchuan.bureau.pk).edits == {}
    with pytest.raises(Refused, match="修改稿无修改内容"):
        adopt(2)


@pytest.mark.clause("2(2)a", "4(3)c")
def test_a_number_that_the_regulation_forbids_is_not_even_kept(edit, yunchuan):
    with pytest.raises(InvalidRow, match="可缩短"):
        edit(0, path="deadlines/NOTICE_MAJOR", amount=31)

    assert draft_of(yunchuan.bureau.pk) is None


def test_what_cannot_be_edited_has_no_row(yunchuan):
    with pytest.raises(KeyError):
        edit_rule(
            path="author_is_not_approver",
            row=False,
            shown_revision=0,
            officer=yunchuan.shen,
            now=T0,
        )


def test_two_numbers_that_must_change_together_may_be_at_odds_in_a_draft_only(
    edit, adopt, yunchuan
):
    edit(0, path="deadlines/RECEIPT_SIGNIFICANT", amount=10, unit="minutes")

    with pytest.raises(InvalidRuleBook, match="等级更高的时限不得比等级更低的更长"):
        adopt(1)
    assert draft_of(yunchuan.bureau.pk).revision == 1, "a refused adoption keeps the draft"

    edit(1, amount=10)
    adopt(2)

    assert minutes(yunchuan, T0) == 10


def test_a_version_can_wait_and_nothing_overtakes_it(edit, adopt, yunchuan):
    edit(0, amount=20)
    adopt(1, begins=T0 + 7 * DAY)

    assert minutes(yunchuan, T0 + 7 * DAY - timedelta(seconds=1)) == 30
    assert minutes(yunchuan, T0 + 7 * DAY) == 20
    edit(2, amount=15)
    with pytest.raises(Refused, match="第 2 版将于 2026-12-01 施行"):
        adopt(3)


def test_rules_have_no_force_in_the_past(edit, adopt, yunchuan):
    edit(0, amount=20)

    with pytest.raises(Refused, match="不溯及既往"):
        adopt(1, begins=T0 - timedelta(seconds=1))

    assert RuleVersion.objects.filter(bureau=yunchuan.bureau).count() == 1
    assert draft_of(yunchuan.bureau.pk).edits


def test_an_adoption_made_from_an_older_draft_or_older_rules_is_refused(edit, adopt, yunchuan):
    edit(0, amount=20)
    edit(1, amount=25)

    with pytest.raises(Stale, match="修改稿已被"):
        adopt(1)
    adopt(2)
    edit(3, amount=20)
    with pytest.raises(Stale, match="规则已有新版本"):
        adopt(4)
    adopt(4, version=2)

    assert (book_of(yunchuan.bureau.pk, T0).version, minutes(yunchuan, T0)) == (3, 20)


def test_an_adoption_says_why(edit, adopt):
    edit(0, amount=20)

    with pytest.raises(Refused, match="理由"):
        adopt(1, reason="  ")


def test_nobody_adopts_a_rule_that_he_wrote(edit, adopt, yunchuan):
    edit(0, amount=20)
    edit(
        1, path="deadlines/RECEIPT_SIGNIFICANT", officer=yunchuan.admin, amount=1, unit="hours"
    )

    for writer in (yunchuan.shen, yunchuan.admin):
        assert wrote_rules(draft_of(yunchuan.bureau.pk), writer, T0)
        with pytest.raises(Refused, match="另一位"):
            adopt(2, officer=writer)
    assert minutes(yunchuan, T0) == 30

    edit(2, amount=30)  # as it is in force: the office wrote nothing any more

    adopt(3, officer=yunchuan.shen)
    assert book_of(yunchuan.bureau.pk, T0).deadline("RECEIPT_SIGNIFICANT").amount == 1


def test_who_wrote_on_a_rule_before_its_last_editor_does_not_adopt_it(edit, adopt, yunchuan):
    edit(0, amount=59)
    edit(1, amount=59, officer=yunchuan.admin, basis="局务会纪要")

    with pytest.raises(Refused, match="另一位"):
        adopt(2, officer=yunchuan.shen)


def test_who_stands_in_for_the_writer_adopts_nothing_of_his(edit, adopt, yunchuan):
    edit(0, amount=20)
    absence = DelegationTerms(Role.OFFICE, T0 - DAY, T0 + DAY, "出差")
    delegate(
        principal=yunchuan.shen,
        to=yunchuan.window,
        absence=absence,
        by=yunchuan.shen,
        now=T0,
    )

    with pytest.raises(Refused, match="另一位"):
        adopt(1, officer=with_delegated_roles(yunchuan.window, T0))


def test_who_reset_the_password_of_a_colleague_adopts_nothing_as_he(edit, adopt, yunchuan):
    edit(0, amount=20, officer=yunchuan.admin)
    shen = yunchuan.shen
    shen.password_reset_by, shen.password_reset_at = yunchuan.admin, T0
    shen.save(update_fields=["password_reset_by", "password_reset_at"])

    with pytest.raises(Refused, match="另一位"):
        adopt(1, officer=shen)
    adopt(1, officer=shen, now=T0 + 8 * DAY)


def test_nobody_withdraws_a_waiting_version_that_he_wrote(edit, adopt, yunchuan):
    edit(0, amount=10)
    version = adopt(1, begins=T0 + 2 * DAY)
    again = {"version": version, "reason": "不要了", "now": T0}
    yunchuan.lu.password_reset_by, yunchuan.lu.password_reset_at = yunchuan.shen, T0
    yunchuan.lu.save(update_fields=["password_reset_by", "password_reset_at"])

    for who in (yunchuan.shen, yunchuan.lu):
        with pytest.raises(Refused, match="该版本含您起草的规则"):
            withdraw_version(officer=who, **again)
    assert minutes(yunchuan, T0 + 2 * DAY) == 10

    withdraw_version(officer=yunchuan.admin, **again)
    assert minutes(yunchuan, T0 + 2 * DAY) == 30
    assert AuditRecord.objects.get(verb="rulebook.withdrawn").data["reason"] == "不要了"


def test_the_last_editor_of_an_earlier_draft_counts_as_its_writer(edit, adopt, yunchuan):
    edit(0, amount=20)
    RuleDraft.objects.update(editors={})
    migration = import_module("huiying.base.rulebook.migrations.0002_editors_of_the_draft")

    migration.name_last_editor(apps, connection.schema_editor())

    assert draft_of(yunchuan.bureau.pk).editors == {RECEIPT: yunchuan.shen.pk}
    with pytest.raises(Refused, match="另一位"):
        adopt(1, officer=yunchuan.shen)


OURS = {"云川日报": "local", "news.example": "city"}


@pytest.fixture
def media(edit, yunchuan):
    def media(tiers, revision=0):
        return edit_rule(
            path="media_tiers",
            row=tiers,
            shown_revision=revision,
            officer=yunchuan.shen,
            now=T0,
        )

    return media


def test_the_table_of_media_is_a_rule_like_any_other(media, adopt, yunchuan, linxi):
    before = book_of(yunchuan.bureau.pk, T0)
    media(OURS)
    assert book_of(yunchuan.bureau.pk, T0) == before
    with pytest.raises(Refused, match="另一位"):
        adopt(1, officer=yunchuan.shen)

    adopt(1)

    book = book_of(yunchuan.bureau.pk, T0)
    assert (book.version, dict(book.media_tiers)) == (2, OURS)
    assert book.medium_of("m.news.example") == "news.example"
    assert (book.grade, book.deadlines) == (before.grade, before.deadlines)
    assert book_of(linxi.bureau.pk, T0) == default_book()
    record = AuditRecord.objects.filter(verb="rulebook.adopted").latest("seq")
    assert "media_tiers/81.cn" in record.data["changed"]


@pytest.mark.parametrize(
    "tiers", [{"云川 日报": "local"}, {"news.example": "world"}, {"张建国": "local"}]
)
def test_a_table_that_cannot_be_read_or_names_a_person_is_not_kept(media, yunchuan, tiers):
    with pytest.raises(InvalidRow):
        media(tiers)

    assert draft_of(yunchuan.bureau.pk) is None


@pytest.mark.parametrize(
    ("topics", "why"),
    [
        (["供水", "供水"], "主题"),
        (["供水！快来看"], "不得作为主题"),
        (["供"], "不得作为主题"),
        (["张建国"], "疑似个人姓名、账号或号码"),
        (["13912345678号"], "疑似个人姓名、账号或号码"),
    ],
)
def test_a_topic_is_a_word_and_no_person(edit, yunchuan, topics, why):
    with pytest.raises(InvalidRow) as refused:
        edit_rule(
            path="topics/names",
            row=topics,
            shown_revision=0,
            officer=yunchuan.shen,
            now=T0,
        )

    assert why in refused.value.problems[0].sentence
