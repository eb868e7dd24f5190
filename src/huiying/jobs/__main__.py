"""``python -m huiying.jobs [NAME …]``: the workers as a process of their own."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")


def main() -> None:
    """Run all jobs, or those named on the command line."""
    django.setup()
    from huiying.jobs.scheduler import run_forever  # noqa: PLC0415 - needs Django ready

    run_forever(frozenset(sys.argv[1:]) or None)


if __name__ == "__main__":
    main()
