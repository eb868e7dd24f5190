"""A drill (演练): the installation that plays one, in a folder of its own. Never for real data.

It is set up by ``jobs.drills``; the seed beside its data says which drill it is.
"""

import json

from huiying.config.settings.base import DATA_DIR
from huiying.config.settings.demo import *

_seed = json.loads((DATA_DIR / "seed.json").read_text(encoding="utf-8"))
DRILL = {name: _seed[name] for name in ("number", "title", "rate")}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
