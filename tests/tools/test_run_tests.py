"""How many workers the suite has follows from the cores of the host."""

import pytest

from tools import run_tests


@pytest.mark.parametrize(("cores", "workers"), [(1, 2), (2, 3), (4, 5), (7, 8), (64, 8)])
def test_there_is_a_worker_more_than_cores_and_no_more_than_memory_bears(cores, workers):
    assert run_tests.workers(cores) == workers


def test_no_core_is_counted_that_this_process_may_not_use():
    assert run_tests.cores() >= 1
