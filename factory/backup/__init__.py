"""Backups: one restic repository and one random key per commune; what they hold is proven."""
