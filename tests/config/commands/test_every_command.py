"""The commands as an administrator runs them: each in a process and an installation of its own.

One installation is made for the file, by ``huiying setup`` itself; others get empty tables.
What is asked of that one afterwards need not read all the code again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app
from tests.config.command_server import CommandServer
from tests.config.installation import PASSWORD, SETUP, STRONG, Installation
from tests.new_database import new_database

ROWS = [f"佳园{n}栋停水{n}天了，没人通知也没人管" for n in range(6)]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Installation]:
    """An installation with one bureau, made by the command."""
    made = Installation(tmp_path_factory.mktemp("house"))
    code, said = made.setup("yunchuan", "fang")
    assert code == 0, said
    assert "云川区信访局 已建好" in said
    made.warm = CommandServer(made.environment())
    yield made
    made.warm.end()


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "热点.csv"
    path.write_text("标题,内容\n" + "\n".join(f"停水,{row}" for row in ROWS), encoding="utf-8")
    return path


# setup ----------------------------------------------------------------------------------------


def test_setup_makes_a_house_that_can_be_worked_in(house):
    assert house.count("accounts_bureau") == 1
    assert house.sql("select username, is_superuser from accounts_officer")[0][0] == "fang"
    assert house.count("rulebook_ruleversion") == 1
    assert (house.folder / "secret.key").stat().st_mode & 0o077 == 0
    assert house.run("verify-audit")[0] == 0


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123"])
def test_setup_refuses_a_weak_password_and_leaves_nothing(house, password):
    before = house.count("audit_auditrecord")

    code, said = house.setup("other", "another", password)

    assert (code, "✗" in said) == (2, True), said
    assert house.count("accounts_bureau") == 1
    assert house.count("audit_auditrecord") == before


@pytest.mark.parametrize(
    ("slug", "username"),
    [("yunchuan", "other"), ("other", "fang"), ("云川", "x"), ("A B", "x")],
)
def test_setup_refuses_a_name_that_is_taken_or_cannot_be(house, slug, username):
    before = house.count("audit_auditrecord")

    code, said = house.setup(slug, username)

    assert (code, "✗" in said) == (2, True), said
    assert house.count("accounts_bureau") == 1
    assert house.count("audit_auditrecord") == before


def test_setup_asks_again_for_a_short_name_that_cannot_be_before_it_asks_for_more():
    said = CliRunner().invoke(app, ["setup"], input="云 川\n").output

    assert "短名只能用小写字母、数字和短横线，请再输一次" in said
    assert said.count("局的短名") == 2
    assert "局的名称" not in said


def test_setup_asks_in_our_words_again_for_a_password_that_was_mistyped(house):
    words = ("setup", "--slug", "yunchuan", "--username", "another", *SETUP)

    code, said = house.typed(*words, typed=f"{STRONG}\n{STRONG}7\n{STRONG}\n{STRONG}\n")

    assert said.count("两次输入的口令不一样，请重新输入。") == 1
    assert "do not match" not in said
    assert STRONG not in said
    assert (code, "✗" in said) == (2, True), "the short name is taken"


# appoint --------------------------------------------------------------------------------------


def appoint(house, username, *more, slug="yunchuan", password=STRONG):
    words = ("--slug", slug, "--username", username, "--person", "韩照临")
    return house.run("appoint", *words, *more, **{PASSWORD: password})


def test_appoint_prints_a_link_once_and_for_nobody_whom_it_did_not_appoint(tmp_path):
    other = Installation(tmp_path / "other")
    other.folder.mkdir(exist_ok=True)
    new_database(other.database)
    other.setup("yunchuan", "fang")

    _code, said = appoint(other, "gu", "--role", "leader", password="")
    again, said_again = appoint(other, "gu", "--role", "leader", password="")
    appoint(other, "han", password="")
    third, said_third = appoint(other, "han", "--role", "leader", password="")

    assert "/accounts/invitation/" in said
    assert (again, "/accounts/" in said_again) == (2, False), said_again
    assert (third, "/accounts/" in said_third) == (2, False), said_third


def test_appoint_seeds_the_second_person_and_no_third(tmp_path):
    other = Installation(tmp_path / "other")
    other.folder.mkdir(exist_ok=True)
    new_database(other.database)
    other.setup("yunchuan", "fang")
    leader, said = appoint(other, "gu", "--role", "leader")
    again, said_again = appoint(other, "gu", "--role", "leader")
    appoint(other, "han")
    third, said_third = appoint(other, "friend")

    assert (leader, "已是组长" in said) == (0, True), said
    assert (again, "此人已是组长" in said_again) == (2, True), said_again
    assert (third, "已有两位系统管理员" in said_third) == (2, True), said_third
    grants = "select username, role, origin from accounts_rolegrant g join accounts_officer o"
    assert other.sql(f"{grants} on o.id = g.officer_id order by g.id") == [
        ("fang", "administrator", "BOOTSTRAP"),
        ("gu", "leader", "BOOTSTRAP"),
        ("han", "administrator", "BOOTSTRAP"),
    ]
    verbs = other.sql("select verb from audit_auditrecord where verb like '%seeded%'")
    assert verbs == [("officer.seeded",)] * 3


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"slug": "nowhere"}, "没有短名为“nowhere”的局"),
        ({"role": "auditor"}, "只能初始授予"),
        ({"role": "king"}, "没有角色“king”"),
    ],
)
def test_appoint_refuses_another_bureau_or_role(house, more, part):
    before = house.count("accounts_officer")

    role = more.pop("role", "leader")
    code, said = appoint(house, "who", "--role", role, **more)

    assert (code, part in said) == (2, True), said
    assert house.count("accounts_officer") == before


# import ---------------------------------------------------------------------------------------


def test_a_file_is_imported_once(house, file, tmp_path):
    out, posts = tmp_path / "out.json", house.count("collection_post")

    code, said = house.run("import", file, "--json", out)
    told = json.loads(out.read_text("utf-8"))
    again, said_again = house.run("import", file, "--json", out)

    assert code == 0, said
    assert (told["accepted"], told["refused"], told["state"]) == (6, 0, "DONE")
    assert told["placed"] == 6
    assert not told["already_imported"]
    assert (again, "该文件已导入" in said_again) == (0, True)
    assert json.loads(out.read_text("utf-8"))["already_imported"]
    assert house.count("collection_post") == posts + 6


def test_history_starts_no_clock_and_no_alarm(house, tmp_path):
    path = tmp_path / "旧帖.csv"
    rows = [f"东坪村垮桥已有{n + 2}人死亡，亲眼看见抬走" for n in range(5)]
    path.write_text("内容\n" + "\n".join(rows), encoding="utf-8")
    clocks, alarms = house.count("clocks_clock"), house.count("outbox_boardalarm")

    code, said = house.run("import", path, "--history")

    assert code == 0, said
    assert house.sql("select count(*) from collection_post where history")[0][0] == 5
    assert house.count("clocks_clock") == clocks
    assert house.count("outbox_boardalarm") == alarms


def test_rows_that_are_not_taken_are_told_with_their_number(house, tmp_path):
    path, out = tmp_path / "半好.csv", tmp_path / "out.json"
    path.write_text(
        "标题,内容\n路灯,西门路灯不亮\n多,了,一格\n桥栏,桥栏杆松动了\n", encoding="utf-8"
    )

    code, said = house.run("import", path, "--json", out)

    told = json.loads(out.read_text("utf-8"))
    assert code == 1, said
    assert (told["accepted"], told["refused"], told["placed"]) == (2, 1, 2)
    assert told["refusals"][0]["row"] == 3
    assert told["refusals"][0]["message"] in said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["没有这个文件.csv"], "无法打开文件"),
        (["FILE", "--bureau", "nowhere"], "yunchuan"),
        (["FILE", "--text", "正文列"], "正文列"),
        (["NUMBERS"], "--text"),
        (["BINARY"], "✗"),
        (["EMPTY"], "✗"),
    ],
)
def test_a_wrong_import_says_what_is_wrong_and_takes_nothing(
    house, file, tmp_path, words, part
):
    places = {name: tmp_path / f"{name}.csv" for name in ("NUMBERS", "BINARY", "EMPTY")}
    places["NUMBERS"].write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    places["BINARY"].write_bytes(bytes(range(256)) * 20)
    places["EMPTY"].write_bytes(b"")
    places["FILE"] = file
    before = house.count("collection_post")

    code, said = house.run("import", *[places.get(word, word) for word in words])

    assert (code, part in said) == (2, True), said
    assert house.count("collection_post") == before


# analyze --------------------------------------------------------------------------------------


def test_analyze_needs_no_installation(tmp_path, file):
    out = tmp_path / "out.json"
    nowhere = Installation(tmp_path / "none")

    code, said = nowhere.run("analyze", file, "--json", out)

    assert code == 0, said
    assert json.loads(out.read_text("utf-8"))["rows"] == 6
    assert list(nowhere.folder.iterdir()) == [], "no database, no key"


@pytest.mark.parametrize(
    "words", [["none.csv"], ["FILE", "--text", "没有"], ["FILE", "--json", "/proc/x"]]
)
def test_analyze_ends_with_two_on_what_it_cannot_use(file, words):
    result = CliRunner().invoke(
        app, ["analyze", *[str(file) if w == "FILE" else w for w in words]]
    )

    assert result.exit_code == 2
    assert "无法分析" in result.output


# verify-audit ---------------------------------------------------------------------------------


def test_verify_audit_finds_a_record_that_was_changed_in_the_database(tmp_path):
    fresh = Installation(tmp_path / "fresh")
    new_database(fresh.database)
    fresh.setup("yunchuan", "fang")
    good, said = fresh.run("verify-audit")
    assert (good, "yunchuan" in said) == (0, True)
    third = fresh.sql("select id, label from audit_auditrecord where seq = 2")[0]
    for (trigger,) in fresh.sql("select name from sqlite_master where type = 'trigger'"):
        fresh.sql(f"drop trigger {trigger}")

    fresh.sql("update audit_auditrecord set label = '另一个人' where id = ?", third[0])
    bad, said = fresh.run("verify-audit")
    fresh.sql("update audit_auditrecord set label = ? where id = ?", third[1], third[0])
    healed = fresh.run("verify-audit", "--bureau", "yunchuan")[1]
    fresh.sql(
        "delete from audit_auditrecord where seq = (select max(seq) from audit_auditrecord)"
    )
    cut, said_cut = fresh.run("verify-audit")

    assert (bad, "broken from record 2: record 2 was changed" in said) == (1, True), said
    assert "Consistent; not compared with a checksum saved elsewhere" in healed
    assert (cut, "records at the end are missing" in said_cut) == (1, True), said_cut


def test_verify_audit_of_a_bureau_that_is_not_there(house):
    code, said = house.run("verify-audit", "--bureau", "nowhere")

    assert (code, "yunchuan" in said) == (2, True)


# doctor ---------------------------------------------------------------------------------------


def test_doctor_says_what_needs_a_person(house, tmp_path):
    before, said_before = Installation(tmp_path / "none").run("doctor")
    code, said = house.run("doctor")
    _code, without = house.run("doctor", HUIYING_PUBLIC_URL="")

    assert (before, "还没有建好" in said_before) == (1, True)
    assert code == 1
    assert "审计链" in said
    assert "前后一致" in said
    assert "值班员还没有指定" in said
    assert "还没有备份过" in said
    assert "以 https://huiying.example 开头" in said
    assert "没有设置 HUIYING_PUBLIC_URL" in without


def test_doctor_finds_a_data_folder_that_others_can_read(house):
    house.folder.chmod(0o755)
    _code, open_to_all = house.run("doctor")
    house.folder.chmod(0o700)
    _code, closed = house.run("doctor")

    assert f"chmod 700 {house.folder}" in open_to_all
    assert "只有运行的账号能读" in closed


# backup, restore ------------------------------------------------------------------------------


SIGNS_MEANWHILE = """
import sqlite3
from django.conf import settings
from huiying.base.accounts.models import Bureau
from huiying.jobs.database_tables.reading import one_moment
with one_moment():
    before = Bureau.objects.get().name
    desk = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=1)
    with desk:
        desk.execute("UPDATE accounts_bureau SET name = 'changed meanwhile'")
    print("the backup reads", Bureau.objects.get().name == before)
print("the desk wrote", Bureau.objects.get().name == "changed meanwhile")
with desk:
    desk.execute("UPDATE accounts_bureau SET name = ?", [before])
desk.close()
"""


def test_others_sign_while_a_backup_reads_one_moment(house):
    code, said = house.run("manage", "shell", "-c", SIGNS_MEANWHILE)

    assert code == 0, said
    assert "the backup reads True" in said
    assert "the desk wrote True" in said


def test_a_backup_is_restored_in_another_place(house, file, tmp_path):
    house.run("import", file)
    target, other = tmp_path / "b.tar.gz", Installation(tmp_path / "other")
    new_database(other.database)

    made, said = house.run("backup", target)
    twice, said_twice = house.run("backup", target)
    forced, _said = house.run("backup", target, "--force")
    back, said_back = other.run("restore", target)
    over, said_over = other.run("restore", target)

    assert made == 0, said
    assert "妥善保管" in said
    assert (twice, "已存在" in said_twice) == (2, True)
    assert forced == 0
    assert back == 0, said_back
    assert "审计链完整" in said_back
    assert (over, "已有数据" in said_over) == (2, True)
    for table in ("accounts_officer", "collection_post", "audit_auditrecord"):
        assert other.count(table) == house.count(table) > 0, table
    key = "secret.key"
    assert (other.folder / key).read_text() == (house.folder / key).read_text()
    assert other.run("verify-audit")[0] == 0


def test_a_backup_restored_beside_a_secret_of_another_is_said(house, tmp_path):
    target, other = tmp_path / "b.tar.gz", Installation(tmp_path / "other")
    new_database(other.database)
    house.run("backup", target)

    code, said = other.run("restore", target, HUIYING_SECRET_KEY="another " * 8)

    assert (code, "审计链完整" in said, "HUIYING_SECRET_KEY" in said) == (1, True, True), said


def test_a_damaged_backup_is_refused_by_the_command(house, tmp_path):
    target, other = tmp_path / "b.tar.gz", Installation(tmp_path / "other")
    new_database(other.database)
    house.run("backup", target)
    target.write_bytes(target.read_bytes()[:-200])

    code, said = other.run("restore", target)
    missing, said_missing = other.run("restore", tmp_path / "none.tar.gz")

    assert (code, "没有恢复任何内容" in said) == (2, True), said
    assert (missing, "没有恢复任何内容" in said_missing) == (2, True)
    assert other.count("accounts_bureau") == 0


def test_a_database_that_was_never_made_is_said(tmp_path):
    fresh = Installation(tmp_path / "fresh")

    for words in (["backup", tmp_path / "b.tar.gz"], ["verify-audit"]):
        code, said = fresh.run(*words)
        assert (code, "huiying setup" in said) == (2, True), words
    assert not (tmp_path / "b.tar.gz").exists()


# bench, help ----------------------------------------------------------------------------------


def test_an_unknown_benchmark_names_the_known_ones():
    result = CliRunner().invoke(app, ["bench", "coffee"])

    assert result.exit_code == 2
    for name in ("import", "alarm", "pages"):
        assert name in result.output


def test_every_command_explains_itself():
    runner = CliRunner()
    listed = runner.invoke(app, ["--help"]).output
    for name in (
        "setup",
        "up",
        "demo",
        "import",
        "analyze",
        "verify-audit",
        "doctor",
        "backup",
    ):
        assert name in listed
        assert runner.invoke(app, [name, "--help"]).exit_code == 0, name
