"""What the samples are made of: texts, a town hall, its menu, its alerts."""

from datetime import date, datetime

from msgspec.structs import replace

from factory.site import views as v

BODY = v.Html("""\
<p>Le marché des producteurs revient <strong>chaque mardi</strong> sur la place de la Fontaine, de
8&nbsp;h à 13&nbsp;h. Voir aussi <a href="/vie-municipale/">la vie municipale</a>.</p>
<h2 id="stationnement">Stationnement</h2>
<p>Le parking du stade reste ouvert&nbsp;; deux lignes de bus desservent la place.</p>
<ul><li>Ligne 5, arrêt <em>Mairie</em></li><li>Ligne 12, arrêt Fontaine</li></ul>
<h2 id="horaires">Horaires</h2>
<table><thead><tr><th scope="col">Jour</th><th scope="col">Ouverture</th></tr></thead>
<tbody><tr><td>Mardi</td><td>8 h – 13 h</td></tr><tr><td>Samedi</td><td>8 h – 12 h</td></tr></tbody>
</table>
<h2 id="conseils">Conseils</h2>
<ol><li>Venez à pied.</li><li>Apportez vos sacs.</li></ol>
<blockquote><p>Un marché, c’est une place qui parle.</p></blockquote>
<h3 id="details">Pour les exposants</h3>
<p>Écrivez au service des marchés <code>marches@saint-exemple.fr</code>.</p>
""")


RICH = v.Html("""\
<p>Le service de l’état civil vous reçoit <em>sans</em> rendez-vous. Consultez <a
href="https://exemple.fr/">la page des horaires</a> ou écrivez-nous<sup class="appel-note"><a
href="#note_1" id="appel_1" role="doc-noteref" aria-label="Note 1">1</a></sup>.</p>
<h2 id="etapes-a-suivre">Étapes à suivre</h2>
<div class="etapes"><ol><li><p><strong>Réunissez les pièces.</strong> Une photographie, un
justificatif de domicile.</p>
<p>Le justificatif a moins d’un an.</p>
</li>
<li><p><strong>Prenez rendez-vous</strong> en mairie.</p>
</li>
<li><p>Retirez votre titre.</p>
</li>
</ol>
</div>
<div class="encart encart-info"><p class="encart-titre">À savoir</p>
<p>Le guichet est fermé le <em>mercredi</em>.</p>
</div>
<div class="encart encart-attention"><p class="encart-titre">Délais allongés cet été</p>
<p>Comptez six semaines.</p>
<ul><li>un
</li>
<li>deux
</li>
</ul>
</div>
<details class="accordeon"><summary>Je n’ai pas de justificatif, que faire ?</summary>
<p>Demandez une attestation d’hébergement.</p>
<ul><li>Une copie de la pièce d’identité
</li>
<li>Une facture
</li>
</ul>
</details>
<details class="accordeon"><summary>Puis-je venir sans rendez-vous ?</summary>
<p>Oui, le samedi.</p>
</details>
<h2 id="tarifs">Tarifs</h2>
<div class="tableau"><table>
<thead><tr><th scope="col">Prestation</th>
<th scope="col" class="a-droite">Tarif</th>
<th scope="col" class="au-centre">Durée</th>
</tr>
</thead>
<tbody><tr><td>Photocopie A4 noir et blanc</td>
<td class="a-droite">0,20\u00a0€</td>
<td class="au-centre">immédiat</td>
</tr>
<tr><td>Concession de trente ans</td>
<td class="a-droite">450\u00a0€</td>
<td class="au-centre">trente ans</td>
</tr>
</tbody>
</table></div>
<div class="documents"><ul><li><a href="https://exemple.fr/a.pdf">Formulaire</a>
</li>
<li><a href="https://exemple.fr/b.pdf">Notice</a>
</li>
</ul>
</div>
<div class="video"><p class="video-lien"><a href="https://video.exemple.fr/w/abc">Voir la vidéo
« La fête du village »</a></p>
<details class="video-transcription"><summary>Transcription de la vidéo</summary>
<p>Le maire dit bonjour.</p>
</details>
</div>
<div class="galerie"><ul><li><figure><img src="/medias/marche-480.jpg" width=480 height=270
alt="Une place"></figure>
</li>
<li><figure><img src="/medias/actu1-480.jpg" width=480 height=270 alt="Une rue"></figure>
</li>
<li><figure><img src="/medias/actu2-480.jpg" width=480 height=270 alt="Un mas"></figure>
</li>
</ul>
</div>
<blockquote><p>Une citation.</p>
</blockquote>
<pre><code>code
</code></pre>
<section class="notes" role="doc-endnotes" aria-label="Notes"><ol>
<li id="note_1"><p>Par courriel ou par courrier. <a class="note-retour" href="#appel_1"
role="doc-backlink" aria-label="Retour au texte (note 1)">↩</a></p>
</li>
</ol></section>
""")


def picture(name: str, alt: str = "", *, wide: bool = True, **more: str) -> v.Picture:
    widths = (480, 960, 1600) if wide else (160, 320)
    width, height = (1600, 900) if wide else (320, 400)

    def srcset(extension: str) -> str:
        return ", ".join(f"/medias/{name}-{w}.{extension} {w}w" for w in widths)

    return v.Picture(
        src=f"/medias/{name}-{widths[-1]}.jpg",
        largeur=width,
        hauteur=height,
        alt=alt,
        sources=(
            v.Source(type="image/webp", srcset=srcset("webp")),
            v.Source(type="image/jpeg", srcset=srcset("jpg")),
        ),
        **more,
    )


HOURS = v.Hours(
    periodes=(
        v.HoursPeriod(
            titre="",
            lignes=(
                v.HoursLine(
                    jours="Lundi, mardi, jeudi",
                    heures="8\u00a0h\u00a030\u00a0– 12\u00a0h, "
                    "13\u00a0h\u00a030\u00a0– 17\u00a0h\u00a030",
                ),
                v.HoursLine(jours="Mercredi, vendredi", heures="8\u00a0h\u00a030\u00a0– 12\u00a0h"),
                v.HoursLine(jours="Samedi (1er du mois)", heures="9\u00a0h\u00a0– 12\u00a0h"),
            ),
        ),
        v.HoursPeriod(
            titre="Du 1er juillet au 31 août",
            lignes=(v.HoursLine(jours="Du lundi au vendredi", heures="8 h – 13 h"),),
        ),
    ),
    fermetures=("Vendredi 15 mai 2026 (pont de l’Ascension)",),
    note="Dernier accueil un quart d’heure avant la fermeture.",
    osm="Mo,Tu,Th 08:30-12:00,13:30-17:30; We,Fr 08:30-12:00",
    regles="[[" + ",".join(["[[[[510,720],[810,1050]],[],-1]]"] * 5) + ",[],[]],[],[],[]]",
)


TOWN_HALL = v.Contact(
    nom="Mairie de Saint-Exemple",
    adresse=("1, place de la Fontaine", "13999 Saint-Exemple"),
    telephone="04 42 00 12 34",
    telephone_lien="+33442001234",
    courriel="mairie@saint-exemple.fr",
    horaires=HOURS,
)


LIBRARY = v.Contact(
    nom="Médiathèque Les Tilleuls",
    fonction="Service culturel",
    adresse=("12, rue des Écoles", "13999 Saint-Exemple"),
    telephone="04 42 00 12 40",
    telephone_lien="+33442001240",
    courriel="mediatheque@saint-exemple.fr",
    site="https://www.exemple.fr/mediatheque/",
    url="/annuaire/mediatheque/",
    horaires=HOURS,
)


MENU = (
    v.MenuItem(
        texte="Vie municipale",
        url="/vie-municipale/",
        enfants=(
            v.MenuItem(texte="Le conseil municipal", url="/vie-municipale/conseil/"),
            v.MenuItem(texte="Les actes", url="/actes/"),
            v.MenuItem(
                texte="Les élus",
                url="",
                enfants=(v.MenuItem(texte="Trombinoscope", url="/elus/"),),
            ),
            v.MenuItem(texte="Les séances", url="/seances/"),
        ),
    ),
    v.MenuItem(
        texte="Vivre à Saint-Exemple",
        url="/vivre/",
        enfants=(
            v.MenuItem(texte="Enfance et écoles", url="/vivre/enfance/"),
            v.MenuItem(texte="Annuaire", url="/annuaire/"),
        ),
    ),
    v.MenuItem(texte="Démarches", url="/demarches/"),
    v.MenuItem(texte="Actualités", url="/actualites/"),
    v.MenuItem(texte="Agenda", url="/agenda/"),
)


ALERTS = (
    v.Alert(
        id="alertes/orage",
        niveau="vigilance",
        titre="orages violents attendus cette nuit",
        texte=v.Html("<p>Rentrez ce que le vent peut emporter.</p>"),
        fin=datetime(2026, 3, 4, 6, 0),
        lien=v.Link(texte="Les conseils de prudence", url="/alertes/orage/"),
    ),
    v.Alert(
        id="alertes/eau",
        niveau="urgence",
        titre="eau non potable au hameau du Puits",
        texte=v.Html("<p>Ne buvez pas l’eau du robinet. Distribution en mairie.</p>"),
        fin=datetime(2026, 3, 5, 20, 0),
    ),
    v.Alert(
        id="alertes/travaux",
        niveau="info",
        titre="rue de l’Église fermée à la circulation",
        texte=v.Html("<p>Déviation par la rue des Écoles.</p>"),
        fin=date(2026, 3, 13),
    ),
)


CALM = v.Chrome(
    nom="Commune de Saint-Exemple",
    commune="Saint-Exemple",
    domaine="https://saint-exemple.fr",
    langue="fr",
    menu=MENU,
    pied=(
        v.Link(texte="Plan du site", url="/plan-du-site/"),
        v.Link(texte="Accessibilité", url="/accessibilite/"),
        v.Link(texte="Mentions légales", url="/mentions-legales/"),
        v.Link(texte="Données personnelles", url="/donnees-personnelles/"),
    ),
    reseaux=(v.Link(texte="Mastodon", url="https://social.exemple.fr/@saint-exemple"),),
    contact=TOWN_HALL,
    alertes=(),
    couleurs_css="/_commune/couleurs.css",
    blason=v.Picture(src="/medias/blason.svg", largeur=120, hauteur=144, alt="Blason"),
    flux="/actualites/flux.xml",
    icone="/_medias/icone-48.0123456789ab.png",
    icone_apple="/_medias/icone-180.0123456789ab.png",
    vignette="/_medias/icone-512.0123456789ab.png",
    manifeste="/site.webmanifest",
    fictive=True,
    accessibilite="partiellement conforme",
    acces=v.Contact(nom="Référente accessibilité", courriel="acces@saint-exemple.fr"),
    urgences=(
        v.Contact(nom="SAMU", telephone="15", telephone_lien="15"),
        v.Contact(nom="Pompiers", telephone="18", telephone_lien="18"),
        v.Contact(nom="Urgences par SMS", telephone="114", telephone_lien="114"),
    ),
)


ALERTED = replace(CALM, alertes=ALERTS)


BARE = v.Chrome(
    nom="Mairie d’Y",
    commune="Y",
    domaine="https://y.fr",
    langue="fr",
    menu=(),
    pied=(),
    reseaux=(),
    contact=v.Contact(),
    alertes=(),
    couleurs_css="/_commune/couleurs.css",
)


HOME_LINK = v.Link(texte="Accueil", url="/")


PDF = v.FileLink(titre="Délibération du 3 mars", url="/medias/d.pdf", format="PDF", poids=1_234_567)


GUIDE = v.FileLink(
    titre="Visitor’s guide", url="/medias/guide.odt", format="ODT", poids=45_600, langue="en"
)
