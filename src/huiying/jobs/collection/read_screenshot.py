"""Read the text in a picture: the process of its own that meets the picture.

In:   a picture on standard input.    Out:  its lines as a JSON list on standard output.
Cost: about a second for a screen, two more to load the models; 400 MB.

Run by ``screenshots.py``; it limits itself before it reads the first byte. It reads no setting
and no database: whatever a picture does to the decoder stays here. Needs the extra ``ocr``
(RapidOCR; the models lie in its wheel).
"""

from __future__ import annotations

import json
import logging
import resource
import sys

MEMORY = 4 << 30  # of addresses; the models take about 400 MB of it
PROCESSOR_SECONDS = 120


def limit() -> None:
    """Take from this process what a picture could misuse: memory, time, files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Print the lines of text, from top to bottom."""
    limit()
    from rapidocr import RapidOCR  # noqa: PLC0415 - an optional package

    logging.disable(logging.CRITICAL)
    found = RapidOCR()(sys.stdin.buffer.read())
    lines = [str(line) for line in found.txts or ()]
    sys.stdout.write(json.dumps(lines, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
