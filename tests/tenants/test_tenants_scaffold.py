"""`usine new`: what is created loads without an error, for any commune of France."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from factory.ground.problems import Severity, UsageError
from factory.tenants import commune, convention, folder, insee, naming, scaffold, settings

DAY = date(2026, 3, 3)
COMMENTED = re.compile(r"^# (?!yaml-l)( *(?:- .*|[a-z0-9_-]+:(?: .*)?))$", re.MULTILINE)
"""A commented key, and not a sentence."""


def create(root: Path, slug: str, code: str, **more: str) -> folder.Tenant:
    found = settings.load(None, {}, root)
    scaffold.new(found, slug, code, jour=DAY, **more)
    return folder.tenant(found, slug)


def read(tenant: folder.Tenant) -> commune.Commune:
    bound = commune.read((tenant.folder / "commune.yaml").read_bytes())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    assert {problem.code for problem in bound.problems} <= {"domaine-provisoire"}
    agreed = convention.read((tenant.folder / "convention.yaml").read_bytes())
    assert agreed.problems == ()
    assert agreed.value is not None
    assert convention.own_host(bound.value, agreed.value) == ()
    return bound.value


def test_a_commune_of_the_metropole_is_filled_in(tmp_path):
    found = read(create(tmp_path, "allauch", "13002"))
    assert (found.nom, found.code_insee, found.siren) == ("Allauch", "13002", "211300025")
    assert found.population == 21616
    assert found.adresse is not None
    assert found.adresse.en_lignes == ("Hôtel de ville", "13190 Allauch")
    assert found.domaine == "allauch.example"


def test_the_92_communes_are_known_and_all_scaffold(tmp_path):
    assert len(insee.known()) == 92
    for code, known in insee.known().items():
        tenant = create(tmp_path, naming.slug_of(known.nom), code)
        assert read(tenant).nom == known.nom
    listing = folder.communes(settings.load(None, {}, tmp_path))
    assert len(listing.tenants) == 92
    assert listing.problems == ()


def test_any_other_commune_needs_its_name(tmp_path):
    with pytest.raises(UsageError) as caught:
        create(tmp_path, "sete", "34301")
    assert str(caught.value) == (
        "erreur [commune-a-nommer] Le code INSEE 34301 n’est pas celui d’une commune de la "
        "Métropole : son nom n’est pas connu de l’usine.\n"
        '    → Ajoutez son nom à la commande : --nom "Nom de la commune". Si c’est une commune de '
        "la Métropole, vérifiez le code."
    )
    assert not (tmp_path / "tenants").exists()
    assert read(create(tmp_path, "sete", "34301", nom="Sète")).nom == "Sète"


def test_nothing_that_exists_is_overwritten(tmp_path):
    tenant = create(tmp_path, "allauch", "13002")
    (tenant.folder / "commune.yaml").write_text("à moi")
    with pytest.raises(UsageError) as caught:
        create(tmp_path, "allauch", "13002")
    assert str(caught.value) == (
        "allauch: erreur [commune-existante] La commune « allauch » existe déjà : rien n’a été "
        "écrit.\n"
        "    → Choisissez un autre nom de dossier, ou modifiez les fichiers de cette commune."
    )
    assert (tenant.folder / "commune.yaml").read_text() == "à moi"


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    with pytest.raises(UsageError) as caught:
        create(tmp_path, "../Ailleurs", "1300", domaine="https://exemple.fr/")
    assert [problem.code for problem in caught.value.problems] == [
        "code-insee-invalide",
        "domaine-invalide",
        "nom-de-dossier",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["commune.yaml", "convention.yaml"])
@pytest.mark.parametrize(("slug", "code"), [("marseille", "13055"), ("sete", "34301")])
def test_every_commented_key_is_ready_to_use(tmp_path, name, slug, code):
    tenant = create(tmp_path, slug, code, nom="Sète" if slug == "sete" else "")
    text = COMMENTED.sub(r"\1", (tenant.folder / name).read_text("utf-8"))
    module = commune if name == "commune.yaml" else convention
    bound = module.read(text.encode())
    assert [str(p) for p in bound.problems if p.severity is not Severity.INFORMATION] == []
    assert bound.value is not None
    assert "\n# menu" not in text


def test_the_first_line_leads_editors_to_the_schema(tmp_path):
    tenant = create(tmp_path, "allauch", "13002")
    for name in ("commune", "convention"):
        first = (tenant.folder / f"{name}.yaml").read_text("utf-8").partition("\n")[0]
        target = first.removeprefix("# yaml-language-server: $schema=")
        assert (tenant.folder / target).resolve() == tmp_path / f"schemas/{name}.schema.json"
        assert (tenant.folder / target).exists()


def test_what_is_not_yet_true_is_a_draft(tmp_path):
    tenant = create(tmp_path, "allauch", "13002")
    published = {
        path.relative_to(tenant.folder).as_posix()
        for path in tenant.folder.glob("contenu/**/*.md")
        if "brouillon: oui" not in path.read_text("utf-8")
    }
    assert published == {
        "contenu/accueil.md",
        "contenu/annuaire/mairie.md",
        "contenu/vie-municipale/index.md",
    }


@hypothesis_settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    slug=st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}\Z").filter(naming.is_slug),
    code=st.sampled_from(["2A004", "2B033", "97411", "01004", "98818", "75056"]),
    nom=st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable()),
)
def test_any_slug_code_and_name_give_a_commune_that_loads(tmp_path_factory, slug, code, nom):
    found = read(create(tmp_path_factory.mktemp("usine"), slug, code, nom=nom))
    assert found.nom == " ".join(nom.split())
    assert found.code_insee == code
