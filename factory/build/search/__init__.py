"""The search's index: which one a build publishes, and how Pagefind makes it."""

from factory.build.search.index import Index, index, prepare, waits

__all__ = ["Index", "index", "prepare", "waits"]
