"""How often one network may send, ask for answers and try codes, for a short while.

In:   a request.    Out:  seconds to wait; whether a sum is to be answered.
Cost: as ``web/shared/throttles.py``; what is counted is a hash of the network, for an hour.

Many people share one address of a telephone network: what is many for one is a question first
and a refusal much later. Nobody is asked who he is.
"""

from __future__ import annotations

from django.http import HttpRequest

from huiying.web.shared.client_address import client_network
from huiying.web.shared.throttles import Throttle

WITHOUT_A_SUM = Throttle("petition-sent", limit=5, seconds=3600)
AT_ALL = Throttle("petition-most", limit=200, seconds=3600)
WRONG_CODES = Throttle("petition-code", limit=10, seconds=900)
LOOK_UPS = Throttle("petition-matches", limit=120, seconds=600)
TOO_MANY = 429


def asks_for_a_sum(request: HttpRequest) -> bool:
    """Tell whether this network has sent often enough to be asked."""
    return bool(WITHOUT_A_SUM.wait(client_network(request)))


def wait_before_sending(request: HttpRequest) -> int:
    """Return the seconds until this network may send again; 0 = at once."""
    return AT_ALL.wait(client_network(request))


def count_sending(request: HttpRequest) -> None:
    """Count that something was taken in."""
    network = client_network(request)
    WITHOUT_A_SUM.count(network)
    AT_ALL.count(network)


def wait_before_a_code(request: HttpRequest) -> int:
    """Return the seconds until this network may try a code again; 0 = at once."""
    return WRONG_CODES.wait(client_network(request))


def count_wrong_code(request: HttpRequest) -> None:
    """Count a code that belongs to nothing."""
    WRONG_CODES.count(client_network(request))


def may_look_up(request: HttpRequest) -> bool:
    """Count a look for answers; False = too many, nothing is offered."""
    return not LOOK_UPS.count(client_network(request))
