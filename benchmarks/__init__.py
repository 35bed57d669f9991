"""The measurements of DESIGN, section 9: the factory and Hugo on the same content.

`make bench` runs them; `python -m benchmarks.run --help` says what can be chosen.
"""
