"""Room 6: from a snapshot and facts to pages, each with the view its template will see. Pure."""
