"""How pages and acts fare under a bureau's day of trouble: 100 officers and 1,000 readers.

In:   for how long; an empty database of one's own, or SQLite.
Out:  errors; times of each kind of page from the planned moment; memory and files at both ends.
Cost: some minutes to fill and sign in, then the seconds asked for.

An officer is signed in by the real form, opens a page every ten seconds, and half of them act
every thirty (one act a minute for each officer): they open a notice and sign for it by its own
form, with its token. A reader opens a public page every fifteen seconds from a network of his
own. A page is planned for a moment, whatever became of the one before: its time counts from
there, so a slow server hides nothing. Style sheets and scripts, which browsers keep, are not
asked for.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.cpu_speed import CpuSpeed
from benchmarks.fill import settle
from benchmarks.installation import PASSWORD, installation, open_incidents, people
from benchmarks.machine import machine, spread
from benchmarks.memory import family, resident
from benchmarks.public_answers import INCIDENTS, fill_answers
from benchmarks.server import Server, running, share_cores

OFFICERS, READERS, ANSWERS = 100, 1_000, 300
PAGE_EVERY, ACT_EVERY, READ_EVERY = 10.0, 30.0, 15.0  # seconds
SIGNED_IN_TOGETHER = 4
LONGEST = 60.0  # seconds after which a page counts as an error
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_DESK = (
    ("desk", "/desk/"),
    ("matters", "/desk/matters/"),
    ("candidates", "/desk/candidates/"),
    ("incidents", "/desk/incidents/"),
    ("notices", "/desk/notices/"),
    ("posts", "/desk/posts/"),
)
_UNIT = (("own matters", "/desk/"), ("own notices", "/desk/notices/"))  # officers of a unit


@dataclass
class Seen:
    """What was seen: seconds by kind of page, and errors."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Person:
    """A browser without a screen: a network, cookies."""

    port: int
    network: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Return the text of a page; raises OSError for what is no answer or no success."""
        async with asyncio.timeout(LONGEST):
            return await self._ask(method, path, urlencode(form) if form else "")

    async def _ask(self, method: str, path: str, body: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Accept-Language: zh-CN\r\nX-Forwarded-For: {self.network}\r\n"
            f"Origin: http://127.0.0.1\r\nCookie: {cookies}\r\n"
        )
        if body:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        try:
            writer.write(f"{head}\r\n{body}".encode())
            answer = (await reader.read()).decode(errors="replace")
        finally:
            writer.close()
        above, _gap, below = answer.partition("\r\n\r\n")
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r]*)", above):
            self.cookies[name] = value
        status = above[9:12]
        if status not in ("200", "302", "303"):
            raise OSError(f"{status} at {re.sub('[0-9-]+', 'N', path)}")
        return below

    async def sign_in(self, name: str) -> None:
        """Sign in by the form."""
        fields = dict(_HIDDEN.findall(await self.ask("GET", "/accounts/login/")))
        form = {**fields, "login": name, "password": PASSWORD}
        await self.ask("POST", "/accounts/login/", form)
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{name} is not signed in")


def measure(seconds: int = 600, database: str = "") -> dict[str, Any]:
    """Fill a bureau, sign everybody in, and let them work and read.

    Args:
        seconds: For how long.
        database: Address of an empty database of one's own; else SQLite.
    """
    server_cores, own_cores, cores = share_cores()
    with installation(database=database):
        from django.db import connection

        from huiying.jobs import clock

        now = clock.now()
        who = people(now)
        names = _officers(who, now)
        acts = int(OFFICERS / 2 * (seconds / ACT_EVERY + 2))
        incidents = open_incidents(who, max(acts, INCIDENTS), now)
        notices = [_notice(who, incident, now) for incident in incidents]
        answers = fill_answers(who, ANSWERS, now, incidents)
        settle()
        used, where, pace = connection.vendor, machine(), CpuSpeed()
        connection.close()
        mine = os.sched_getaffinity(0)
        with running(server_cores, "--workers", str(len(server_cores))) as server:
            os.sched_setaffinity(0, own_cores)
            try:
                told = asyncio.run(_run(server, names, notices, _public(who, answers), seconds))
            finally:
                os.sched_setaffinity(0, mine)
    return {
        "seconds": seconds,
        "officers": OFFICERS,
        "readers": READERS,
        "database": used,
        "cores": cores,
        "cold_start_s": server.cold_start_s,
        **told,
        "pace": pace.stop(),
        "machine": where,
    }


def _notice(who: Any, incident: Any, now: Any) -> str:
    """Notify the unit of an incident; return the number of the notice."""
    from huiying.work.casework.notices.actions.notify import notify_unit

    return notify_unit(
        incident=incident, unit=who.unit, guidance="", officer=who.duty, now=now
    ).number


def _officers(who: Any, now: Any) -> list[str]:
    """Add half duty officers, half officers of the unit that is notified."""
    from huiying.base.accounts.organisation.actions.set_up import add_officer
    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.audit.subjects import MACHINE

    names = []
    for number in range(OFFICERS):
        role = (Role.SECTION_OFFICER, Role.DUTY_OFFICER)[number % 2]
        names.append(f"officer{number}")
        add_officer(
            bureau=who.bureau, username=names[-1], name=f"工作人员{number}",
            password=PASSWORD, roles=frozenset({role}), unit=who.unit,
            actor=MACHINE, now=now, bootstrap=True,
        )  # fmt: skip
    return names


def _public(who: Any, answers: list[str]) -> list[tuple[str, str]]:
    root = f"/b/{who.bureau.slug}/"
    pages = [("answer", f"{root}answers/{number}/") for number in answers]
    return [*pages, *[("home", root), ("answers", f"{root}answers/")] * (len(pages) // 4)]


async def _run(
    server: Server, names: list[str], notices: list[str], public: Any, seconds: int
) -> dict[str, Any]:
    gate = asyncio.Semaphore(SIGNED_IN_TOGETHER)
    staff = [Person(server.port, f"10.9.0.{number}") for number in range(len(names))]

    async def enter(person: Person, name: str) -> None:
        async with gate:
            await person.sign_in(name)

    began = time.monotonic()
    await asyncio.gather(*(enter(*pair) for pair in zip(staff, names, strict=True)))
    signed_in = time.monotonic() - began
    before, seen, queue = _state(server.pid), Seen(), list(notices)
    chance = random.Random(7)  # noqa: S311 - who opens what
    end = asyncio.get_running_loop().time() + seconds
    pages = (list(_UNIT), list(_DESK))  # by turns, as the roles
    work = [
        _open(one, "desk", pages[number % 2], PAGE_EVERY, end, seen, chance=chance)
        for number, one in enumerate(staff)
    ]
    work += [_act(one, queue, end, seen, chance) for one in staff[::2]]
    for number in range(READERS):
        reader = Person(server.port, f"10.{1 + number // 250}.{number % 250}.7")
        work.append(_open(reader, "public", public, READ_EVERY, end, seen, chance=chance))
    used = time.process_time()
    await asyncio.gather(*work)
    return {
        "all_signed_in_after_s": round(signed_in, 1),
        "asked": sum(map(len, seen.times.values())) + sum(seen.errors.values()),
        "errors": sum(seen.errors.values()),
        "errors_by_kind": dict(seen.errors),
        "pages": [
            {"name": name, **spread([one * 1000 for one in times])}
            for name, times in sorted(seen.times.items())
        ],
        "generator_core": round((time.process_time() - used) / seconds, 2),
        "at_start": before,
        "at_end": _state(server.pid),
    }


async def _open(
    person: Person,
    kind: str,
    pages: list[tuple[str, str]],
    every: float,
    end: float,
    seen: Seen,
    *,
    chance: random.Random,
) -> None:
    loop = asyncio.get_running_loop()
    planned = loop.time() + chance.uniform(0, every)
    while planned < end:
        await asyncio.sleep(planned - loop.time())
        name, path = chance.choice(pages)
        await _timed(seen, f"{kind}: {name}", planned, person.ask("GET", path))
        planned += every


async def _act(
    person: Person, notices: list[str], end: float, seen: Seen, chance: random.Random
) -> None:
    """Open a notice and sign for it, by the form that its page shows."""
    loop = asyncio.get_running_loop()
    planned = loop.time() + chance.uniform(0, ACT_EVERY)
    while planned < end and notices:
        await asyncio.sleep(planned - loop.time())
        path = f"/desk/notices/{notices.pop()}/"
        page = await _timed(seen, "act: open the notice", planned, person.ask("GET", path))
        form = re.search(rf'<form[^>]*action="{path}sign/"[^>]*>.*?</form>', page, re.DOTALL)
        if form is None:
            seen.errors["no form to sign"] += bool(page)
        else:
            fields = dict(_HIDDEN.findall(form[0]))
            pressed = loop.time()
            await _timed(seen, "act: sign", pressed, person.ask("POST", f"{path}sign/", fields))
        planned += ACT_EVERY


async def _timed(seen: Seen, name: str, planned: float, asked: Any) -> str:
    try:
        page: str = await asked
    except (OSError, TimeoutError) as error:
        seen.errors[f"{name}: {str(error) or type(error).__name__}"] += 1
        return ""
    seen.times[name].append(asyncio.get_running_loop().time() - planned)
    return page


def _state(pid: int) -> dict[str, int]:
    """Return memory and open files of the server and its workers."""
    files = 0
    for one in family(pid):
        try:
            files += len(list(Path(f"/proc/{one}/fd").iterdir()))
        except OSError:  # it ended meanwhile
            continue
    return {"memory_mb": resident(pid) >> 20, "open_files": files}
