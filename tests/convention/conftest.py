"""Where the account is worked out by hand: a_la_main.py."""
