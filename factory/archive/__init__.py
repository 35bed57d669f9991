"""Room 2: what a commune's past is made of: its blobs, its manifests, its register, its cache."""
