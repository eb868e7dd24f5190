"""How many readers the public pages bear: cached and made anew, from a generator kept apart.

In:   how many answers, how many requests a second, for how long.
Out:  latencies from the planned moment of each request (a late answer delays no later one),
      and what the generator itself costs.

The server runs on the first core alone and the generator on the last, so that neither takes
the other's time; on one core the figures say so.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

from benchmarks.installation import command, installation, people
from benchmarks.machine import machine, spread
from benchmarks.public_answers import fill_answers

CACHED_RATE, UNCACHED_RATE = 300, 40  # requests a second
SECONDS = 20
READERS = 32  # connections that are kept open
PORT = 8931
HEAD = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n\r\n"


def measure(answers: int = 10_000) -> dict[str, Any]:
    """Fill a bureau with answers, then ask for its pages at a fixed rate."""
    with installation() as _folder:
        from huiying.jobs import clock

        now = clock.now()
        who = people(now)
        numbers = fill_answers(who, answers, now)
        root = f"/b/{who.bureau.slug}/"
        warm = [root, f"{root}answers/", *(f"{root}answers/{one}/" for one in numbers[:18])]
        fresh = [f"{root}answers/{one}/" for one in numbers[18:]]
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[-1]})
        try:
            with _server(cores[0]) as process:
                for path in warm:
                    _one(path)
                cached = _load(cycle(warm), CACHED_RATE)
                made = _load(iter(fresh), UNCACHED_RATE)
                seen = _correction_is_seen(who, numbers[0], root)
                memory = _memory(process.pid)
            idle = _null_server(cores[0])
        finally:
            os.sched_setaffinity(0, set(cores))
    return {
        "answers": answers,
        "cached": {"rate": CACHED_RATE, **cached},
        "uncached": {"rate": UNCACHED_RATE, **made},
        "correction_seen_ms": seen,
        "generator_alone": idle,
        "server_memory_mb": memory,
        "cores": "server and generator on one core each" if len(cores) > 1 else "one core",
        "machine": machine(),
    }


def _load(paths: Iterator[str], rate: int) -> dict[str, Any]:
    """Ask at a fixed rate; return latencies and the generator's share of its core."""
    began, used = time.perf_counter(), time.process_time()
    times, failed = asyncio.run(_ask_all(list(islice(paths, rate * SECONDS)), rate, PORT))
    took = time.perf_counter() - began
    return {
        "asked": len(times) + failed,
        "failed": failed,
        "served_per_second": round(len(times) / took, 1),
        "generator_core": round((time.process_time() - used) / took, 2),
        **spread([one * 1000 for one in times]),
    }


async def _ask_all(paths: list[str], rate: int, port: int) -> tuple[list[float], int]:
    """Send each request at its planned moment; a latency counts from that moment."""
    start = asyncio.get_running_loop().time() + 0.2
    plan: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
    for place, path in enumerate(paths):
        plan.put_nowait((start + place / rate, path))
    results = await asyncio.gather(*(_reader(plan, port) for _ in range(READERS)))
    times = [one for found, _bad in results for one in found]
    return times, sum(bad for _found, bad in results)


async def _reader(plan: asyncio.Queue[tuple[float, str]], port: int) -> tuple[list[float], int]:
    loop, times, failed = asyncio.get_running_loop(), [], 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not plan.empty():
        at, path = plan.get_nowait()
        await asyncio.sleep(max(0.0, at - loop.time()))
        writer.write(HEAD.format(path=path).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        if head.startswith(b"HTTP/1.1 200"):
            times.append(loop.time() - at)
        else:
            failed += 1
    writer.close()
    return times, failed


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise RuntimeError("an answer without a length")


@contextmanager
def _server(core: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve pages alone, on one core."""
    process = subprocess.Popen(
        [_taskset(), "-c", str(core), *command("up", "--no-workers", "--port", str(PORT))]
    )
    try:
        for _ in range(200):
            try:
                _one("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _taskset() -> str:
    found = shutil.which("taskset")
    if found is None:
        raise RuntimeError("taskset (util-linux) keeps the server on its core; it is not here")
    return found


def _one(path: str) -> str:
    address = f"http://127.0.0.1:{PORT}{path}"
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def _correction_is_seen(who: Any, number: str, root: str) -> float:
    """Publish a correction in this process; return until the server shows it, in ms."""
    from benchmarks.public_answers import correct

    path = f"{root}answers/{number}/"
    _one(path)
    began = time.perf_counter()
    words = correct(who, number)
    while words not in _one(path):
        if time.perf_counter() - began > 10:
            raise RuntimeError("the correction never showed")
    return round((time.perf_counter() - began) * 1000, 1)


def _null_server(core: int) -> dict[str, Any]:
    """What the generator measures of a server that does nothing: its own cost."""
    code = (
        "import asyncio\n"
        "async def f(r,w):\n"
        "  try:\n"
        "    while True:\n"
        "      await r.readuntil(b'\\r\\n\\r\\n')\n"
        "      w.write(b'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok')\n"
        "  except Exception: w.close()\n"
        "async def m():\n"
        f"  s=await asyncio.start_server(f,'127.0.0.1',{PORT + 1})\n"
        "  await s.serve_forever()\n"
        "asyncio.run(m())\n"
    )
    python = command("up")[0]
    process = subprocess.Popen([_taskset(), "-c", str(core), python, "-c", code])
    time.sleep(1)
    try:
        paths = ["/"] * (CACHED_RATE * 5)
        times, _failed = asyncio.run(_ask_all(paths, CACHED_RATE, PORT + 1))
    finally:
        process.terminate()
        process.wait(timeout=10)
    return {"rate": CACHED_RATE, **spread([one * 1000 for one in times])}


def _memory(pid: int) -> int:
    with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123
        lines = dict(line.split(":", 1) for line in file if ":" in line)
    return int(lines["VmRSS"].split()[0]) // 1024
