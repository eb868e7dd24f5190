"""What an address of a database is made into."""

from huiying.config.settings.base import POSTGRES_KEEPALIVES, POSTGRES_OPTIONS, database


def test_a_page_on_postgresql_neither_compiles_a_query_nor_starts_workers_for_it():
    options = database("postgres://a:b@db:5432/huiying?sslmode=require")["OPTIONS"]

    assert options == {
        "sslmode": "require",
        "options": POSTGRES_OPTIONS,
        **POSTGRES_KEEPALIVES,
    }
    assert "jit=off" in POSTGRES_OPTIONS
    assert "max_parallel_workers_per_gather=0" in POSTGRES_OPTIONS


def test_an_address_with_options_of_its_own_keeps_them():
    config = database("postgres://a:b@db/huiying?options=-c%20jit%3Don")

    assert config["OPTIONS"]["options"] == "-c jit=on"


def test_a_machine_that_was_lost_is_noticed_and_blocks_nobody_for_long():
    options = database("postgres://a:b@db/huiying")["OPTIONS"]

    assert options["keepalives_idle"] + 3 * options["keepalives_interval"] <= 60
    assert "idle_in_transaction_session_timeout=300000" in options["options"]
