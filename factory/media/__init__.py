"""Room 4: facts about pictures and documents; recipes that turn them into blobs or faults."""
