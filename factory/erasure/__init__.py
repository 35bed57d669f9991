"""Erasing one document's data, or one person's, wherever the factory keeps them."""
