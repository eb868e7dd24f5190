"""``huiying drill``: a drill in processes of its own, apart from the bureau's database."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.config.installation import Installation
from tests.new_database import new_database
from tests.polling import LONG, wait_until

PLAN = """
from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.work.prevention.drills.actions.plan_drill import DrillText, plan_drill
bureau, now = Bureau.objects.get(), clock.now()
made = {"bureau": bureau, "actor": MACHINE, "now": now}
office = add_unit(name="综合办公室", kind="SECTION", duties="协调", is_office=True, **made)
water = add_unit(name="区水务局", kind="AGENCY", duties="供水", phone="0000-8262000", **made)
add_channel(unit=water, kind="SMTP", name="值班", target="duty@shuiwu.example", **made)
shen = add_officer(
    username="shen", name="沈青禾", password=None, roles=frozenset({Role.OFFICE}),
    unit=office, bootstrap=True, **made
)
text = DrillText(
    title="饮用水异味演练", objectives="检验半小时通报。", minutes=60, grade=Grade.MAJOR,
    units=[water], steps="0 | 帖文 | 微博 | 北门小区自来水有异味，已有老人喝后腹泻送医。",
)
for _ in range(3):
    plan_drill(text=text, officer=shen, now=now)
"""
GRAVE = """
from huiying.base.accounts.core.models import Bureau, Officer
from huiying.jobs import clock
from huiying.work.incidents.core.models import Incident
now = clock.now()
Incident.objects.create(
    bureau=Bureau.objects.get(), number="2026-0007", title="北门塌方", stage="OPEN", grade=3,
    discovered_at=now, opened_at=now, opened_by=Officer.objects.first(), last_post_at=now,
)
"""
WRITTEN = {
    "prevention_drill",
    "prevention_drillresult",
    "audit_auditrecord",
    "audit_audithead",
}
OF_THE_BUREAU = ("duty@shuiwu.example", "沈青禾", "方知行", "0000-8262000")


class DrillProcess:
    """``huiying drill`` as somebody runs it, and its pages as a participant sees them."""

    def __init__(self, house: Installation, number: str, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._log = house.folder / f"drill-{port}.log"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._browser = urllib.request.build_opener(jar)
        with self._log.open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [
                    *(sys.executable, "-P", "-m", "huiying.config.cli", "drill", number),
                    *("--port", str(port), "--rate", "60"),
                ],
                env=house.environment() | {"HUIYING_SMTP_URL": "smtp://mail.example:25"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def page(self, path: str, **form: str) -> str:
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"{self.address}{path}", data)  # noqa: S310
        request.add_header("Referer", f"{self.address}/demo/")
        with self._browser.open(request, timeout=LONG) as answer:
            return answer.read().decode()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said
        with suppress(OSError, urllib.error.URLError):
            return "选一个角色" in self.page("/demo/")
        return False

    def press(self, path: str) -> str:
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.page("/demo/"))
        return self.page(path, csrfmiddlewaretoken=found[1])

    def child(self) -> int:
        """Return the process of the drill's own installation."""
        of_parent = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(of_parent.read_text().split()[0])

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.terminate()
        self.process.wait(timeout=LONG)


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but the index of words and SQLite's own."""
    with closing(sqlite3.connect(database)) as base:
        names = base.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {
            name: sorted(base.execute(f'select * from "{name}"').fetchall(), key=repr)  # noqa: S608
            for (name,) in names
            if not name.startswith(("search_", "sqlite_"))
        }


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("drills"))
    new_database(made.database)
    assert made.setup("yunchuan", "fang")[0] == 0
    code, said = made.run("manage", "shell", "-c", PLAN)
    assert code == 0, said
    return made


def state(house: Installation, number: str) -> str:
    [[found]] = house.sql("select state from prevention_drill where number = ?", number)
    return str(found)


def begin_and_kill(house: Installation, number: str, port: int) -> None:
    """Start a drill; nobody starts it a second time; kill what began it."""
    drill = DrillProcess(house, number, port)
    try:
        wait_until(drill.answers)
        assert f"演练，不发送任何消息：{number}" in drill.page("/demo/")
        environment = Path(f"/proc/{drill.child()}/environ").read_bytes().decode()
        assert "SMTP" not in environment
        assert str(house.database) not in environment
        code, said = house.run("drill", number, "--port", free_port())
        assert (code, "没有再开始一次" in said) == (2, True), said
        child = drill.child()
        os.kill(drill.process.pid, signal.SIGKILL)
        drill.process.wait(timeout=LONG)
        wait_until(lambda: not Path(f"/proc/{child}").exists())
    finally:
        drill.stop()


def go_on_and_end(house: Installation, number: str, port: int) -> None:
    """Go on with a drill, take a role, hear of a real incident, end it."""
    drill = DrillProcess(house, number, port)
    try:
        wait_until(drill.answers)
        assert "值班台" in drill.press("/demo/enter/duty/")
        assert house.run("manage", "shell", "-c", GRAVE)[0] == 0
        wait_until(lambda: "2026-0007" in drill.page("/desk/"))
        assert "请停止演练" in drill.page("/desk/")
        assert "已结束" in drill.press("/demo/end/")
        assert drill.process.wait(timeout=LONG) == 0, drill.said
    finally:
        drill.stop()
    assert "结果已收取" in drill.said


def test_a_drill_runs_apart_and_only_its_result_comes_back(house):
    number, port = "YL2026-0001", free_port()
    before = contents(house.database)

    begin_and_kill(house, number, port)
    assert state(house, number) == "RUNNING"
    go_on_and_end(house, number, port)

    assert state(house, number) == "ENDED"
    after = contents(house.database)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == WRITTEN | {"incidents_incident"}
    verbs = [row[0] for row in house.sql("select verb from audit_auditrecord order by seq")]
    assert verbs[-2:] == ["drill.started", "drill.ended"]
    [[content]] = house.sql("select content from prevention_drillresult")
    assert json.loads(str(content))["number"] == number
    shadow = repr(contents(house.folder / "drills" / number / "drill.sqlite3"))
    assert [word for word in OF_THE_BUREAU if word in shadow] == []


def test_while_a_grave_incident_runs_the_command_says_which_and_starts_nothing(house):
    if not house.sql("select 1 from incidents_incident"):
        assert house.run("manage", "shell", "-c", GRAVE)[0] == 0

    code, said = house.run("drill", "YL2026-0002", "--port", free_port())

    assert (code, "2026-0007" in said, "不得开始演练" in said) == (2, True, True), said
    assert state(house, "YL2026-0002") == "PLANNED"


def test_a_result_that_nobody_took_in_is_taken_in_by_the_same_command(house):
    number = "YL2026-0003"
    [[script]] = house.sql("select script_hash from prevention_drill where number = ?", number)
    house.sql("update prevention_drill set state = 'RUNNING' where number = ?", number)
    folder = house.folder / "drills" / number
    folder.mkdir(parents=True)
    (folder / "seed.json").write_text("{}", encoding="utf-8")
    counts = {"MET": 0, "LATE": 0, "MISSED": 0, "NOT_DUE": 0}
    at, numbers = "2026-11-24T10:00:00+08:00", {"planned_minutes": 60, "played": 1, "steps": 1}
    content = {"schema": 1, "number": number, "script": script, "rows": [], "totals": counts}
    content |= {"began_at": at, "ended_at": at, "matters": [], **numbers}
    (folder / "result.json").write_text(json.dumps(content), encoding="utf-8")

    code, said = house.run("drill", number, "--port", free_port())

    assert (code, "结果已收取" in said, state(house, number)) == (0, True, "ENDED"), said


def test_a_number_that_is_none_and_a_port_that_is_taken_are_said(house):
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        taken = door.getsockname()[1]
        assert "已被占用" in house.run("drill", "YL2026-0002", "--port", taken)[1]

    code, said = house.run("drill", "YL2026-0999", "--port", free_port())

    assert (code, "没有编号" in said) == (2, True), said
