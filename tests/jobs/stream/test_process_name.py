"""Which process has a lease: known to be gone, or not known."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from huiying.jobs.models import StreamLease
from huiying.jobs.stream import process_name
from huiying.jobs.stream.process_name import has_ended, name_of, this_process


def parts():
    return this_process().split(":")


def test_a_process_that_ended_is_gone_and_one_that_runs_is_not():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        name = name_of(other.pid)
        assert not has_ended(name)

    assert has_ended(name)
    assert not has_ended(this_process())


def test_a_number_that_was_given_again_is_of_another_process():
    place, pid, began = parts()

    assert has_ended(f"{place}:{pid}:{int(began) - 1}")


@pytest.mark.parametrize("name", ["", "another machine", "{place}", "{place}:-1:5", "x:1:5"])
def test_of_a_process_elsewhere_nothing_is_known(name):
    assert not has_ended(name.format(place=parts()[0]))


def test_a_process_of_somebody_else_is_not_thought_gone(monkeypatch):
    def not_ours(_pid, _signal):
        raise PermissionError

    monkeypatch.setattr(os, "kill", not_ours)

    assert not has_ended(f"{parts()[0]}:1:5")


def test_where_no_moment_is_told_nobody_is_thought_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(process_name, "PROC", tmp_path)
    for kept in (process_name._place, name_of):
        kept.cache_clear()
    try:
        assert this_process().startswith(":")
        assert not has_ended(":999999999:5")
    finally:
        for kept in (process_name._place, name_of):
            kept.cache_clear()


def test_where_no_moment_is_told_processes_of_one_number_have_two_names(tmp_path):
    """As in two containers whose process is number 1."""

    def name_in_another() -> str:
        spec = spec_from_file_location("another", process_name.__file__)
        another = module_from_spec(spec)
        spec.loader.exec_module(another)
        another.PROC = tmp_path
        return another.name_of(1)

    assert name_in_another() != name_in_another()


def test_a_name_fits_however_long_that_of_the_machine_is():
    longest = f"{'f' * 16}:{1 << 22}:{(1 << 64) - 1}"

    assert len(longest) <= StreamLease._meta.get_field("holder").max_length
    assert len(parts()[0]) == 16
