"""What the health report says of a cluster: its broker, its queues, its beat.

In:   the broker, the lease of the schedule.    Out:  findings.
Cost: one connection, a question for each queue.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from kombu import Connection

from huiying.jobs.cluster.app import TIMEOUT, cluster_app
from huiying.jobs.cluster.queues import DEAD, chosen_queues, queue_name
from huiying.jobs.cluster.transport import BROKER_ERRORS
from huiying.jobs.stream.lease import SCHEDULE, held_elsewhere
from huiying.jobs.upkeep.doctor import Finding


def cluster_findings() -> Iterator[Finding]:
    """Yield what is worth saying; the address without its password."""
    where = "、".join(_where(one) for one in settings.BROKER_URL.split(";"))
    try:
        with cluster_app().connection_for_read(connect_timeout=TIMEOUT) as connection:
            _ = connection.default_channel  # of the first node that answers
            where = f"{connection.hostname}:{connection.port}"
            found = {name: _asked(connection, name) for name in chosen_queues("")}
            dead = _asked(connection, queue_name(DEAD))
    except BROKER_ERRORS as error:
        yield Finding(
            fine=False,
            sentence=f"连不上消息队列 {where}：{error}。请检查 RabbitMQ 和 HUIYING_BROKER_URL"
            "。",
        )
        return
    waiting = sum(one[0] for one in found.values() if one)
    yield Finding(fine=True, sentence=f"能连上消息队列 {where}，{waiting} 条唤醒在等。")
    yield _of_workers([name for name, one in found.items() if not one or not one[1]])
    if dead and dead[0]:
        sentence = f"有 {dead[0]} 条消息多次使 worker 中断，原因见 worker 的日志。"
        yield Finding(fine=False, sentence=sentence)
    beat = held_elsewhere(SCHEDULE)
    yield Finding(
        beat,
        "huiying beat 在运行。"
        if beat
        else "没有 huiying beat 在运行，后台任务都停着。请启动它。",
    )


def _where(given: str) -> str:
    address = urlsplit(given)
    port = address.port or (5671 if address.scheme == "amqps" else 5672)
    return f"{address.hostname}:{port}"


def _of_workers(untaken: list[str]) -> Finding:
    if not untaken:
        return Finding(fine=True, sentence="每个队列都有 worker。")
    named = "、".join(untaken[:3]) + (f" 等 {len(untaken)} 个" if len(untaken) > 3 else "")  # noqa: PLR2004
    return Finding(
        fine=False,
        sentence=f"队列 {named}没有 worker，那些后台任务停着。请启动 huiying worker。",
    )


def _asked(connection: Connection, name: str) -> tuple[int, int] | None:
    """Return how many messages wait in a queue and how many take from it; None without it."""
    channel = connection.channel()
    try:
        answer = channel.queue_declare(name, passive=True)
    except connection.channel_errors:
        return None
    channel.close()
    return answer.message_count, answer.consumer_count
