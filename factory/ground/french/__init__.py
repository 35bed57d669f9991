"""Numbers, sizes and spans of time as French writes them."""
