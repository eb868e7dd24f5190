"""``make bench-check``: fail when the engine has become slower or worse than was recorded.

In:   ``recorded_engine.json``; ``--record`` writes it anew.
Out:  one line a figure; exit code 1 when one is beyond its tolerance.
Cost: about two minutes.

Only ratios and shares are compared, never seconds: they are the same on a machine twice as
slow, and nearly so on a busy one. The yardsticks are scikit-learn and, where they are
installed, jieba and datasketch.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.bench_engine import measure

RECORDED: Final = Path(__file__).with_name("recorded_engine.json")
YARDSTICKS: Final = ("fsd_rare",)
POSTS = WINDOW = 10_000
LEAST_SHARE: Final = {"speed": 0.75, "quality": 0.99, "memory": 0.75}
"""Of what was recorded; for memory: recorded by measured."""

Figures = dict[str, dict[str, float]]


def figures(result: Mapping[str, Any]) -> Figures:
    """Return what is compared of a result of ``measure``: kind → name → figure."""
    return {
        "speed": {
            **{peer["name"]: peer["ratio_cpu"] for peer in result["peers"]},
            **{part["name"]: part["ratio"] for part in result["components"]},
        },
        "quality": {"B-cubed F1": result["bcubed_f1"]},
        "memory": {"peak MB": result["peak_rss_mb"]},
    }


def compared(recorded: Figures, measured: Figures) -> Iterator[tuple[bool, str]]:
    """Yield for each recorded figure whether it holds, and a line that says so."""
    for kind, known in recorded.items():
        for name, before in known.items():
            now = measured.get(kind, {}).get(name)
            if now is None:
                yield True, f"· {kind}: {name}: not measured here"
                continue
            share = before / now if kind == "memory" else now / before
            holds = share >= LEAST_SHARE[kind]
            yield holds, f"{'✓' if holds else '✗'} {kind}: {name}: {before:.3f} → {now:.3f}"


def main() -> int:
    """Measure and compare, or record; return the exit code."""
    measured = figures(measure(POSTS, WINDOW, peers=YARDSTICKS))
    if "--record" in sys.argv[1:]:
        RECORDED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
        return 0
    held = True
    for holds, line in compared(json.loads(RECORDED.read_text(encoding="utf-8")), measured):
        held = held and holds
        sys.stdout.write(line + "\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
