"""Whether everything works right now, in facts for the page of officers."""
