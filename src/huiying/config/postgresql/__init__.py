"""Django's PostgreSQL, which says of an error what is wrong and nothing of the row."""
