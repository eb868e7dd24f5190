"""运行情况: whether everything works right now, in words for officers."""
