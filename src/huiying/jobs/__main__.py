"""``python -m huiying.jobs [NAME …]``: the workers, or ``import NUMBER``: one large file."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")


def main() -> None:
    """Run all jobs, or those named on the command line, or one import for them."""
    django.setup()
    from huiying.jobs.scheduler import run_forever  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.stream.imports import run_only  # noqa: PLC0415 - needs Django ready

    match sys.argv[1:]:
        case ["import", number]:
            run_only(int(number))
        case names:
            run_forever(frozenset(names) or None)


if __name__ == "__main__":
    main()
