"""The few words that the dialect adds to a page, in the page's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    info: str
    attention: str
    accordeon: str
    notes: str
    retour: str
    appel: str
    video: str
    contenu: str
    image: str
    transcription: str


FRENCH = Labels(
    info="À savoir",
    attention="Attention",
    accordeon="En savoir plus",
    notes="Notes",
    retour="Retour au texte",
    appel="Note",
    video="Voir la vidéo",
    contenu="Voir le contenu",
    image="Voir l’image",
    transcription="Transcription de la vidéo",
)
_OTHERS = {
    "en": Labels(
        info="Good to know",
        attention="Warning",
        accordeon="Read more",
        notes="Notes",
        retour="Back to the text",
        appel="Note",
        video="Watch the video",
        contenu="See the content",
        image="See the picture",
        transcription="Transcript of the video",
    ),
    "es": Labels(
        info="Información",
        attention="Atención",
        accordeon="Más información",
        notes="Notas",
        retour="Volver al texto",
        appel="Nota",
        video="Ver el vídeo",
        contenu="Ver el contenido",
        image="Ver la imagen",
        transcription="Transcripción del vídeo",
    ),
    "it": Labels(
        info="Da sapere",
        attention="Attenzione",
        accordeon="Per saperne di più",
        notes="Note",
        retour="Torna al testo",
        appel="Nota",
        video="Guarda il video",
        contenu="Vedi il contenuto",
        image="Vedi l’immagine",
        transcription="Trascrizione del video",
    ),
    "de": Labels(
        info="Gut zu wissen",
        attention="Achtung",
        accordeon="Mehr erfahren",
        notes="Anmerkungen",
        retour="Zurück zum Text",
        appel="Anmerkung",
        video="Video ansehen",
        contenu="Inhalt ansehen",
        image="Bild ansehen",
        transcription="Transkript des Videos",
    ),
}


def labels(langue: str) -> Labels:
    """The words for a language tag; French where we have none in that language."""
    return _OTHERS.get(langue.lower().partition("-")[0], FRENCH)
