"""信访事项: the list, registration, handling, letters to who sent it in."""
