"""制度执行情况: what was done for each article of the regulation, and what is missing."""
