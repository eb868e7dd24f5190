"""``huiying move-to-postgres``: the same rows on PostgreSQL, killed and resumed, or a word."""

from __future__ import annotations

import fcntl
import hashlib
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.config.installation import Installation
from tests.polling import LONG

SEED = 26_2
BY = ("--by", "admin@yunchuan")
MAKE = """
import sys, django
django.setup()
from pathlib import Path
from django.conf import settings
settings.DATA_DIR = Path(sys.argv[1])
settings.SECRET_KEY = "a key of more than fifty characters of the tests alone"
from django.db import connection
from huiying.base.db.final_rows import drop_protections
from huiying.base.db.final_rows import install_protections
from huiying.jobs import clock
from huiying.jobs.shared_data import register_installation
from huiying.work.responses.mechanism.models import MechanismReview
from tests.factories import make_cast
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.tables import make_tables
make_tables()
make_sample_bureau(make_cast("yunchuan", "云川区"), clock.real_now(), settings.DATA_DIR)
drop_protections(connection)
MechanismReview.objects.all().delete()  # made without the act, so without a record
install_protections(connection)
(settings.DATA_DIR / "secret.key").write_text(settings.SECRET_KEY)
register_installation()
"""
SPOIL = """
import sys
from huiying.config import cli
from huiying.config.commands import move_to_postgres
from huiying.config.commands._django import ready as really
def ready(**more):
    really(**more)
    from django.db import connection
    from huiying.jobs.postgresql_move import target
    put_back = target.restore_foreign_keys
    def spoil():
        put_back()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_unit SET name = name || '改' WHERE id = ("
                           "SELECT max(id) FROM accounts_unit)")
    target.restore_foreign_keys = spoil
move_to_postgres.ready = ready
cli.main(["move-to-postgres", "--by", "admin@yunchuan"])
"""


class Moving(Installation):
    """An installation on SQLite, and the address it is to be moved to."""

    address = ""

    def environment(self) -> dict[str, str]:
        root = Path(__file__).resolve().parents[3]
        return {
            **super().environment(),
            "HUIYING_MOVE_TO": self.address,
            "PYTHONPATH": f"{root / 'src'}:{root}",
        }

    def started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "huiying.config.cli", "move-to-postgres", *BY],
            env=self.environment(),
            stdout=subprocess.DEVNULL,
        )

    def content(self) -> str:
        return hashlib.sha256(self.database.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    if connection.vendor != "postgresql":
        pytest.skip("moving needs a PostgreSQL: set HUIYING_TEST_DATABASE_URL")
    with django_db_blocker.unblock():
        yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format_map(connection.settings_dict)


@contextmanager
def new_target(server, encoding="UTF8"):
    name = f"huiying_move_{secrets.token_hex(4)}"
    more = f"ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'"
    with psycopg.connect(f"{server}postgres", autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name} {more}")
        try:
            yield f"{server}{name}"
        finally:
            base.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def original(server, tmp_path_factory):
    """An installation in the middle of its work, made once."""
    folder = tmp_path_factory.mktemp("original")
    house = Moving(folder)
    environment = {
        **house.environment(),
        "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
        "HUIYING_TEST_DATABASE_URL": f"sqlite:///{house.database}",
    }
    subprocess.run([sys.executable, "-c", MAKE, folder], env=environment, check=True)  # noqa: S603
    return folder


@pytest.fixture
def house(original, server, tmp_path):
    """A copy of the installation, and an empty database."""
    shutil.copytree(original, tmp_path / "house")
    house = Moving(tmp_path / "house")
    with new_target(server) as house.address:
        yield house


def ask(address: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as base:
        return base.execute(question).fetchall()


def rows_moved(address: str) -> int:
    """Return how many rows are kept as moved; -1 before the move was begun."""
    try:
        return int(
            str(ask(address, "SELECT coalesce(sum(moved), 0) FROM huiying_moved_table")[0][0])
        )
    except psycopg.errors.UndefinedTable:
        return -1


def kill_at(house: Moving, rows: int) -> bool:
    """Start the move, and kill it once so many rows are there; tell whether it was killed."""
    process = house.started()
    until = time.monotonic() + LONG
    while process.poll() is None and time.monotonic() < until:
        if rows_moved(house.address) >= rows:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.005)
    return process.wait(timeout=LONG) == -signal.SIGKILL


def tables_of(house: Moving) -> list[str]:
    names = [row[0] for row in house.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [name for name in names if not name.startswith(("sqlite_", "search_", "django_mig"))]


def test_an_installation_is_moved_whole_and_the_file_stays_as_it_was(house):
    house.sql("UPDATE sqlite_sequence SET seq = 7000 WHERE name = 'accounts_unit'")
    before = house.content()

    code, said = house.run("move-to-postgres", *BY)

    assert code == 0, said
    assert f"HUIYING_DATABASE_URL={house.address.replace('postgres:@', 'postgres:…@')}" in said
    assert house.content() == before
    for name in tables_of(house):
        [(there,)] = ask(house.address, f'SELECT count(*) FROM "{name}"')  # noqa: S608
        moved_too = house.count(name) + (name == "audit_auditrecord")  # that it was moved
        assert there == moved_too, name
    url = {"HUIYING_DATABASE_URL": house.address}
    code, said = house.run("verify-audit", **url)
    assert code == 0, said
    _code, said = house.run("doctor", **url)
    assert "密钥和文件目录都是这个安装的" in said
    last = "SELECT verb FROM audit_auditrecord WHERE bureau_ref > 0 ORDER BY id DESC LIMIT 1"
    assert ask(house.address, last) == [("installation.moved",)]
    [(who,)] = ask(house.address, last.replace("verb", "actor_label"))
    assert "（admin@yunchuan，服务器账号 " in str(who)
    question = "SELECT nextval(pg_get_serial_sequence('accounts_unit', 'id'))"
    assert ask(house.address, question) == [(7001,)], "behind the highest key ever given"
    [(records,)] = ask(house.address, "SELECT count(*) FROM search_record")
    [(posts,)] = ask(house.address, "SELECT count(*) FROM search_post")
    assert records == house.count("audit_auditrecord WHERE bureau_ref > 0") + 1
    [(known,)] = ask(
        house.address,
        "SELECT reltuples::int FROM pg_class WHERE oid = 'collection_post'::regclass",
    )
    assert known == house.count("collection_post"), "and were counted"
    assert posts == house.count("collection_post")


def test_a_move_that_is_killed_again_and_again_goes_on(house):
    rows = sum(house.count(name) for name in tables_of(house))
    assert rows > 1_500, "a full house"
    lots = random.Random(SEED)  # noqa: S311 - a fixed seed, no secret
    moments = [0, *sorted(lots.sample(range(1, rows - 200), 2))]

    killed = [kill_at(house, moment) for moment in moments]
    half = house.run("verify-audit", HUIYING_DATABASE_URL=house.address)
    code, said = house.run("move-to-postgres", *BY)

    assert killed == [True] * 3
    assert half[0] == 2
    assert "没有完成" in half[1]
    assert code == 0, said
    assert "接着上次中断的地方" in said
    assert house.run("verify-audit", HUIYING_DATABASE_URL=house.address)[0] == 0


def test_one_row_that_differs_is_found_and_named(house):
    command = [sys.executable, "-P", "-c", SPOIL]
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=house.environment(), capture_output=True, text=True, check=False
    )

    [(last,)] = house.sql("SELECT max(id) FROM accounts_unit")
    assert done.returncode == 2
    assert f"accounts_unit（原 {house.count('accounts_unit')} 行" in done.stderr
    assert f"第一处不同的主键 {last}）" in done.stderr
    assert house.run("verify-audit", HUIYING_DATABASE_URL=house.address)[0] == 2

    code, said = house.run("move-to-postgres", *BY, "--anew")

    assert code == 0, said


def test_a_file_that_changed_since_is_not_gone_on_with(house):
    assert kill_at(house, 1)
    house.sql("UPDATE accounts_unit SET name = name || '新'")

    code, said = house.run("move-to-postgres", *BY)
    again, _said = house.run("move-to-postgres", *BY, "--anew")

    assert code == 2
    assert "有过改动" in said
    assert "--anew" in said
    assert again == 0


def test_nothing_is_moved_while_somebody_works_on_the_file(house):
    lock = house.folder / ".huiying.sqlite3-at-work"
    with lock.open("a") as others:
        fcntl.flock(others, fcntl.LOCK_SH)
        code, said = house.run("move-to-postgres", *BY)

    assert code == 2
    assert "正在使用" in said
    assert rows_moved(house.address) == -1


@pytest.mark.parametrize("by", [(), ("--by", "lu@yunchuan"), ("--by", "nobody")])
def test_nothing_is_moved_by_nobody(house, by):
    code, said = house.run("move-to-postgres", *by)

    assert code == 2
    assert "账号" in said
    assert rows_moved(house.address) == -1


def test_a_database_with_something_in_it_is_refused_also_by_anew(house):
    with psycopg.connect(house.address) as base:
        base.execute("CREATE TABLE somebody (id int)")

    for words in (
        (
            "move-to-postgres",
            *BY,
        ),
        ("move-to-postgres", *BY, "--anew"),
    ):
        code, said = house.run(*words)
        assert code == 2
        assert "什么也没有改动" in said
    assert ask(house.address, "SELECT count(*) FROM somebody") == [(0,)]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "请写明"),
        ("mysql://root@127.0.0.1/x", "请写明"),
        ("postgres://postgres@127.0.0.1:9/x", "数据库现在用不了"),
    ],
)
def test_a_wrong_address_is_said(tmp_path, address, word):
    house = Moving(tmp_path)
    (tmp_path / "secret.key").write_text("tests-only-and-no-other-installation")
    house.sql("CREATE TABLE django_migrations (app, name)")
    house.address = address

    code, said = house.run("move-to-postgres", *BY)

    assert code == 2
    assert word in said


def test_tables_of_another_version_are_refused(house):
    house.sql(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('files', '9999_x', '')"
    )

    code, said = house.run("move-to-postgres", *BY)

    assert code == 2
    assert "更新的版本" in said
    assert rows_moved(house.address) == -1


def test_an_encoding_without_chinese_is_refused(house, server):
    with new_target(server, "SQL_ASCII") as house.address:
        code, said = house.run("move-to-postgres", *BY)

    assert code == 2
    assert "需要 UTF8" in said


def test_a_value_that_postgresql_does_not_take_is_named_and_not_shown(house):
    with closing(sqlite3.connect(house.database)) as base, base:
        base.execute("UPDATE accounts_unit SET name = '云川' || char(0) || '局' WHERE id = 1")

    code, said = house.run("move-to-postgres", *BY)

    assert code == 2
    assert "表 accounts_unit、主键 1" in said
    assert "云川\0" not in said
