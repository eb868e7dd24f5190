"""What an address of a database is made into."""

from huiying.config.settings.base import POSTGRES_OPTIONS, database


def test_a_page_on_postgresql_neither_compiles_a_query_nor_starts_workers_for_it():
    options = database("postgres://a:b@db:5432/huiying?sslmode=require")["OPTIONS"]

    assert options == {"sslmode": "require", "options": POSTGRES_OPTIONS}
    assert "jit=off" in POSTGRES_OPTIONS
    assert "max_parallel_workers_per_gather=0" in POSTGRES_OPTIONS


def test_an_address_with_options_of_its_own_keeps_them():
    config = database("postgres://a:b@db/huiying?options=-c%20jit%3Don")

    assert config["OPTIONS"] == {"options": "-c jit=on"}
