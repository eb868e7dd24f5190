"""What a way through the screens costs each person: forms, pages, presses, characters, seconds.

In:   the browsers of a journey.
Out:  counts by person; an estimate of the seconds by the keystroke-level model.
Cost: a script in each page, which tells of presses and of what was typed into a form.

The model is that of Card, Moran and Newell (CACM 23(7), 1980): 0.28 s a key for a person who
types 40 words a minute, 1.1 s to point, 0.2 s to press and let go, 0.4 s from mouse to keys,
1.35 s to think before a step. Ours: 2.5 keys for a Chinese character, 1 s until a page stands,
15 s to scan a code with an authenticator app, 10 s to put recovery codes away. Reading what one
decides about is left out, for it is the work itself, and the same before and after.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

KEY, POINT, PRESS, HOME, THINK = 0.28, 1.1, 0.2, 0.4, 1.35
KEYS_OF_CHINESE, PAGE, SCAN, PUT_AWAY = 2.5, 1.0, 15.0, 10.0
BESIDE = re.compile("/(autosave|editing|session)/")  # what a page sends by itself
TALLY = """
addEventListener("pointerdown", () => tally("presses", 1, 0), true);
addEventListener("submit", (event) => {
  for (const field of event.target.elements) {
    const typed = /^(text|password|search|number|textarea)$/.test(field.type);
    if (!typed || field.readOnly || field.value === field.defaultValue) continue;
    const pasted = field.value.includes("\\t");
    const chinese = (field.value.match(/[^\\x00-\\x7f]/g) || []).length;
    tally("fields", pasted ? 0 : field.value.length - chinese, pasted ? 0 : chinese);
  }
}, true);
"""


class Walk:
    """Count what each person does in a browser of one's own."""

    def __init__(self, visit):
        self._visit = visit
        self.steps = []  # who, "form" or "page", path
        self.tallies = defaultdict(Counter)  # who → presses, fields, letters, chinese

    def person(self, who, *size):
        """Open a browser whose forms, pages and presses count as this person's."""
        page = self._visit(*size)
        page.expose_function("tally", lambda *told: self._told(who, *told))
        page.add_init_script(TALLY)
        page.on("request", lambda request: self._saw(who, request))
        return page

    def _told(self, who, kind, latin, chinese):
        tally = self.tallies[who]
        tally[kind] += 1
        if kind == "fields":
            tally["latin"] += latin
            tally["chinese"] += chinese

    def _saw(self, who, request):
        path = urlsplit(request.url).path
        if request.method == "POST" and not BESIDE.search(path):
            self.steps.append((who, "form", path))
        elif request.method == "GET" and request.resource_type == "document":
            self.steps.append((who, "page", path))

    def count(self, kind):
        """Return how many of a kind each person has."""
        return Counter(who for who, found, _path in self.steps if found == kind)

    def seconds(self, who):
        """Return the estimate of the time that a person is busy with the screens."""
        tally, paths = self.tallies[who], [step for step in self.steps if step[0] == who]
        pages = sum(kind == "page" for _who, kind, _path in paths)
        forms = len(paths) - pages
        codes = any("2fa/recovery-codes" in path for _who, _kind, path in paths)
        keys = tally["latin"] + KEYS_OF_CHINESE * tally["chinese"]
        return (
            keys * KEY
            + tally["presses"] * (POINT + PRESS + THINK)
            + tally["fields"] * (2 * HOME + THINK)
            + (pages + forms) * PAGE
            + (SCAN + PUT_AWAY if codes else 0)
        )

    def write(self, path):
        """Write everything that was counted, for the table of an experiment."""
        people = {
            who: {
                "forms": self.count("form")[who],
                "pages": self.count("page")[who],
                **self.tallies[who],
                "seconds": round(self.seconds(who)),
            }
            for who in dict.fromkeys(who for who, _kind, _path in self.steps)
        }
        text = json.dumps({"people": people, "steps": self.steps}, ensure_ascii=False, indent=1)
        Path(path).write_text(text, encoding="utf-8")
