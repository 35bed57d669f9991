"""The pages that every site has at fixed addresses, written by the commune or made for it."""

from collections.abc import Mapping

SITE_MAP = "/plan-du-site/"
LEGAL: Mapping[str, str] = {
    "/accessibilite/": "Accessibilité",
    "/mentions-legales/": "Mentions légales",
    "/donnees-personnelles/": "Données personnelles",
    "/contact/": "Contact",
}
FIXED: Mapping[str, str] = {SITE_MAP: "Plan du site", **LEGAL}
"""Address → what the footer calls it."""
