"""``huiying train``: a new version in use, a way back, or a sentence when neither can be."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.models import AuditRecord
from huiying.base.learning.models import RoutingVersion
from huiying.config.cli import app
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from tests.scenarios.incidents import WATER, incident_of, restart_workers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def train(*words):
    return CliRunner().invoke(app, ["train", *map(str, words)], env={"COLUMNS": "200"})


def in_use():
    return list(RoutingVersion.objects.filter(in_use=True).values_list("number", flat=True))


def test_it_learns_from_a_signed_notice_and_shows_the_card(yunchuan, now):
    notice = notify_unit(
        incident=incident_of(yunchuan, WATER),
        unit=yunchuan.waterworks,
        guidance="",
        officer=yunchuan.lu,
        now=now,
    )
    sign_notice(notice=notice, officer=yunchuan.water, now=now)

    result = train()

    assert result.exit_code == 0, result.output
    assert "第 1 版，已启用" in result.stdout
    assert "确认还太少，测不出准不准" in result.stdout
    assert "只有“先选后看的确认”与机器的建议无关" in result.stdout
    assert in_use() == [1]
    assert RoutingVersion.objects.get().card["confirmations"] == 1
    assert AuditRecord.objects.filter(verb="routing.trained").count() == 1


def test_one_goes_back_to_a_version_or_to_the_duties_alone(yunchuan):
    train()
    train("--bureau", yunchuan.bureau.slug)
    assert in_use() == [2]

    assert "现在用第 1 版" in train("--use", 1).stdout
    assert in_use() == [1]
    assert "只按单位的职责建议" in train("--use", 0).stdout
    assert in_use() == []


def test_what_cannot_be_done_ends_with_2_says_why_and_changes_nothing(yunchuan):
    train()

    for words, sentence in (
        (("--use", 7), "第 7 版不存在，或者读不出来。没有改动。现有的版本：1。"),
        (("--bureau", "nowhere"), "没有短名为“nowhere”的局。现有：yunchuan。"),
    ):
        result = train(*words)

        assert result.exit_code == 2
        assert sentence in result.stderr.replace("\n", "")
    assert in_use() == [1]


def test_with_two_bureaus_one_must_be_named(yunchuan, linxi):
    result = train()

    assert result.exit_code == 2
    assert "请用 --bureau 指明短名" in result.stderr
    assert not RoutingVersion.objects.exists()


def test_with_a_single_unit_there_is_nothing_to_learn(yunchuan):
    Unit.objects.exclude(pk=yunchuan.waterworks.pk).update(active=False)

    result = train()

    assert result.exit_code == 2
    assert "至少要有两个写明职责的单位" in result.stderr
