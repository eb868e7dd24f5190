"""Send a message by a channel that another package added, without the database.

In:   a plugin, a message.    Out:  an ``Outcome``.
Cost: one connection of at most ten seconds.

The plugin makes the request and reads the answer; between the two nothing but our own client
touches the network. A plugin that fails before anything was sent is a final refusal.
"""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from huiying.base.outbox.channel_plugins import ChannelMessage, ChannelPlugin, ChannelRequest
from huiying.jobs.delivery.http_post import Answer, post_json
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome, OutgoingMessage

log = logging.getLogger("huiying.plugins")
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})


def send_by_plugin(plugin: ChannelPlugin, letter: OutgoingMessage) -> Outcome:
    """Hand a message over as a plugin says."""
    message = ChannelMessage(letter.key, letter.subject, letter.body, letter.urgent)
    try:
        request = plugin.request(message, letter.target)
    except Exception as error:
        log.error("a channel plugin failed: %s", type(error).__name__)  # its words may be a key
        request = None
    if not isinstance(request, ChannelRequest):
        return Outcome(_("该渠道的扩展出错，消息未发送。请系统管理员检查扩展。"), final=True)
    headers = {
        name: value for name, value in request.headers.items() if name.lower() not in OURS
    }

    def read(answer: Answer) -> Outcome:
        try:
            refused = plugin.refusal(answer.status, answer.data)
        except Exception as error:
            log.error("a channel plugin failed: %s", type(error).__name__)
            return Outcome(_("该渠道的扩展出错，对方可能已收到。"), maybe=True)
        return ACCEPTED if refused == "" else Outcome(str(refused)[:200])

    return post_json(request.url, request.body, read, headers)
