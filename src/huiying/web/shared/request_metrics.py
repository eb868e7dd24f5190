"""Counters of requests for monitoring, of this server process or of all of them.

In:   each request that was answered.    Out:  its count and its time, by the name of its view.
Cost: some microseconds a request; one series a view, status class and bucket that occurred.

Several server processes write into files of one folder (``PROMETHEUS_MULTIPROC_DIR``, made by
``huiying up --workers``), and whichever is asked adds all of them up.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from huiying.jobs import clock

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
GONE = 499  # as proxies say it: the client left before there was an answer
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REQUESTS = Counter(
    "huiying_http_requests",
    "Requests that were answered, by name of the view and class of the status.",
    ["view", "status"],
    registry=None,
)
SECONDS = Histogram(
    "huiying_http_request_seconds",
    "Time from the first byte of a request to the end of its answer, its body included.",
    ["view"],
    buckets=_BUCKETS,
    registry=None,
)
STARTED = Gauge(
    "huiying_server_start_time_seconds",
    "When the youngest server process began, in seconds of Unix time.",
    registry=None,
    multiprocess_mode="livemax",
)
PROCESSES = Gauge(
    "huiying_server_processes",
    "Server processes that run.",
    registry=None,
    multiprocess_mode="livesum",
)


def count_process() -> None:
    """Say that this process serves, from now on."""
    STARTED.set(clock.real_now().timestamp())
    PROCESSES.set(1)


def count_request(view: str, status: int, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(view, f"{status // 100}xx").inc()
    SECONDS.labels(view).observe(seconds)


def register_requests(registry: CollectorRegistry) -> None:
    """Add what all server processes counted to what is asked for."""
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return
    for metric in (REQUESTS, SECONDS, STARTED, PROCESSES):
        registry.register(metric)
