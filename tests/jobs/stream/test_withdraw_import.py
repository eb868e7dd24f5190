"""The same file with other columns takes the place of its earlier run."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.jobs.stream import imports, worker
from huiying.policy.grading.grades import Grade
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import AlreadyImported, start_import
from huiying.work.collection.imports.models import ImportState, RowResult
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane, Post, PostKey
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import QUEUE, WATER

WRONG = Mapping(text="回复", external_id="编号")
RIGHT = Mapping(text="内容", external_id="编号")


@pytest.fixture(autouse=True)
def _cold():
    worker.forget_workers()
    yield
    worker.forget_workers()


@pytest.fixture
def source(yunchuan, now):
    return add_source(
        bureau=yunchuan.bureau,
        name="热线",
        kind="FILE",
        channel="热线",
        actor=imports.COMMAND,
        now=now,
    )


@pytest.fixture
def start(source, tmp_path):
    rows = [f"{n}\t{WATER[n]}\t{QUEUE[n]}" for n in range(4)]
    lines = ["编号\t内容\t回复", *rows, "9\t路灯不亮\t已转办"]
    path = tmp_path / "a.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")

    def start(mapping, **more):
        return start_import(
            bureau=source.bureau,
            source=source,
            path=path,
            mapping=mapping,
            history=False,
            actor=imports.COMMAND,
            now=clock.now(),
            **more,
        )

    return start


def add_post(source, text):
    [result] = accept_posts(
        source=source,
        items=[RawItem(text=text)],
        lane=Lane.LIVE,
        history=False,
        actor=imports.COMMAND,
        now=clock.now(),
    )
    return result.post_id


def texts():
    return sorted(Post.objects.values_list("text", flat=True))


def place(source):
    while worker.worker_of(source.bureau_id).turn(now=clock.now()):
        pass


def test_what_the_first_run_made_is_replaced_and_both_runs_are_on_record(start, source):
    first = imports.run(start(WRONG).pk)
    place(source)
    assert (first.accepted, Candidate.objects.count()) == (5, 1)

    job = imports.run(start(RIGHT, replace=True).pk)

    assert job.pk == first.pk
    assert (job.state, job.replacing) == (ImportState.DONE, False)
    assert (job.accepted, job.repeated, job.withdrawn, job.retained) == (5, 0, 5, 0)
    assert texts() == sorted([*WATER, "路灯不亮"])
    assert (PostKey.objects.count(), Placement.objects.count()) == (5, 0)
    assert not Candidate.objects.exists()
    verbs = list(AuditRecord.objects.order_by("seq").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("import.")] == [
        "import.started",
        "import.finished",
        "import.replaced",
        "import.finished",
    ]
    assert AuditRecord.objects.latest("seq").data["withdrawn"] == 5


def test_what_somebody_acted_on_stays_and_is_listed(start, source, yunchuan):
    imports.run(start(WRONG).pk)
    place(source)
    candidate = Candidate.objects.get()
    confirm_with_second(
        candidate=candidate,
        grade=Grade.ORDINARY,
        reason="按制度定级",
        officer=yunchuan.lu,
        now=clock.now(),
    )

    job = imports.run(start(RIGHT, replace=True).pk)

    assert (job.accepted, job.withdrawn, job.retained) == (5, 1, 4)
    assert texts() == sorted([*QUEUE, *WATER, "路灯不亮"])
    assert list(
        job.rows.filter(result=RowResult.RETAINED).order_by("row").values_list("row", flat=True)
    ) == [2, 3, 4, 5]


def test_a_replacement_that_is_stopped_goes_on_and_withdraws_nothing_twice(start, source):
    imports.run(start(WRONG).pk)
    job = start(RIGHT, replace=True)

    imports.run(job.pk, should_stop=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.replacing, Post.objects.count()) == (ImportState.RUNNING, True, 5)
    job = imports.run(job.pk)

    assert (job.accepted, job.withdrawn, Post.objects.count()) == (5, 5, 5)


def test_a_turn_of_the_stream_that_knows_withdrawn_posts_stores_nothing(
    start, source, monkeypatch
):
    imports.run(start(WRONG).pk)
    place(source)  # the window is warm
    submit = start(RIGHT, replace=True)
    stream = worker.worker_of(source.bureau_id)
    real, turns = stream._take, []

    def take(now):
        arrivals = real(now)
        if not turns:
            turns.append(imports.run(submit.pk))
        return arrivals

    submitted = add_post(source, QUEUE[1] + "，又来一条")
    monkeypatch.setattr(stream, "_take", take)
    place(source)

    assert turns[0].withdrawn == 5
    assert Placement.objects.count() == Post.objects.count() == 6
    assert Placement.objects.get(post_id=submitted).event_id == submitted


def test_a_post_of_an_earlier_file_is_not_withdrawn(start, source, tmp_path, now):
    other = tmp_path / "b.tsv"
    other.write_text(f"编号\t内容\n0\t{QUEUE[0]}\n", encoding="utf-8")
    imports.run(
        start_import(
            bureau=source.bureau,
            source=source,
            path=other,
            mapping=RIGHT,
            history=False,
            actor=imports.COMMAND,
            now=now,
        ).pk
    )
    first = imports.run(start(WRONG).pk)
    assert (first.accepted, first.repeated) == (4, 1)

    job = imports.run(start(RIGHT, replace=True).pk)

    assert (job.accepted, job.withdrawn) == (5, 4)
    assert QUEUE[0] in texts()


def test_a_post_that_another_file_repeats_stays(start, source, tmp_path, now):
    imports.run(start(WRONG).pk)
    other = tmp_path / "b.tsv"
    other.write_text(f"编号\t内容\n0\t{QUEUE[0]}\n", encoding="utf-8")
    again = start_import(
        bureau=source.bureau,
        source=source,
        path=other,
        mapping=RIGHT,
        history=False,
        actor=imports.COMMAND,
        now=now,
    )
    assert imports.run(again.pk).repeated == 1

    job = imports.run(start(RIGHT, replace=True).pk)

    assert (job.withdrawn, job.retained) == (4, 1)
    assert QUEUE[0] in texts()


def test_without_asking_nothing_is_replaced(start):
    imports.run(start(WRONG).pk)

    with pytest.raises(AlreadyImported):
        start(RIGHT)
    assert Post.objects.count() == 5


def test_an_import_of_an_older_version_says_that_it_cannot_be_replaced(start):
    job = imports.run(start(WRONG).pk)
    job.rows.all().delete()

    with pytest.raises(Refused, match="旧版本"):
        start(RIGHT, replace=True)
    assert Post.objects.count() == 5
