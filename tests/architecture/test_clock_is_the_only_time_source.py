"""Time enters by one door, so that a demonstration, a drill and a test can set it."""

from __future__ import annotations

from tests.architecture.source_files import (
    SOURCE,
    calls,
    name_of,
    our_models,
    python_files,
    room_of,
)

DOOR = SOURCE / "jobs" / "clock.py"
READS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "timezone.now",
    "timezone.localdate",
    "django.utils.timezone.now",
    "time.time",
    "time.localtime",
    "time.gmtime",
}


def test_time_has_one_door():
    reads = [
        (name_of(path), line, name)
        for path in python_files()
        if path != DOOR
        for line, name in calls(path)
        if name in READS
    ]

    assert reads == []


def test_models_do_not_stamp_themselves():
    stamped = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if model._meta.app_label != "accounts" or field.name not in {"date_joined"}
        if getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or getattr(field.default, "__name__", "") == "now"
    ]

    assert stamped == []


def test_floors_below_jobs_never_ask_for_the_time():
    below = [path for path in python_files() if room_of(path) in {"base", "work"}]

    assert len(below) > 60
    assert [name_of(p) for p in below if "huiying.jobs" in p.read_text("utf-8")] == []
