"""Room 10: what a commune's sources and site are checked for, after they are built.

It blocks nothing: `usine check` tells, worst first.
"""
