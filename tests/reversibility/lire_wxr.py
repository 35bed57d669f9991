"""A WordPress file as two programs that know nothing of us read it, as JSON on the output.

Run by the Python of an environment where Pelican and feedparser are (tests/systeme.sh makes it).
"""

import json
import sys

import feedparser
from pelican.tools.pelican_import import wp2fields

FIELDS = ("titre", "texte", "nom", "date", "auteur", "categories", "mots", "etat", "genre", "forme")

posts = [dict(zip(FIELDS, found, strict=True)) for found in wp2fields(sys.argv[1], True)]
feed = feedparser.parse(sys.argv[1])
entries = [
    {"titre": entry.title, "lien": entry.link, "texte": entry.content[0].value}
    for entry in feed.entries
    if "content" in entry
]
whole = {"pelican": posts, "feedparser": entries, "faute": str(feed.get("bozo_exception", ""))}
json.dump(whole, sys.stdout, default=str)
