"""YAML that anyone may have written: read as texts, each with its place, or refused in French."""
