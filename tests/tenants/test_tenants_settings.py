"""usine.yaml: where it is found, what it may say, and what is refused."""

import re
from pathlib import Path

import pytest

from factory.ground.problems import UsageError
from factory.tenants import settings
from factory.tenants.settings import Settings


@pytest.fixture
def load(tmp_path):
    """Load a usine.yaml of this text."""

    def _load(text: str) -> Settings:
        (tmp_path / "usine.yaml").write_text(text, encoding="utf-8")
        return settings.load(None, {}, tmp_path)

    return _load


def refused(load, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        load(text)
    return str(caught.value)


def test_without_a_file_the_defaults_apply_where_the_command_is_run(tmp_path):
    found = settings.load(None, {}, tmp_path)
    assert found.racine == tmp_path
    assert found.communes == tmp_path / "tenants"
    assert found.sortie == tmp_path / "build"
    assert (found.generations.dernieres, found.generations.par_jour) == (5, 30)
    assert (found.limites.pages, found.limites.octets) == (20_000, 5_000_000_000)
    assert found.problems == ()


def test_the_package_carries_a_theme_for_a_folder_that_has_none(tmp_path):
    found = settings.load(None, {}, tmp_path)
    assert found.theme == settings.packaged_theme()
    (tmp_path / "themes/institutional").mkdir(parents=True)
    assert settings.load(None, {}, tmp_path).theme == tmp_path / "themes/institutional"


def test_the_file_is_the_one_named_then_the_variable_s_then_the_folder_s(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "usine.yaml").write_text(f"communes: {name}-communes\n")
    variable = {"USINE_CONFIG": "b/usine.yaml"}
    named = settings.load(Path("a/usine.yaml"), variable, tmp_path)
    assert named.communes == tmp_path / "a/a-communes"
    assert settings.load(None, variable, tmp_path).communes == tmp_path / "b/b-communes"
    assert settings.load(None, {}, tmp_path / "c").communes == tmp_path / "c/c-communes"


def test_a_named_file_must_exist(tmp_path):
    with pytest.raises(UsageError) as caught:
        settings.load(Path("ailleurs.yaml"), {}, tmp_path)
    assert str(caught.value) == (
        "erreur [configuration-introuvable] Le fichier de configuration n’existe pas : "
        f"{tmp_path}/ailleurs.yaml.\n"
        "    → Vérifiez le chemin donné par --config ou par USINE_CONFIG."
    )


def test_people_write_sizes_and_durations_with_their_units(load):
    limits = load(
        "limites:\n  pages: 1 000\n  octets: 1,5 Go\n  octets_fichier: 300 Mo\n"
        "  secondes: 10 min\n  memoire: 512 Mio\n"
    ).limites
    assert limits.pages == 1000
    assert limits.octets == 1_500_000_000
    assert limits.octets_fichier == 300_000_000
    assert limits.secondes == 600
    assert limits.memoire == 512 * 1024**2


def test_every_fault_is_told_at_once_and_at_its_place(load):
    assert refused(load, "comunes: tenants\nlimites:\n  memoire: beaucoup\n  secondes: -3\n") == (
        "usine.yaml:1:1: erreur [cle-inconnue] La clé « comunes » n’existe pas ici. "
        "Vouliez-vous dire « communes » ?\n"
        "    1 | comunes: tenants\n"
        "      | ^\n"
        "    → Remplacez « comunes » par « communes ».\n"
        "usine.yaml:3:12: erreur [taille-illisible] « beaucoup » n’est pas une taille.\n"
        "    3 |   memoire: beaucoup\n"
        "      |            ^\n"
        "    → Écrivez un nombre et son unité : 300 Mo, 5 Go.\n"
        "usine.yaml:4:13: erreur [duree-illisible] « -3 » n’est pas une durée.\n"
        "    4 |   secondes: -3\n"
        "      |             ^\n"
        "    → Écrivez un nombre et son unité : 45 s, 10 min, 2 h, 30 jours."
    )


@pytest.mark.parametrize("output", ["tenants", "tenants/build", ".", "a/../tenants/x"])
def test_output_and_communes_may_not_hold_one_another(load, output):
    assert "[dossiers-confondus]" in refused(load, f"sortie: {output}\n")


def test_a_theme_that_is_written_must_exist(load, tmp_path):
    assert refused(load, "theme: themes/autre\n") == (
        f"usine.yaml:1:8: erreur [theme-introuvable] Le dossier du thème n’existe pas : "
        f"{tmp_path}/themes/autre.\n"
        "    → Corrigez la clé « theme », ou retirez-la : le thème livré servira."
    )


def test_a_service_that_is_not_the_metropole_s_is_told_with_the_article(load):
    found = load("courriel:\n  serveur: smtp.exemple.fr\n  exploitant: Courriers & Cie\n")
    assert str(found.problems[0]) == (
        "usine.yaml:2:3: avertissement [sous-traitance] « courriel » est exploité par "
        "« Courriers & Cie », qui n’est pas la Métropole.\n"
        "    → L’article 13-c de la convention dit que la Métropole ne fait pas appel à une "
        "sous-traitance pour cette offre. Employez un service de la Métropole, ou faites d’abord "
        "accepter ce sous-traitant par un avenant de chaque commune."
    )


@pytest.mark.parametrize(
    "operator",
    [
        "la Métropole",
        "Métropole d’Aix-Marseille-Provence",
        "METROPOLE AIX-MARSEILLE-PROVENCE",
        "200 054 807",
    ],
)
def test_the_metropole_has_several_names(load, operator):
    text = f"sauvegardes:\n  depot: sftp:nas.exemple.fr:/x\n  exploitant: {operator}\n"
    assert load(text).problems == ()


def test_data_that_leave_the_factory_say_with_whom(load):
    found = load(
        "sauvegardes:\n  depot: /srv/sauvegardes\n"
        "  copies:\n    - sftp:nas.exemple.fr:/x\n    - depot: rest:https://copie.exemple.fr/\n"
    )
    assert [problem.code for problem in found.problems] == ["exploitant-non-declare"] * 2


def test_paths_count_from_the_file_and_addresses_stay(load, tmp_path):
    backups = load(
        "sauvegardes:\n  depot: ../depots\n  cles: cles\n  exploitant: la Métropole\n"
        "  copies: sftp:nas:/x\n"
    ).sauvegardes
    assert backups.depot == str(tmp_path.parent / "depots")
    assert backups.cles == str(tmp_path / "cles")
    assert backups.copies[0].depot == "sftp:nas:/x"


def test_the_digest_moves_with_what_a_page_can_show_and_with_nothing_else(load):
    plain = load("").digest
    assert load("generations:\n  dernieres: 9\njournal:\n  fichier: x.log\n").digest == plain
    assert load("limites:\n  secondes: 5 min\n").digest == plain
    assert load("metropole:\n  nom: Autre Métropole\n").digest != plain
    assert load("limites:\n  octets_fichier: 1 Mo\n").digest != plain
    assert load("precompression: non\n").digest != plain


@pytest.mark.parametrize("data", [b"\xff\xfea\0", "nom: \xe9".encode("latin-1"), b"[" * 30_000])
def test_a_file_that_cannot_be_read_is_a_message(tmp_path, data):
    (tmp_path / "usine.yaml").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        settings.load(None, {}, tmp_path)
    assert all(problem.message and problem.remedy for problem in caught.value.problems)


def test_the_repository_s_own_file_says_the_defaults_and_each_commented_key_works(tmp_path):
    text = (Path(__file__).resolve().parents[2] / "usine.yaml").read_text("utf-8")
    (tmp_path / "themes/institutional").mkdir(parents=True)
    bare = settings.load(None, {}, tmp_path)
    # The host's telephone has no default: the demonstration gives one of those kept for fiction.
    plain, fictitious = re.subn(r"(?m)^  telephone: 04 65 71 .*\n", "", text)
    assert fictitious == 1
    (tmp_path / "usine.yaml").write_text(plain, encoding="utf-8")
    assert settings.load(None, {}, tmp_path) == bare
    every = re.sub(r"(?m)^# (?!yaml-l)( *(?:- .*|[a-z_]+:(?: .*)?))$", r"\1", text)
    (tmp_path / "usine.yaml").write_text(every, encoding="utf-8")
    found = settings.load(None, {}, tmp_path)
    assert found.problems == ()
    assert (found.limites, found.generations) == (bare.limites, bare.generations)
    assert found.courriel.serveur == "smtp.exemple.fr"
