"""A commune destroyed: on what conditions, every place that held it, and the minutes of it."""
