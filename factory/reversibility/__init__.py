"""Room 10: leaving with everything, and showing it: export, proof, import."""
