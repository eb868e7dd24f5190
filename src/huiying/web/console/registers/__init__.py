"""台账: the registers of incidents, notices, tasks and answers, as pages and files."""
