"""HTML of a directory entry inside a body (`::: contact`)."""

from html import escape

from factory.site.views import Contact, Html


def contact_html(contact: Contact) -> Html:
    """Name, address, telephone, e-mail, site and ordinary hours of a contact."""
    name = escape(contact.nom)
    if contact.url:
        name = f'<a href="{escape(contact.url)}">{name}</a>'
    lines = [f'<p class="contact-nom"><strong>{name}</strong></p>']
    if contact.adresse:
        lines.append(f"<p>{'<br>'.join(escape(line) for line in contact.adresse)}</p>")
    reach = []
    if contact.telephone:
        reach.append(
            f'Téléphone\u00a0: <a href="tel:{escape(contact.telephone_lien)}">'
            f"{escape(contact.telephone)}</a>"
        )
    if contact.courriel:
        mail = escape(contact.courriel)
        reach.append(f'Courriel\u00a0: <a href="mailto:{mail}">{mail}</a>')
    if contact.site:
        site = escape(contact.site)
        shown = site.removeprefix("https://").removeprefix("http://").rstrip("/")
        reach.append(f'Site\u00a0: <a href="{site}">{shown}</a>')
    if reach:
        lines.append(f"<p>{'<br>'.join(reach)}</p>")
    if contact.horaires and contact.horaires.periodes:
        hours = "".join(
            f"<dt>{escape(line.jours)}</dt><dd>{escape(line.heures)}</dd>"
            for line in contact.horaires.periodes[0].lignes
        )
        if hours:
            lines.append(f'<dl class="horaires">{hours}</dl>')
    return Html(f'<div class="contact">{"".join(lines)}</div>')
