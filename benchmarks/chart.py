"""Draw how fast and how well each system is: a bar of posts a second, a number for quality.

In:   the object of ``huiying bench engine``.    Out:  an SVG, legible on light and dark pages.
Cost: none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any, Final

_WIDTH, _ROW, _TOP, _FOOT = 780, 34, 58, 56
_LEFT, _BARS = 288, 330  # where bars begin, how long the longest is
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #1f2933; }
.dim { fill: #5b6770; font-size: 12px; } .head { font-weight: 600; }
.ours { fill: #1f6feb; } .peer { fill: #9aa5b1; } .grid { stroke: #d9dee3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .dim { fill: #9da7b1; }
  .ours { fill: #58a6ff; } .peer { fill: #6e7781; } .grid { stroke: #30363d; }
}
"""


def chart(result: Mapping[str, Any]) -> str:
    """Return the SVG; bars are logarithmic, as the systems lie a thousandfold apart."""
    ours = result["bcubed_f1"]
    rows = [("huiying", result["posts_per_second"], f"{ours:.3f}", "ours")]
    rows += [
        (
            peer["name"],
            peer["posts_per_second"],
            f"{peer['bcubed_f1']:.3f} ({peer['our_bcubed_f1']:.3f})",
            "peer",
        )
        for peer in result["peers"]
    ]
    low = math.floor(math.log10(min(row[1] for row in rows)))
    high = math.ceil(math.log10(max(row[1] for row in rows)))
    height = _TOP + _ROW * len(rows) + _FOOT
    alt = "; ".join(f"{name}: {speed:,.0f} posts/s, B³ {f1}" for name, speed, f1, _ in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>{escape(alt)}</title><style>{_STYLE}</style>",
        f'<text class="head" x="0" y="18">Posts a second, window of {_window(result)}</text>',
        f'<text class="head" x="{_WIDTH}" y="18" text-anchor="end">'
        "B³ F1 (ours on the same)</text>",
    ]
    for power in range(low, high + 1):
        at = _LEFT + _length(10**power, low, high)
        parts.append(
            f'<line class="grid" x1="{at:.0f}" x2="{at:.0f}" y1="{_TOP - 14}" '
            f'y2="{height - _FOOT}"/>'
            f'<text class="dim" x="{at:.0f}" y="{_TOP - 20}" text-anchor="middle">'
            f"{10**power:,}</text>"
        )
    for at, (name, speed, quality, kind) in enumerate(rows):
        y = _TOP + _ROW * at
        long = max(2.0, _length(speed, low, high))
        parts.append(
            f'<text x="0" y="{y + 18}">{escape(name)}</text>'
            f'<rect class="{kind}" x="{_LEFT}" y="{y + 4}" width="{long:.0f}" height="20" '
            f'rx="3"/><text x="{_LEFT + long + 6:.0f}" y="{y + 18}">{speed:,.0f}</text>'
            f'<text x="{_WIDTH}" y="{y + 18}" text-anchor="end">{quality}</text>'
        )
    parts += [f'<text class="dim" x="0" y="{height - 18}">{escape(_foot(result))}</text></svg>']
    return "\n".join(parts) + "\n"


def _length(speed: float, low: int, high: int) -> float:
    return _BARS * (math.log10(speed) - low) / max(1, high - low)


def _window(result: Mapping[str, Any]) -> str:
    return f"{result['window']:,} posts" if result["window"] else "all posts"


def _foot(result: Mapping[str, Any]) -> str:
    where = result["machine"]
    return (
        f"{result['source']} · logarithmic · {where['cores']} cores, Python {where['python']}, "
        f"load before {where['load_before']}"
    )
