"""The tables of the history. What a version adds is added to a file that an older one wrote."""

SCHEMAS = (
    """
CREATE TABLE nuits (debut TEXT PRIMARY KEY, valeur TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE communes (
    nuit TEXT NOT NULL, commune TEXT NOT NULL, valeur TEXT NOT NULL, PRIMARY KEY (commune, nuit)
) WITHOUT ROWID;
CREATE INDEX communes_par_nuit ON communes (nuit);
CREATE TABLE constats (
    nuit TEXT NOT NULL, commune TEXT NOT NULL, valeur TEXT NOT NULL, PRIMARY KEY (nuit, commune)
) WITHOUT ROWID;
CREATE TABLE publications (
    commune TEXT NOT NULL, moment TEXT NOT NULL, generation INTEGER NOT NULL,
    complete INTEGER NOT NULL, PRIMARY KEY (commune, moment, generation)
) WITHOUT ROWID;
CREATE TABLE pannes (
    hote TEXT NOT NULL, sonde TEXT NOT NULL, debut TEXT NOT NULL, commune TEXT NOT NULL,
    fin TEXT, cause TEXT NOT NULL, PRIMARY KEY (hote, sonde, debut)
) WITHOUT ROWID;
""",
    """
CREATE TABLE sondes (
    hote TEXT PRIMARY KEY, moment TEXT NOT NULL, valeur TEXT NOT NULL
) WITHOUT ROWID;
""",
)
"""What each version adds to the one before."""
VERSION = len(SCHEMAS)
