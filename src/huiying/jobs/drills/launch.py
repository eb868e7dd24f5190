"""Begin the installation of a drill as a process of its own, with an environment of its own.

In:   the folder of a drill.    Out:  the process.
Cost: a process; some ten seconds until it serves, most of them for its tables.

Nothing by which the bureau's installation reaches its data, its mail, its language model or its
backups is passed on: the environment is made of a few names that are listed here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from huiying.base.audit.subjects import Actor
from huiying.jobs.drills.folder import DATABASE

DRILL_COMMAND = Actor("command:drill", "演练命令")
MODULE = "huiying.config.commands.drill_shadow"
SETTINGS = "huiying.config.settings.drill"
PASSED_ON = (
    "PATH",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "HOME",
    "HUIYING_ALLOWED_HOSTS",
    "HUIYING_LOG_LEVEL",
)


def drill_environment(folder: Path, public_url: str = "") -> dict[str, str]:
    """Return the whole environment of a drill's installation."""
    given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        **given,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "HUIYING_DATA_DIR": str(folder),
        "HUIYING_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "HUIYING_PUBLIC_URL": public_url,
    }


def begin_drill(folder: Path, *words: str, public_url: str = "") -> subprocess.Popen[bytes]:
    """Begin the process of a drill; ``words`` are those of ``drill_shadow``."""
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", MODULE, *words],
        env=drill_environment(folder, public_url),
        cwd=folder,
        process_group=0,  # Ctrl-C comes to us alone, and we tell it
    )
