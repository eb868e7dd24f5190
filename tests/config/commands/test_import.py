"""``huiying import`` as a person runs it, killed and taken up again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import cycle, islice, product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from typer.testing import CliRunner

from huiying.config.cli import app
from huiying.jobs.stream.large_file import is_large
from tests.factories import make_cast
from tests.new_database import new_database
from tests.polling import wait_until

CHECKOUT = Path(__file__).resolve().parents[3]
MAKE = """
import django
django.setup()
from tests.factories import make_cast
for slug in {slugs!r}:
    make_cast(slug, slug)
"""


class House:
    """An installation of its own: no other process shares its database."""

    def __init__(self, folder):
        self.database = folder / "house.sqlite3"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
            "HUIYING_TEST_DATABASE_URL": f"sqlite:///{self.database}",
            "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
            "COLUMNS": "200",
        }

    def make(self, *slugs):
        new_database(self.database)
        command = [sys.executable, "-c", MAKE.format(slugs=slugs)]
        subprocess.run(command, env=self.environment, check=True)  # noqa: S603

    def start(self, *words):
        command = [sys.executable, "-m", "huiying.config.cli", "import", *map(str, words)]
        return subprocess.Popen(  # noqa: S603
            command,
            env=self.environment,
            text=True,
            stdout=-1,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # as a terminal does: Ctrl-C reaches all its processes
        )

    def run(self, *words):
        process = self.start(*words)
        said = process.communicate(timeout=120)[0]
        return process.returncode, said

    def count(self, table):
        return self.ask(f"select count(*) from {table}")  # noqa: S608

    def ask(self, question):
        with closing(sqlite3.connect(self.database)) as base, base:
            return base.execute(question).fetchone()[0]


class OnPostgres(House):
    """The database of the test itself; only tests that are marked for it run there."""

    def make(self, *slugs):
        mine = connection.settings_dict
        place = "{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(mine)
        self.environment["HUIYING_TEST_DATABASE_URL"] = f"postgres://{place}"
        with override_settings(MIGRATION_MODULES={}):  # its tables were made without them
            call_command("migrate", fake=True, verbosity=0)
        for slug in slugs:
            make_cast(slug, slug)

    def ask(self, question):
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]


@pytest.fixture
def house(tmp_path, django_db_blocker):
    if connection.vendor != "postgresql":
        yield House(tmp_path)
        return
    notes = MigrationRecorder(connection)
    with django_db_blocker.unblock():
        before = list(notes.applied_migrations())
    yield OnPostgres(tmp_path)
    with django_db_blocker.unblock():  # as the tests that follow know the tables
        notes.flush()
        for app, name in before:
            notes.record_applied(app, name)


def table(path, count, more=""):
    rows = [
        f"{n},停水{n},佳园第{n}栋第{n % 97}天停水{more},2026-11-20 08:00" for n in range(count)
    ]
    path.write_text("\n".join(["编号,标题,内容,时间", *rows]), encoding="utf-8")
    return path


def test_a_file_is_imported_and_placed_and_recognised_the_second_time(house, tmp_path):
    house.make("yunchuan")
    path, out = table(tmp_path / "a.csv", 30), tmp_path / "out.json"

    code, said = house.run(path, "--json", out)
    assert code == 0, said
    told = json.loads(out.read_text())
    assert (told["accepted"], told["placed"], told["state"]) == (30, 30, "DONE")

    code, said = house.run(path, "--json", out)
    assert (code, "该文件已导入" in said) == (0, True)
    assert json.loads(out.read_text())["already_imported"]
    assert house.count("collection_post") == 30


def wait_for_posts(house, least):
    wait_until(lambda: house.count("collection_post") >= least)


def children(pid):
    """Return the process numbers of the processes that the threads of a process began."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(number) for told in listed for number in told.read_text("ascii").split()]


def taker_of(process):
    """Return the process that takes the rows of a large file in."""
    begun = [(pid, Path(f"/proc/{pid}/cmdline").read_bytes()) for pid in children(process.pid)]
    return next(pid for pid, line in begun if b"spawn_main" in line or b"jobs\0import" in line)


def finish(house, path, count):
    """Run the import again: it goes on where it stopped, and all is there once."""
    before = house.count("collection_post")
    assert 500 <= before < count
    assert before % 500 == 0
    code, said = house.run(path, "--history")

    assert code == 0, said
    assert f"从第 {before + 2} 行继续" in said
    assert house.count("collection_post") == count
    assert house.count("collection_postkey") == count
    assert house.count("collection_arrival") == 0


def test_a_killed_import_is_taken_up_without_loss_or_doubles(house, tmp_path):
    house.make("yunchuan")
    path = table(tmp_path / "a.csv", 6000)
    process = house.start(path, "--history")
    wait_for_posts(house, 500)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    finish(house, path, 6000)  # at once: nobody waits for the claims of who was killed


LONG = "，楼上住户说物业没有通知，水车也没有来"
MANY = 9_000  # rows enough to be stopped thrice, and more than wait before any is placed
FEW = 2_400  # rows enough when nobody stops them


def large(path, count):
    """Write a file that gets a process of its own, however few its rows."""
    table(path, count, LONG * (1 if count == MANY else 7))
    assert is_large(path)
    return path


def begin(house, path):
    """Start the import, or go on with it, until it has taken some of the rows."""
    before = house.count("collection_post")
    process = house.start(path, "--history")
    wait_for_posts(house, before + 500)
    return process


def test_a_large_import_is_taken_up_after_a_stop_a_kill_and_the_death_of_its_taker(
    house, tmp_path
):
    house.make("yunchuan")
    path = large(tmp_path / "a.csv", MANY)

    stopped = begin(house, path)
    stopped.send_signal(signal.SIGINT)
    said = stopped.communicate(timeout=60)[0]
    assert (stopped.returncode, "再运行同一条命令即可接着导入" in said) == (1, True), said

    killed = begin(house, path)
    taker = taker_of(killed)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    wait_until(lambda: not Path(f"/proc/{taker}").exists())  # no process is left behind

    bereft = begin(house, path)
    os.kill(taker_of(bereft), signal.SIGKILL)
    said = bereft.communicate(timeout=60)[0]
    assert (bereft.returncode, "收录的进程意外停止" in said) == (1, True), said

    finish(house, path, MANY)


@pytest.fixture
def workers(house):
    """Start the workers of a server that run imports."""
    begun = []

    def start():
        command = [sys.executable, "-m", "huiying.jobs", "imports"]
        begun.append(subprocess.Popen(command, env=house.environment))  # noqa: S603
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def test_a_running_server_leaves_a_command_its_file(house, tmp_path, workers):
    house.make("yunchuan")
    workers()

    code, said = house.run(large(tmp_path / "a.csv", FEW), "--history")

    assert code == 0, said
    assert house.count("collection_post") == FEW


START = """
import django; django.setup()
from datetime import UTC, datetime
from pathlib import Path
from huiying.base.accounts.models import Bureau
from huiying.config.commands.import_ import choose_columns, source_named
from huiying.jobs.stream.imports import COMMAND
from huiying.work.collection.imports.actions.start import start_import
bureau, path = Bureau.objects.get(), Path({path!r})
start_import(
    bureau=bureau, source=source_named(bureau, "文件"), path=path, history=True, actor=COMMAND,
    mapping=choose_columns(path, {{}})[0], now=datetime(2026, 11, 23, tzinfo=UTC),
)
"""


def test_a_large_file_of_the_screen_gets_a_process_that_stops_and_goes_on(
    house, tmp_path, workers
):
    house.make("yunchuan")
    path = large(tmp_path / "a.csv", MANY)
    command = [sys.executable, "-c", START.format(path=str(path))]
    subprocess.run(command, env=house.environment, check=True, stdout=-1)  # noqa: S603

    first = workers()
    wait_for_posts(house, 500)
    taker = taker_of(first)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=60) == 0
    assert not Path(f"/proc/{taker}").exists()
    taken = house.count("collection_post")
    assert 500 <= taken < MANY
    assert taken % 500 == 0

    workers()
    wait_until(lambda: house.ask("select state from collection_importjob") == "DONE")
    assert house.count("collection_post") == house.count("collection_postkey") == MANY


def test_what_a_large_file_tells_stands_on_the_desk_when_the_import_ends(house, tmp_path):
    house.make("yunchuan")
    code, said = house.run(large(tmp_path / "a.csv", FEW))

    assert code == 0, said
    assert house.count("incidents_placement") == FEW
    assert house.count("incidents_candidate") > 0
    last = house.ask("select max(seq) from incidents_placement")
    assert house.ask("select turn from learning_enginesnapshot") == last  # nothing is left


def many_matters(path):
    """Write a large file: three letters each about 1,000 matters."""
    first, second = "云望清锦北松临玉长白槐青双红沙东", "川溪禾澜岭涛江带亭鹭荫桥渠枣柳渡"
    kinds = ("小区", "公园", "市场", "街", "学校", "医院")
    places = [f"{a}{b}{kind}" for kind, a, b in product(kinds, first, second)]
    matters = zip(places, cycle(("停水", "电梯故障", "路灯不亮", "道路积水", "垃圾无人清运")))
    rows = [
        f"{place}{matter},{place}{matter}已经{days}天，住在{place}的人都知道{place}{matter}，"
        f"打过电话没有人管。{f'请{place}物业尽快处理{matter}。' * 5}"
        for place, matter in islice(matters, 1_000)
        for days in (2, 3, 4)
    ]
    path.write_text("\n".join(["标题,内容", *rows]), encoding="utf-8")
    assert is_large(path)
    return path


@pytest.mark.django_db(transaction=True)
def test_who_stops_an_import_at_its_last_looks_waits_for_none_and_loses_none(house, tmp_path):
    house.make("yunchuan")
    path = many_matters(tmp_path / "a.csv")
    process = house.start(path)
    taken = "select count(*) from collection_importjob where state = 'DONE'"
    wait_until(lambda: house.ask(taken) and not house.count("collection_arrival"))
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[0]
    assert (process.returncode, "文件已全部收录" in said) == (1, True), said
    assert "Traceback" not in said
    looked_at = house.count("incidents_candidate")

    code, said = house.run(path)

    assert (code, "该文件已导入" in said) == (0, True), said
    events = house.ask("select count(distinct event_id) from incidents_placement")
    assert looked_at < house.count("incidents_candidate") == events


def test_a_database_that_is_not_ready_is_said_with_the_way_on(house, tmp_path):
    code, said = house.run(table(tmp_path / "a.csv", 1))

    assert (code, "huiying setup" in said) == (2, True)


def refused(words):
    """Run the command in this process, which must end with 2; return what it said."""
    result = CliRunner().invoke(app, words)
    said = result.output.replace("\n", "")  # long lines are wrapped
    assert result.exit_code == 2, said or result.exception
    return said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "--bureau"),
        (("--bureau", "none"), "linxi"),
        (("--bureau", "linxi", "--text", "没有"), "没有这些列"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_on(yunchuan, linxi, tmp_path, words, part):
    path = table(tmp_path / "a.csv", 1)

    assert part in refused(["import", str(path), *words])


def test_a_large_file_that_is_refused_leaves_no_process_behind(house, tmp_path):
    house.make("yunchuan")
    path = table(tmp_path / "a.csv", MANY, LONG)

    code, said = house.run(path, "--text", "没有")  # comes back when nobody holds its output

    assert (code, "没有这些列" in said) == (2, True), said
    assert house.count("collection_importjob") == 0


def test_a_taker_whose_import_never_begins_ends_without_a_word(house):
    code = (
        "from huiying.jobs.stream.import_process import ImportProcess; taker = ImportProcess();"
        "taker._to.close(); taker._process.join(); print(taker._process.exitcode)"
    )

    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-P", "-c", code],
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_without_a_bureau_the_command_that_makes_one_is_named(db, tmp_path):
    path = table(tmp_path / "a.csv", 1)

    assert "huiying setup" in refused(["import", str(path)])


def test_a_file_that_is_not_there_is_said(yunchuan, tmp_path):
    assert "无法打开文件" in refused(["import", str(tmp_path / "none.csv")])
