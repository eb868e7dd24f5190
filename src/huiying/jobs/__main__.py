"""``python -m huiying.jobs [--parent PID] [NAME …]``: the workers, those of a server or alone.

``import NUMBER PID`` is one large file, taken in for the workers with that process number.
"""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")


def main() -> None:
    """Run all jobs, or those named on the command line, or one import for them."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"✗ {error}\n")
        sys.exit(2)
    from huiying.jobs.scheduler import run_forever  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.stream.imports import run_only  # noqa: PLC0415 - needs Django ready

    if settings.BROKER_URL and sys.argv[1:2] != ["import"]:
        sys.stderr.write("✗ 设了 HUIYING_BROKER_URL：请运行 huiying worker 和 huiying beat。\n")
        sys.exit(2)
    match sys.argv[1:]:
        case ["import", number, workers]:
            run_only(int(number), workers=int(workers))
        case ["--parent", parent, *names]:
            sys.exit(run_forever(frozenset(names) or None, parent=int(parent)))
        case names:
            sys.exit(run_forever(frozenset(names) or None))


if __name__ == "__main__":
    main()
