"""The papers of a convention, each written once as a `Document`."""
