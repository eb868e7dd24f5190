"""Throw bytes at the way of a post until something breaks or the time is over.

In:   ``--seconds`` and ``--seed``.
Out:  how many texts were borne; or the shortest text found that is not, and exit code 1.
Cost: the seconds asked for, one process.

The way: clean → mask → prepare → copies and events → content. It must raise nothing, end in
time, mask a masked text no further, and place every post.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from huiying.engine.masking.mask import mask
from huiying.engine.reading.content import read_content
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.text.clean import clean
from huiying.engine.types import Post

SLOWEST = 2.0  # seconds of processor time for one text
WINDOW = 500
LONGEST = 30_000
BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
PIECES: tuple[str, ...] = (
    "云川佳园小区停水", "死亡3人", "受伤人数升至十二", "一名工人被困", "请问", "听说",
    "是真的吗", "转发微博//@某人:", "我是张小云", "联系人：李云", "电话13800000000",
    "3号楼2单元501室", "微信abc12345", "云A12345", "敬礼！王云", "a.b@example.org",
    "https://example.org/?a=b&c", "&amp;lt;", "<b>", "</", "〔电话〕", "[NAME]", "*****",
    "一二三四", "十百千万", "１２３", "0931-8123456", "（0931）", "第", "号", "名", "人", "约",
    "至少", "无", "没有", "不", "。", "，", "！", "？", "；", "\n", "\t", " ", "\u3000",
    "\u200b", "\u202e", "\ud800", "\udfff", "\x00", "🙂", "👨\u200d👩\u200d👧", "ﷺ",
    "e\u0301", "'", '"', "\\", "-", "—", "×", "x", "0", "1",
)  # fmt: skip

Step = Callable[[random.Random], str]


def _bytes(chance: random.Random) -> str:
    raw = chance.randbytes(chance.randrange(400))
    return raw.decode(chance.choice(("utf-8", "gb18030", "utf-16", "latin-1")), "replace")


def _characters(chance: random.Random) -> str:
    top = chance.choice((0x80, 0x3000, 0xA000, 0x11_0000))
    return "".join(chr(chance.randrange(top)) for _ in range(chance.randrange(200)))


def _written(chance: random.Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))


def _repeated(chance: random.Random) -> str:
    unit = "".join(chance.choices(PIECES, k=chance.randrange(1, 4)))
    unit = unit[: chance.randrange(1, len(unit) + 2)] or "。"
    return unit * (chance.choice((50, 2_000, LONGEST)) // len(unit)) + chance.choice(PIECES)


def _broken(chance: random.Random) -> str:
    raw = bytearray(_written(chance).encode("utf-8", "surrogatepass"))
    for _ in range(chance.randrange(1, 8)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return raw.decode("utf-8", chance.choice(("replace", "surrogateescape", "ignore")))


WAYS: tuple[Step, ...] = (_bytes, _characters, _written, _repeated, _broken)


class Way:
    """What a text goes through; one stream takes them all, so that they meet each other."""

    def __init__(self) -> None:
        self._stream = EventStream(
            StreamSettings(window_posts=WINDOW, window_span=timedelta(0), chunk_posts=32)
        )
        self._key = 0

    def walk(self, text: str) -> str:
        """Return what is wrong with what the engine makes of a text; "" when nothing is."""
        self._key += 1
        begun = time.process_time()
        try:
            wrong = self._walk(text)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        seconds = time.process_time() - begun
        return wrong or (f"took {seconds:.1f} s" if seconds > SLOWEST else "")

    def _walk(self, text: str) -> str:
        clean(text)
        masked = mask(text).text
        if mask(masked).text != masked:
            return "a masked text is masked further"
        title = text[: self._key % 50]
        read_content(title, text)
        at = BEGUN + timedelta(minutes=self._key % 1_000)
        placed = self._stream.feed([Post(key=self._key, title=title, text=text, at=at)])
        if [place.key for place in placed.placements] != [self._key]:
            return "the post was not placed"
        return ""


def shortened(text: str) -> str:
    """Return a shorter text that is still not borne, when one alone is not.

    Halves, quarters … are left out as long as something is wrong with the rest.
    """
    size = len(text) // 2
    while size:
        for at in range(0, len(text), size):
            less = text[:at] + text[at + size :]
            if Way().walk(less):
                text = less
                break
        else:
            size //= 2
    return text


def fuzz(seconds: float, seed: int) -> int:
    """Run for a time; return the exit code."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    way = Way()
    until = time.monotonic() + seconds
    borne = 0
    while time.monotonic() < until:
        text = chance.choice(WAYS)(chance)
        if wrong := way.walk(text):
            sys.stdout.write(f"seed {seed}, text {borne + 1}: {wrong}\n{shortened(text)!a}\n")
            return 1
        borne += 1
    sys.stdout.write(f"{borne} texts borne in {seconds:g} s, seed {seed}\n")
    return 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    return fuzz(asked.seconds, asked.seed)


if __name__ == "__main__":
    sys.exit(main())
