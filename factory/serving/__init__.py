"""Room 10, serving: the web server's configuration, generated from what was published."""
