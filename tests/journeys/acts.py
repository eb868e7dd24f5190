"""Find an act where the incident page keeps it: the filled button, or the menu 办理."""

from __future__ import annotations

import re

MENU = "details.hy-acts-menu"


def show_act(act):
    """Return the first match that shows; open the menu 办理 when it stands in there."""
    page = act.page
    act.first.wait_for(state="attached")
    shown = act.filter(visible=True)
    if shown.count() == 0 and page.locator(MENU).count():
        page.locator(f"{MENU} > summary").first.click()
    return shown.first


def open_act(page, label):
    """Click the link or button of an act by its words; a mark may follow them."""
    end = "" if label.endswith("…") else r"(\s|$)"
    named = re.compile(rf"^\s*{re.escape(label)}{end}")
    show_act(page.locator("a, button").filter(has_text=named)).click()
