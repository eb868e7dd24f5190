"""A demonstration begun with the settings of a bureau takes none that reaches the bureau."""

from __future__ import annotations

import json
import os
import subprocess
import sys

OF_A_BUREAU = {
    "HUIYING_BROKER_URL": "amqp://huiying:secret@broker.example/huiying",
    "HUIYING_FILES_URL": "s3://files/huiying",
    "HUIYING_BACKUP_DIR": "/srv/backups",
    "HUIYING_BACKUP_COPY_DIR": "/mnt/far",
    "HUIYING_BACKUP_RECIPIENTS": "age1x,age1y",
    "HUIYING_TIMESTAMP_URL": "https://time.example/",
    "HUIYING_THREE_ADMINISTRATORS": "true",
}
SHOW = """
import json
from huiying.config.settings import demo
names = %r
print(json.dumps({name: getattr(demo, name.removeprefix("HUIYING_")) for name in names}))
"""


def test_it_has_no_broker_store_or_backup_of_the_bureau_and_two_administrators(tmp_path):
    own = {key: value for key, value in os.environ.items() if "HUIYING" not in key}

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", SHOW % sorted(OF_A_BUREAU)],
        env={**own, **OF_A_BUREAU, "HUIYING_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert not any(json.loads(done.stdout).values()), done.stdout
