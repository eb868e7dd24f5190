"""批示: a leader's instruction, typed by himself or from the paper by the office."""
