"""The act that puts a post where it belongs, as every list of posts offers it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton


def placement_act(post_id: int | str, back: str, *, alone: bool = False) -> ActButton:
    """Return 调整归属…, which returns to the page that offers it.

    Args:
        alone: The post is offered without its copies.
    """
    url = reverse("console:post-placement", args=[post_id])
    query = {"next": back} | ({"alone": "1"} if alone else {})
    return act_button(_("调整归属…"), f"{url}?{urlencode(query)}")
