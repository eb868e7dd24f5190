"""Before an incident: risks that are combed for, decisions that are assessed, plans."""
