"""Kill one deed again and again, and say after each round what is wrong.

In:   a deed, a seed, how many kills; an installation of one's own (``python -m``).
Out:  how many kills at how many different points, and every sentence about what is wrong.
Cost: some tenths of a second a kill; of an upgrade some seconds.

Two of three kills come at a point that the seed names, the third after a time. What was killed
is repeated: now and then it is killed again before it came to its end.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import django

django.setup()

from tests.faults import children
from tests.faults.deeds import Deed, Ingest, KeepFile, Notify
from tests.faults.deeds_of_texts import BackUp, MakeReport, Migrate, Publish
from tests.faults.receiver import receiver

DEEDS: dict[str, type[Deed]] = {
    one.name: one for one in (Ingest, Notify, Publish, MakeReport, Migrate, BackUp, KeepFile)
}
AGAIN = 0.4  # share of kills after which the repetition is killed as well


class Killer:
    """Kills the rounds of a deed."""

    def __init__(self, deed: Deed, seed: int, begin: Callable[[], None]) -> None:
        self.deed, self.begin = deed, begin
        self.chance = random.Random(f"{deed.name} {seed}")  # noqa: S311 - to be repeated
        self.number, self.kills, self.missed = 0, 0, 0
        self.points: set[int] = set()
        self.wrong: list[str] = []

    def measure(self) -> tuple[int, float]:
        """Do round 0 without a fault; return its points and seconds."""
        began = time.monotonic()
        points, _value = children.count_points(lambda: self.deed.do(0))
        seconds = time.monotonic() - began
        self._check("without a fault")
        return points, seconds

    def run(self, kills: int, rounds: int) -> None:
        """Kill until it was done so often, or no round is left."""
        points, seconds = self.measure()
        while self.kills < kills and self.number < rounds:
            self.number += 1
            self.begin()
            where = []
            while self.kills < kills:
                at = self._kill(points, seconds)
                where.append(at)
                if not at or self.chance.random() > AGAIN:
                    break
            self._after(where)

    def _kill(self, points: int, seconds: float) -> str:
        number = self.number
        if self.chance.random() < 2 / 3:
            point = self.chance.randint(1, points)
            killed = children.killed_at(lambda: self.deed.do(number), point)
            where = f"point {point}"
            self.points |= {point} if killed else set()
        else:
            after = self.chance.uniform(0.01, seconds * 0.8)
            killed = children.killed_after(lambda: self.deed.do(number), after)
            where = f"{after:.3f} s"
        self.kills += killed
        self.missed += not killed
        return where if killed else ""

    def _after(self, where: Sequence[str]) -> None:
        """Look at what the kill left, let the round come to its end, look again."""
        told = f"round {self.number}, killed at {', '.join(filter(None, where)) or 'no point'}"
        self._note(f"{told}, at once", children.run(self.deed.always))
        number = self.number
        try:
            children.run(lambda: self.deed.do(number))
        except (RuntimeError, children.Hangs) as error:
            self._note(f"{told}, repeated", [str(error)])
        self._check(told)

    def _check(self, told: str) -> None:
        number = self.number
        self._note(told, children.run(lambda: self.deed.check(number)))
        self._note(told, children.run(self.deed.always))

    def _note(self, told: str, wrong: Sequence[str]) -> None:
        for one in wrong:
            self.wrong.append(f"{told}: {one}")
            sys.stderr.write(f"  ✗ {self.deed.name}, {told}: {one}\n")


def run(name: str, *, seed: int, kills: int, begin: Callable[[], None]) -> dict[str, Any]:
    """Prepare a deed, kill it, and return what was found."""
    deed = DEEDS[name]()
    with receiver():
        rounds = kills + 6
        children.run(lambda: deed.prepare(rounds), limit=1_800)
        if name == "migration":
            begin()
        killer, began = Killer(deed, seed, begin), time.monotonic()
        killer.run(kills, rounds - 1)
        return {
            "deed": name,
            "seed": seed,
            "kills": killer.kills,
            "rounds": killer.number,
            "different_points": len(killer.points),
            "ended_before_the_kill": killer.missed,
            "seconds": round(time.monotonic() - began, 1),
            **children.run(deed.note),
            "wrong": killer.wrong,
        }


def main() -> int:
    """Read the command line; what a round begins with is asked of who began this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deed", choices=sorted(DEEDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=40)
    asked = parser.parse_args()

    def begin() -> None:
        """Let the stage put the database of a round there."""
        if asked.deed == "migration":
            sys.stdout.write("begin\n")
            sys.stdout.flush()
            sys.stdin.readline()

    found = run(asked.deed, seed=asked.seed, kills=asked.kills, begin=begin)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
