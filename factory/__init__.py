"""The Usine à Sites: from each commune's folder of Markdown to its public site."""

__version__ = "0.1.0"
