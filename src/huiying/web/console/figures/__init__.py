"""统计图: how quickly, how punctually, how much, about what and where."""
