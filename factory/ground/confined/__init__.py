"""Work done in processes of its own, bound before it begins: nothing of it can hurt the parent."""
