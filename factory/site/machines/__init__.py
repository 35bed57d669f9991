"""What a site says to machines: schema.org, feeds, open data, the web app manifest."""
