"""Room 0: what every other room stands on, and that knows nothing of communes or sites."""
