"""The review of a text by the district mechanism: record it, confirm the record."""
