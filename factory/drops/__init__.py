"""The way in: each commune's drop, received into its sources, and answered."""
