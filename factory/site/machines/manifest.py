"""The web app manifest (W3C): the site's name and icons, for a telephone's home screen."""

from pydantic_core import to_json

from factory.site.media import ICONS, MASKABLE
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.views import FileView

PATH = "site.webmanifest"


def manifest(plan: Plan) -> Page | None:
    """None where there are no icons: a manifest without them is of no use."""
    icons = plan.media.icons
    if not icons:
        return None
    commune = plan.snapshot.commune
    told = {
        "id": "/",
        "name": commune.intitule,
        "short_name": commune.nom,
        "lang": commune.langue,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "icons": [
            {
                "src": f"/{icons[name].path}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "maskable" if name == MASKABLE else "any",
            }
            for name, size in ICONS.items()
        ],
    }
    if commune.couleur:
        told["theme_color"] = commune.couleur
    return Page(path=PATH, template=PATH, view=FileView(texte=to_json(told).decode()))
