"""Room 5: which bytes stand for each file today, and what the register will say of it.

The only step that knows history: `reception(files, registre, moment) -> snapshot, new lines`.
"""
