"""The convention between the Métropole and each commune: its life, its money, its account."""
