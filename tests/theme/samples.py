"""One view or more for each template, with every field in use somewhere.

`SAMPLES` maps a name to (template, view). Other tests reuse it; nothing here is read from a file.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

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
"""What the dialect's blocks give (content/markdown), references resolved."""


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

NEWS = tuple(
    v.Card(
        id=f"actualites/{n}",
        url=f"/actualites/{n}/",
        type="actualite",
        titre=titre,
        resume="Les travaux de la place commencent lundi. Tout ce qui change pour circuler, se "
        "garer et faire ses courses pendant trois mois.",
        date=date(2026, 3, n),
        etiquette=etiquette,
        image=picture(f"actu{n}", "Une place"),
        brouillon=n == 4,
    )
    for n, titre, etiquette in (
        (1, "La place de la Fontaine se refait une beauté", "Travaux"),
        (2, "Inscriptions scolaires : c’est le moment", "Écoles"),
        (3, "Un nouveau marché le mardi matin", "Commerce"),
        (4, "Budget 2027 : donnez votre avis", "Participation"),
    )
)
EVENTS = (
    v.Card(
        id="agenda/carnaval",
        url="/agenda/carnaval/",
        type="evenement",
        titre="Carnaval des écoles",
        date=datetime(2026, 3, 14, 14, 30),
        fin=datetime(2026, 3, 14, 18, 0),
        lieu="Place de la Fontaine",
        etiquette="Fête",
    ),
    v.Card(
        id="agenda/loto",
        url="/agenda/loto/",
        type="evenement",
        titre="Loto des aînés",
        date=date(2026, 4, 1),
        recurrence="Le premier mercredi de chaque mois",
        lieu="Salle des fêtes",
        statut="Annulé",
    ),
    v.Card(
        id="agenda/foire",
        url="/agenda/foire/",
        type="evenement",
        titre="Foire aux plants",
        date=date(2026, 4, 30),
        fin=date(2026, 5, 2),
        lieu="Cours Gambetta",
    ),
)
ACTS = tuple(
    v.Card(
        id=f"actes/2026-{n:03}",
        url=f"/actes/2026-{n:03}/",
        type="acte",
        titre=f"Délibération n° 2026-{n:03} : tarifs de la cantine",
        date=date(2026, 3, 3),
        etiquette="Délibération",
        document=PDF,
    )
    for n in range(1, 4)
)
PLACES = (
    v.Card(
        id="annuaire/mediatheque",
        url="/annuaire/mediatheque/",
        type="fiche",
        titre="Médiathèque Les Tilleuls",
        resume="Livres, musique, jeux et ateliers.",
        contact=LIBRARY,
    ),
    v.Card(id="annuaire/stade", url="/annuaire/stade/", type="fiche", titre="Stade", lieu="Le Mas"),
)
ELECTED = tuple(
    v.Card(
        id=f"elus/{n}",
        url=f"/elus/{n}/",
        type="elu",
        titre=nom,
        etiquette=fonction,
        delegations=("Finances", "Ressources humaines") if n == 1 else (),
        image=picture(f"elu{n}", nom, wide=False) if n < 3 else None,
    )
    for n, nom, fonction in (
        (1, "Camille Exemple", "Maire"),
        (2, "Dominique Modèle", "Première adjointe, écoles et petite enfance"),
        (3, "Sacha Fictif", "Conseiller municipal"),
    )
)

FORMALITIES = (
    v.Card(
        id="demarches/creche",
        url="/demarches/creche/",
        type="demarche",
        titre="Demander une place en crèche",
        resume="Une commission en avril, une en octobre.",
    ),
)


def document(type_: str, titre: str, details: v.Details | None, **more: Any) -> v.DocumentView:
    values: dict[str, Any] = {
        "chrome": CALM,
        "url": f"/{type_}/exemple/",
        "titre": titre,
        "resume": "Ce qu’il faut savoir, en une phrase ou deux.",
        "fil": (HOME_LINK, v.Link(texte="Vie municipale", url="/vie-municipale/")),
        "type": type_,
        "corps": BODY,
        "sommaire": (
            v.Heading(niveau=2, id="stationnement", texte="Stationnement"),
            v.Heading(niveau=2, id="horaires", texte="Horaires"),
            v.Heading(niveau=2, id="conseils", texte="Conseils"),
            v.Heading(niveau=3, id="details", texte="Pour les exposants"),
        ),
        "date": date(2026, 3, 1),
        "maj": date(2026, 3, 3),
        "details": details,
    }
    return v.DocumentView(**(values | more))


def listing(type_: str, titre: str, **more: Any) -> v.ListView:
    values: dict[str, Any] = {
        "chrome": CALM,
        "url": f"/{type_}/",
        "titre": titre,
        "fil": (HOME_LINK,),
        "type": type_,
        "corps": v.Html(""),
    }
    return v.ListView(**(values | more))


HOME = v.HomeView(
    chrome=CALM,
    url="/",
    titre="Accueil",
    resume="Un village de Provence entre l’étang et la colline",
    image=picture("fontaine", "La place de la Fontaine un jour de marché"),
    corps=v.Html(
        '<h2 id="bienvenue">Bienvenue</h2><p>Saint-Exemple vit au rythme de ses marchés, de ses '
        "écoles et de ses quarante associations.</p>"
    ),
    acces_rapides=tuple(
        v.Shortcut(texte=texte, url=url, icone=icone)
        for texte, url, icone in (
            ("Refaire ma carte d’identité", "/demarches/titres/", "identite"),
            ("Inscrire mon enfant à l’école", "/demarches/ecole/", "ecole"),
            ("Construire ou agrandir", "/demarches/urbanisme/", "urbanisme"),
            ("Lire les menus de la cantine", "/publications/menus/", "repas"),
            ("Trier et jeter", "/vivre/dechets/", "dechets"),
            ("Lire les délibérations", "/actes/", "une icône que le thème n’a pas"),
        )
    ),
    profils=(
        v.Link(texte="Nouvel habitant", url="/je-suis/nouvel-habitant/"),
        v.Link(texte="Parent", url="/je-suis/parent/"),
    ),
    une=NEWS[:1],
    actualites=NEWS[1:],
    agenda=EVENTS,
    publications=(
        v.Card(
            id="publications/bulletin-12",
            url="/publications/bulletin-12/",
            type="publication",
            titre="Bulletin municipal, printemps 2026",
            date=date(2026, 3, 1),
            etiquette="Bulletin",
            statut="En ce moment",
            en_cours=True,
            document=v.FileLink(
                titre="Télécharger le bulletin", url="/medias/b.pdf", format="PDF", poids=3_400_000
            ),
        ),
    ),
    elus=ELECTED,
)

LEGAL_WORDS = v.Block(
    lignes=(
        (
            v.Link(texte="Voir ", url=""),
            v.Link(texte="la page", url="/contact/"),
            v.Link(texte=" ou écrire & appeler.", url=""),
        ),
    )
)
LEGAL_LIST = v.Block(
    lignes=((v.Link(texte="SIREN", url=""),), (v.Link(texte="SIRET", url=""),)), liste=True
)

PAGES: dict[str, tuple[str, v.PageView]] = {
    "accueil": ("accueil.html", HOME),
    "accueil-alertes": ("accueil.html", replace(HOME, chrome=ALERTED)),
    "accueil-nu": (
        "accueil.html",
        v.HomeView(chrome=BARE, url="/", titre="Accueil", corps=v.Html("")),
    ),
    "page": (
        "page.html",
        document(
            "page",
            "Le marché & les commerces de la place",
            v.PageDetails(groupe="Ensemble pour Saint-Exemple"),
            image=picture(
                "marche", "Étals sous les platanes", legende="Le marché.", credit="Ville"
            ),
            contact=LIBRARY,
            documents=(PDF, GUIDE),
            inaccessibles=("Délibération du 3 mars", "Plan du marché"),
            enfants=NEWS[:3],
            voisins=(
                v.Link(texte="Le conseil municipal", url="/vie-municipale/conseil/"),
                v.Link(texte="Les séances", url="/seances/"),
            ),
            demarches=FORMALITIES,
            brouillon=True,
            chrome=ALERTED,
        ),
    ),
    "page-riche": ("page.html", document("page", "État civil", None, corps=RICH, sommaire=())),
    "page-nue": (
        "page.html",
        v.DocumentView(chrome=BARE, url="/x/", titre="X", type="page", corps=v.Html("")),
    ),
    "page-anglaise": (
        "page.html",
        document(
            "page",
            "Welcome",
            None,
            langue="en",
            indexer=False,
            corps=v.Html("<p>Welcome.</p>"),
            sommaire=(),
        ),
    ),
    "actualite": (
        "actualite.html",
        document(
            "actualite",
            "Un nouveau marché",
            v.ActualiteDetails(categorie="Commerce", une=True),
            donnees='{"@type":"NewsArticle","headline":"Un nouveau marché"}',
        ),
    ),
    "evenement": (
        "evenement.html",
        document(
            "evenement",
            "Carnaval des écoles",
            v.EvenementDetails(
                debut=datetime(2026, 3, 14, 14, 30),
                fin=datetime(2026, 3, 14, 18, 0),
                occurrences=(
                    v.Occurrence(debut=datetime(2026, 3, 14, 14, 30)),
                    v.Occurrence(debut=date(2026, 3, 21), fin=date(2026, 3, 22)),
                ),
                recurrence="Chaque samedi",
                lieu=LIBRARY,
                organisateur=replace(LIBRARY, nom="Comité des fêtes", url=""),
                categorie="Fête",
                tarif="Gratuit",
                inscription="https://exemple.fr/inscription",
                accessibilite=("Accessible en fauteuil roulant", "Boucle magnétique"),
                statut="annulé",
            ),
        ),
    ),
    "evenement-simple": (
        "evenement.html",
        document("evenement", "Foire", v.EvenementDetails(debut=date(2026, 5, 1))),
    ),
    "alerte": (
        "alerte.html",
        document(
            "alerte",
            "Orages violents",
            v.AlerteDetails(
                niveau="vigilance",
                debut=datetime(2026, 3, 3, 18, 0),
                fin=datetime(2026, 3, 4, 6, 0),
                lien=v.Link(texte="La carte de vigilance", url="https://exemple.fr/carte"),
            ),
        ),
    ),
    "fiche": (
        "fiche.html",
        document(
            "fiche",
            "Salle des fêtes",
            v.FicheDetails(
                categorie="Salles à louer",
                contact=LIBRARY,
                position=(43.296482, 5.36978),
                services=("Cuisine équipée", "Sonorisation"),
                capacite="120 personnes assises",
                tarifs=("150 € la journée", "Gratuit pour les associations"),
                reservation="Par courriel, un mois avant",
                accessibilite=("Fauteuil roulant", "Stationnement réservé"),
                acceslibre="https://acceslibre.beta.gouv.fr/app/exemple/",
            ),
        ),
    ),
    "elu": (
        "elu.html",
        document(
            "elu",
            "Camille Exemple",
            v.EluDetails(
                prenom="Camille",
                nom="Exemple",
                fonction="Première adjointe",
                delegations=("Écoles", "Petite enfance"),
                groupe="Majorité",
                mandat_debut=date(2026, 3, 22),
                permanence=HOURS,
            ),
            image=picture("elu1", "Camille Exemple", wide=False),
        ),
    ),
    "elu-sortant": (
        "elu.html",
        document(
            "elu",
            "Dominique Modèle",
            v.EluDetails(
                prenom="Dominique",
                nom="Modèle",
                fonction="Conseillère municipale",
                mandat_debut=date(2020, 5, 28),
                mandat_fin=date(2026, 3, 21),
            ),
        ),
    ),
    "seance": (
        "seance.html",
        document(
            "seance",
            "Conseil municipal du 3 mars 2026",
            v.SeanceDetails(
                date=datetime(2026, 3, 3, 18, 30),
                assemblee="Conseil municipal",
                lieu="Salle du conseil",
                convocation=PDF,
                ordre_du_jour=PDF,
                liste_deliberations=PDF,
                pv=PDF,
                pv_arrete_le=date(2026, 4, 7),
                video="https://video.exemple.fr/w/abc",
                actes=ACTS,
            ),
        ),
    ),
    "acte": (
        "acte.html",
        document(
            "acte",
            "Tarifs de la cantine",
            v.ActeDetails(
                nature="délibération",
                portee="réglementaire",
                numero="2026-012",
                objet="Fixation des tarifs de la cantine",
                matiere="7.10 Divers",
                date_acte=date(2026, 3, 3),
                seance=v.Link(texte="Conseil municipal du 3 mars 2026", url="/seances/2026-03-03/"),
                auteurs=("Camille Exemple, maire",),
                fichier=PDF,
                empreinte="ab" * 32,
                annexes=(GUIDE,),
                prefecture_id="013-211399999-20260303-2026_012-DE",
                prefecture_recu_le=date(2026, 3, 5),
                votes=(("Pour", 21), ("Contre", 0), ("Abstentions", 2)),
                effet_du=date(2026, 9, 1),
                effet_au=date(2027, 8, 31),
                lieux=("Rue des Écoles", "Place de la Fontaine"),
                modifie=(v.Link(texte="Délibération 2025-030", url="/actes/2025-030/"),),
                abroge=(v.Link(texte="Délibération 2024-001", url=""),),
                modifie_par=(v.Link(texte="Délibération 2026-040", url="/actes/2026-040/"),),
                abroge_par=(v.Link(texte="Délibération 2027-001", url="/actes/2027-001/"),),
                mis_en_ligne=datetime(2026, 3, 6, 9, 12),
            ),
        ),
    ),
    "publication": (
        "publication.html",
        document(
            "publication",
            "Bulletin municipal",
            v.PublicationDetails(
                categorie="Bulletin",
                numero="12",
                periode_du=date(2026, 3, 1),
                periode_au=date(2026, 5, 31),
            ),
            documents=(PDF,),
        ),
    ),
    "demarche": (
        "demarche.html",
        document(
            "demarche",
            "Demander une carte d’identité",
            v.DemarcheDetails(
                guichet=TOWN_HALL,
                public=("Particuliers",),
                pieces=("Une photographie de moins de six mois", "Un justificatif de domicile"),
                formulaires=(PDF, v.Link(texte="Pré-demande en ligne", url="https://exemple.fr/")),
                cout="Gratuit",
                delai="Environ trois semaines",
                teleservice="https://exemple.fr/teleservice",
                rendez_vous="https://exemple.fr/rendez-vous",
                service_public="F1342",
            ),
        ),
    ),
    "demarche-guichet": (
        "demarche.html",
        document(
            "demarche",
            "Recensement citoyen",
            v.DemarcheDetails(rendez_vous="recensement@saint-exemple.fr"),
        ),
    ),
    "avis": (
        "avis.html",
        document(
            "avis",
            "Agent des espaces verts",
            v.AvisDetails(
                nature="offre d’emploi",
                reference="2026-EV-01",
                debut=date(2026, 3, 1),
                date_limite=datetime(2026, 4, 1, 12, 0),
                ouvert=True,
                organisme="Commune de Saint-Exemple",
                lien="https://exemple.fr/offre",
            ),
        ),
    ),
    "liste": (
        "liste.html",
        listing(
            "actualite",
            "Actualités",
            url="/actualites/page/2/",
            cartes=NEWS,
            flux="/actualites/flux.xml",
            pagination=v.Pagination(
                page=2,
                pages=3,
                precedente="/actualites/",
                suivante="/actualites/page/3/",
                liens=(
                    v.Link(texte="1", url="/actualites/"),
                    v.Link(texte="2", url="/actualites/page/2/"),
                    v.Link(texte="3", url="/actualites/page/3/"),
                ),
            ),
        ),
    ),
    "liste-vide": (
        "liste.html",
        listing("avis", "Avis", vide="Aucun avis en ce moment."),
    ),
    "agenda": (
        "agenda.html",
        listing(
            "evenement",
            "Agenda",
            groupes=(
                v.Group(titre="Mars 2026", id="mars-2026", cartes=EVENTS[:1]),
                v.Group(titre="Avril 2026", id="avril-2026", cartes=EVENTS[1:]),
            ),
        ),
    ),
    "annuaire": (
        "annuaire.html",
        listing(
            "fiche",
            "Annuaire",
            corps=v.Html("<p>Les services, les associations et les commerces.</p>"),
            groupes=tuple(
                v.Group(titre=titre, id=f"groupe-{n}", cartes=PLACES)
                for n, titre in enumerate(("Culture", "Sport", "Commerces", "Associations"))
            ),
        ),
    ),
    "elus": ("elus.html", listing("elu", "Vos élus", cartes=ELECTED)),
    "actes": (
        "actes.html",
        listing("acte", "Actes", groupes=(v.Group(titre="Mars 2026", id="mars", cartes=ACTS),)),
    ),
    "plan": (
        "plan.html",
        v.SiteMapView(
            chrome=CALM,
            url="/plan-du-site/",
            titre="Plan du site",
            fil=(HOME_LINK,),
            noeuds=(
                HOME_NODE := v.SiteMapNode(texte="Accueil", url="/"),
                v.SiteMapNode(
                    texte="Vie municipale",
                    url="/vie-municipale/",
                    enfants=(
                        v.SiteMapNode(
                            texte="Conseil", url="/vie-municipale/conseil/", enfants=(HOME_NODE,)
                        ),
                    ),
                ),
            ),
        ),
    ),
    "legale": (
        "legale.html",
        v.LegalView(
            chrome=CALM,
            url="/mentions-legales/",
            titre="Mentions légales",
            fil=(HOME_LINK,),
            parties=(
                v.Part(titre="", niveau=0, id="", blocs=(LEGAL_WORDS,)),
                v.Part(
                    titre="Éditeur",
                    niveau=2,
                    id="editeur",
                    blocs=(v.Block(contact=TOWN_HALL), LEGAL_LIST),
                ),
                v.Part(titre="Détail", niveau=3, id="detail", blocs=(LEGAL_WORDS,)),
            ),
        ),
    ),
    "legale-courte": (
        "legale.html",
        v.LegalView(
            chrome=BARE,
            url="/contact/",
            titre="Contact",
            sommaire=False,
            parties=(v.Part(titre="", niveau=0, id="", blocs=(v.Block(contact=v.Contact()),)),),
        ),
    ),
    "404": (
        "404.html",
        v.NotFoundView(
            chrome=CALM,
            url="/404.html",
            titre="Page introuvable",
            indexer=False,
            liens=(v.Link(texte="Plan du site", url="/plan-du-site/"),),
        ),
    ),
}

OTHERS: dict[str, tuple[str, Any]] = {
    "redirection": (
        "redirection.html",
        v.RedirectView(
            langue="fr",
            titre="Le marché",
            vers="/marche/",
            canonique="https://saint-exemple.fr/marche/",
        ),
    ),
    "atom": (
        "atom.xml",
        v.FeedView(
            titre="Actualités & agenda",
            url="https://saint-exemple.fr/actualites/flux.xml",
            site="https://saint-exemple.fr/",
            langue="fr",
            auteur="Commune de Saint-Exemple",
            maj=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
            entrees=(
                v.FeedEntry(
                    id="https://saint-exemple.fr/actualites/1/",
                    url="https://saint-exemple.fr/actualites/1/",
                    titre="Place <neuve>",
                    resume="Une phrase\x0b.",
                    publie=datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
                    maj=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
                    contenu=BODY,
                ),
            ),
        ),
    ),
    "sitemap": (
        "sitemap.xml",
        v.SitemapView(
            urls=(
                ("https://saint-exemple.fr/", None),
                ("https://saint-exemple.fr/a/?b&c", date(2026, 3, 3)),
            )
        ),
    ),
    "robots": (
        "robots.txt",
        v.RobotsView(plan="https://saint-exemple.fr/sitemap.xml", exclues=("/prive/",)),
    ),
    "robots-ouvert": (
        "robots.txt",
        v.RobotsView(plan="https://saint-exemple.fr/sitemap.xml"),
    ),
    "securite": (
        "security.txt",
        v.SecurityView(
            contacts=("mailto:securite@exemple.fr", "https://exemple.fr/securite"),
            expire=datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC),
            langues="fr, en",
            canonique="https://saint-exemple.fr/.well-known/security.txt",
        ),
    ),
    "couleurs": ("couleurs.css", v.PaletteView(couleur="#1f5f8b")),
}

SAMPLES: dict[str, tuple[str, Any]] = {**PAGES, **OTHERS}
