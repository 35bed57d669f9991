"""Room 4: facts about pictures and documents, and the recipes that turn them into blobs or faults."""
