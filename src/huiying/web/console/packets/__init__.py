"""Evidence packets, and how one notice arrived."""
