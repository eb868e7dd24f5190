"""Fills the database of a real cluster: a process that does what its input says, line by line.

In:   ``posts FIRST COUNT`` or ``message URL``.    Out:  a line when it is done.
Cost: some seconds to make the tables, then half a millisecond a post.
"""

from __future__ import annotations

import sys

import django


def main() -> None:
    django.setup()
    from huiying.base.outbox.about import About  # noqa: PLC0415 - needs Django ready
    from huiying.base.outbox.actions.queue import queue_message  # noqa: PLC0415
    from huiying.base.outbox.models import Channel, ChannelKind  # noqa: PLC0415
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.work.collection.posts.models import Lane  # noqa: PLC0415
    from tests.factories import make_cast  # noqa: PLC0415
    from tests.scenarios.incidents import submit_posts  # noqa: PLC0415
    from tests.tables import make_tables  # noqa: PLC0415

    make_tables()
    cast = make_cast("yunchuan", "云川区")
    say("ready")
    for line in sys.stdin:
        match line.split():
            case ["posts", first, count]:
                numbers = range(int(first), int(first) + int(count))
                texts = [f"{number % 97}号楼又停水了，第{number}件。" for number in numbers]
                for start in range(0, len(texts), 500):
                    batch = texts[start : start + 500]
                    submit_posts(cast, *batch, now=clock.now(), lane=Lane.BACKLOG)
            case ["message", url, *keys]:
                channel = Channel.objects.create(
                    bureau=cast.bureau,
                    unit=cast.waterworks,
                    kind=ChannelKind.WEBHOOK,
                    name=url,
                    target=url,
                )
                for key in keys:
                    queue_message(
                        bureau_id=cast.bureau.pk,
                        channel=channel,
                        key=key,
                        subject="通报",
                        body="请核实。",
                        about=About("notice", key),
                        urgent=True,
                        now=clock.now(),
                    )
        say("done")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
