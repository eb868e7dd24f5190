"""Doctor finds the settings with which nobody can work, before somebody meets them."""

from __future__ import annotations

import pytest

from huiying.base.accounts.roles.capabilities import Role
from huiying.jobs.upkeep import doctor
from huiying.jobs.upkeep.doctor import findings
from huiying.work.collection.posts.voice_keys import voice_hasher_of
from tests.role_grants import hold

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _as_it_should_be(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.PUBLIC_URL = "https://huiying.example"
    settings.ALLOWED_HOSTS = ["huiying.example"]
    settings.SECRET_KEY = "a long one that nobody guesses, 云川"
    settings.SECURE = True


def wrong() -> str:
    return "\n".join(finding.sentence for finding in findings() if not finding.fine)


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("PUBLIC_URL", "", "没有设置 HUIYING_PUBLIC_URL"),
        ("PUBLIC_URL", "https://other.example", "里没有 other.example"),
        ("PUBLIC_URL", "huiying.example", "要写成 https://"),
        ("PUBLIC_URL", "https://huiying.example/answers", "不带路径"),
        ("PUBLIC_URL", "http://huiying.example", "登录只在 HTTPS 下有效"),
        ("SECRET_KEY", "huiying", "密钥太短"),
    ],
)
def test_a_setting_with_which_nobody_can_work_is_found(settings, name, value, part):
    before = wrong()
    setattr(settings, name, value)

    assert part not in before
    assert part in wrong()


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_database_that_does_not_count_its_rows_is_found(monkeypatch, by_itself):
    monkeypatch.setattr(doctor, "counts_by_itself", lambda: by_itself)

    assert ("autovacuum" in wrong()) is not by_itself


def test_a_secret_that_is_another_one_is_found(settings, yunchuan, now):
    voice_hasher_of(yunchuan.bureau.pk, now)
    before = wrong()
    settings.SECRET_KEY = "another long one that nobody guesses"

    assert "密钥" not in before
    assert "密钥不是这个安装的" in wrong()


def test_a_role_that_was_written_past_the_record_is_found(yunchuan):
    before = wrong()
    hold(yunchuan.lu, Role.LEADER)

    assert "没有授予记录" not in before
    assert f"没有授予记录：officer:{yunchuan.lu.pk} 组长。" in wrong()


def test_a_server_without_chinese_fonts_is_found(monkeypatch):
    none = {"fangsong": [], "hei": [], "title": []}
    monkeypatch.setattr(doctor, "families", lambda: none)
    assert "公文的 PDF 无法显示汉字" in wrong()

    monkeypatch.setattr(doctor, "families", lambda: {role: ["FangSong"] for role in none})
    assert "公文" not in wrong()


def test_with_three_administrators_who_is_two_of_them_is_named(yunchuan, settings):
    assert "三员" not in wrong()

    settings.THREE_ADMINISTRATORS = True
    hold(yunchuan.admin, Role.AUDITOR)
    found = wrong()

    assert "账号 admin@yunchuan 兼任系统管理员、审计员" in found
    assert "还没有安全管理员，请运行 huiying appoint --role security" in found


def test_with_three_administrators_apart_all_is_well(yunchuan, settings):
    settings.THREE_ADMINISTRATORS = True

    hold(yunchuan.cheng, Role.SECURITY)

    assert "三员" not in wrong()
    assert "yunchuan：三员由不同人员担任。" in [one.sentence for one in findings()]
