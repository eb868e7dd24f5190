"""What several tests of screens begin with."""

import pytest

from tests.factories import T0, make_cast
from tests.module_rows import rows_of
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.web.strict_templates import be_strict


@pytest.fixture(scope="session", autouse=True)
def _no_template_names_what_a_row_lacks():
    with pytest.MonkeyPatch.context() as patch:
        be_strict(patch)
        yield


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """A bureau in which everything exists once, made once for all tests of a file."""

    def make():
        folder = tmp_path_factory.mktemp("files")
        return make_sample_bureau(make_cast("yunchuan", "云川区"), T0, folder)

    with rows_of(django_db_blocker, make) as copy:
        yield copy
