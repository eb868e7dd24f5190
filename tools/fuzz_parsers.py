"""Throw bytes at every reader of what comes from outside, guided by the code that they reach.

In:   ``--seconds`` (shared by the readers) and ``--seed``; ``--target NAME`` for one reader.
Out:  inputs tried and code reached for each reader; an input that is not borne is named with
      the file it was kept in, and exit code 1.
Cost: the seconds asked for, one process at a time.

atheris (the extra ``fuzz``) guides by coverage; where it is not installed inputs are made of
known ones by chance, and the line says so. A reader bears an input when it returns, or raises
what its docstring names, within ten seconds and a gigabyte.
"""

import argparse
import importlib
import importlib.util
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
SLOWEST, MEMORY_MB = 10, 1500  # of one input
KEPT = ROOT / "build" / "fuzz"
COMPILED = frozenset({"sheet", "timestamp"})  # machine code, which tells no coverage
INSTRUMENTED = ["huiying", "django.http", "feedparser", "protego", "defusedxml", "json"]


def _run_guided(name: str, seconds: int, seed: int) -> None:
    """Fuzz one reader in this process; libFuzzer ends it."""
    import atheris  # noqa: PLC0415 - an extra

    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        targets = importlib.import_module("tools.fuzz_targets")
    read = targets.TARGETS[name]
    with tempfile.TemporaryDirectory(prefix="huiying-fuzz-") as folder:
        for number, known in enumerate(targets.SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(known)
        options = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            f"-timeout={SLOWEST}",
            f"-rss_limit_mb={MEMORY_MB}",
            "-max_len=20000",
            f"-artifact_prefix={KEPT}/{name}-",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, folder], read, enable_python_coverage=True)
        atheris.Fuzz()


def _run_by_chance(name: str, seconds: int, seed: int) -> int:
    """Change known inputs by chance; return an exit code."""
    targets = importlib.import_module("tools.fuzz_targets")
    chance = random.Random(f"{name} {seed}")  # noqa: S311 - to be repeated
    until, tried = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        data = _changed(chance, targets.SEEDS[name])
        began = time.monotonic()
        try:
            targets.TARGETS[name](data)
            slow = time.monotonic() - began > SLOWEST
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            slow = True
        tried += 1
        if slow:
            kept = KEPT / f"{name}-{seed}-{tried}"
            kept.write_bytes(data)
            sys.stderr.write(f"kept in {kept}\n")
            return 1
    sys.stderr.write(f"stat::number_of_executed_units: {tried}\n")
    return 0


def _changed(chance: random.Random, known: list[bytes]) -> bytes:
    data = bytearray(chance.choice(known))
    for _step in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at:at] = chance.randbytes(chance.randrange(1, 9))
            case 1:
                del data[at : at + chance.randrange(1, 40)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                piece = chance.choice(known)
                begin = chance.randrange(len(piece) + 1)
                data[at:at] = piece[begin : begin + chance.randrange(200)]
    return bytes(data[:20_000])


def _has_atheris() -> bool:
    return importlib.util.find_spec("atheris") is not None


def _one(name: str, seconds: int, seed: int) -> bool:
    """Fuzz a reader in a process of its own and say what came of it; True if all was borne."""
    words = [sys.executable, str(Path(__file__)), "--target", name]
    words += ["--seconds", str(seconds), "--seed", str(seed)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    told = done.stdout + done.stderr
    units = re.search(r"number_of_executed_units:\s*(\d+)", told)
    reached = re.findall(r"cov: (\d+)", told)
    guided = f", {reached[-1]} places of the code reached" if reached else ", by chance alone"
    mark = "✗" if done.returncode else "✓"
    sys.stdout.write(f"{mark} {name}: {units[1] if units else '?'} inputs{guided}\n")
    if done.returncode:
        sys.stdout.write(told[-3000:] + "\n")
    sys.stdout.flush()
    return done.returncode == 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", default="")
    asked = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiying.config.settings.test"
    if asked.target:
        if asked.target in COMPILED or not _has_atheris():
            return _run_by_chance(asked.target, int(asked.seconds), asked.seed)
        _run_guided(asked.target, int(asked.seconds), asked.seed)
    from tools.fuzz_targets import TARGETS  # noqa: PLC0415 - instrumented in the children

    each = max(2, int(asked.seconds / len(TARGETS)))
    borne = [_one(name, each, asked.seed) for name in TARGETS]
    return 0 if all(borne) else 1


if __name__ == "__main__":
    sys.exit(main())
