"""我要反映: sending something to the bureau, and following it by a query code."""
