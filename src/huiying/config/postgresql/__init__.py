"""Django's PostgreSQL back-end, with error messages that contain no values of rows."""
