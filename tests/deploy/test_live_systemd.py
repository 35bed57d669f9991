"""The factory on a server, by its guide: installed, watched, a night, an upgrade, under systemd."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from booted import PYTHON, Booted, boot, missing

from factory.build.addresses import MARK

ROOT = Path(__file__).resolve().parents[2]
HOST = "www.aubelle.example"

ENVIRONMENT = f"""
{PYTHON} -m venv --without-pip /opt/prete
libraries=$(echo /opt/prete/lib/python3.*/site-packages)
echo /opt/site-packages >$libraries/bibliotheques.pth
cp -r /opt/depot/factory $libraries; cp -r /opt/depot/themes /opt/depot/locks $libraries/factory
printf '#!/opt/prete/bin/python3\\nfrom factory.cli import main\\nmain()\\n' >/opt/prete/bin/usine
chmod 755 /opt/prete/bin/usine
"""
CERTIFICATE = f"""
mkdir -p /etc/letsencrypt/live/{HOST}; chmod 700 /etc/letsencrypt/live
cd /etc/letsencrypt/live/{HOST}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN={HOST} \\
    -addext subjectAltName=DNS:{HOST},DNS:aubelle.example -keyout privkey.pem -out fullchain.pem \\
    2>/dev/null
cp fullchain.pem /etc/ssl/certs/$(openssl x509 -hash -noout -in fullchain.pem).0
echo '127.0.0.1 {HOST} aubelle.example' >>/etc/hosts
"""
SETTINGS = """
metropole: {telephone: 04 00 00 00 00}
courriel: {serveur: 127.0.0.1, port: 2525, expediteur: usine@amp.example,
  destinataires: exploitation@amp.example, exploitant: la Métropole}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Booted]:
    """A server that has all it needs but the factory."""
    if why := missing():
        pytest.skip(why)
    for name in ("deploy", "factory", "themes", "locks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "depot" / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "depot")
    with boot(tmp_path) as machine:
        if machine is None:
            pytest.skip(
                f"systemd n’a pas démarré ici : {(tmp_path / 'demarrage').read_text()[-500:]}"
            )
        machine.sh(ENVIRONMENT + "systemctl start nginx ssh")
        machine.sh("printf '#!/bin/sh\\necho install ok installed\\n' >/usr/local/bin/dpkg-query")
        machine.sh("chmod 755 /usr/local/bin/dpkg-query; rm -f /etc/nginx/conf.d/*")
        machine.sh(
            "systemd-run --quiet --unit=courrier env PYTHONPATH=/opt/site-packages "
            f"{PYTHON} -u -m aiosmtpd -n -l 127.0.0.1:2525"
        )
        yield machine


@pytest.mark.slow
def test_a_server_from_its_first_day_to_another_version(server: Booted) -> None:
    installed_then_the_first_commune(server)
    an_agent_leaves_a_page(server)
    what_is_withdrawn_is_gone_at_once(server)
    a_night_and_its_morning(server)
    what_a_unit_may_not_do(server)
    a_failure_is_written_to_the_operators(server)
    another_version_and_back(server)


def asked(server: Booted, url: str) -> str:
    ours = ("--capath", "/etc/ssl/certs", "--cacert", f"/etc/letsencrypt/live/{HOST}/fullchain.pem")
    return server.run("curl", "-s", "-i", *ours, "--max-time", "10", url).stdout


def installed_then_the_first_commune(server: Booted) -> None:
    told = server.sh("/opt/depot/deploy/installer.sh --prete /opt/prete")
    assert "Version actuelle : " in told
    timers = server.sh("systemctl list-timers --no-pager 'usine-*'")
    assert {"nightly", "veille", "sonde", "nginx"} <= set(re.findall(r"usine-(\w+)\.t", timers))
    # Nothing to watch yet: that is no failure.
    assert "usine-" not in server.sh("systemctl --failed --no-pager --plain")

    server.sh(f"printf '%s' '{SETTINGS}' >>/srv/usine/usine.yaml" + CERTIFICATE)
    done = server.usine("new", "aubelle", "--insee", "13999", "--nom", "Aubelle")
    assert done.returncode == 0, done.stderr
    server.sh(
        "cd /srv/usine/tenants/aubelle; sed -i '/^domaines:/,/^$/d' convention.yaml\n"
        f"echo 'domaines: [{HOST}, aubelle.example]' >>convention.yaml\n"
        f"sed -i 's/^domaine:.*/domaine: {HOST}/' commune.yaml"
    )
    done = server.usine("build", "aubelle")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    server.sh("/opt/depot/deploy/installer.sh --droits; systemctl start usine-watch usine-nginx")
    page = server.until(lambda: asked(server, f"https://{HOST}/"), "nginx has taken it")
    assert "200" in page.splitlines()[0] and "Aubelle" in page
    assert "strict-transport-security: max-age" in page
    server.until(lambda: "301" in asked(server, f"http://{HOST}/")[:20], "to HTTPS from clear")
    assert "301" in asked(server, "https://aubelle.example/").splitlines()[0]
    assert server.usine("doctor").returncode == 0
    refused = server.usine("convention", "calendar", "--ics", "/srv/usine/dates.ics")
    assert refused.returncode == 2
    assert "[acces-refuse] Ce compte n’a pas accès à « /srv/usine/dates.ics »." in refused.stderr
    server.sh("touch /srv/usine/memoire/de-root; /opt/depot/deploy/installer.sh --droits")
    assert server.sh("stat -c %U /srv/usine/memoire/de-root") == "usine\n"


def an_agent_leaves_a_page(server: Booted) -> None:
    server.sh(
        "ssh-keygen -q -t ed25519 -N '' -f /srv/agent\n"
        "cp /srv/agent.pub /etc/usine/depots/aubelle.pub\n"
        "/opt/usine/actuelle/bin/python -m factory.drops --poser"
    )
    server.sh(
        "printf '# La fête du village\\n\\nElle aura lieu samedi.\\n' >/tmp/fete.md\n"
        "echo 'put /tmp/fete.md contenu/fete.md' | sftp -q -b - -i /srv/agent "
        "-o StrictHostKeyChecking=no depot-aubelle@localhost"
    )
    answer = server.at("/srv/usine/depots/depot-aubelle/site/LISEZMOI-publication.txt")
    server.until(lambda: answer.exists() and "fete.md" in answer.read_text("utf-8"), "an answer")
    assert "200" in asked(server, f"https://{HOST}/fete/").splitlines()[0]


def what_is_withdrawn_is_gone_at_once(server: Booted) -> None:
    """410, as the law wants, without waiting for the hour at which nginx is written again."""
    server.sh("echo 'rm contenu/fete.md' | sftp -q -b - -i /srv/agent depot-aubelle@localhost\n")
    server.until(lambda: "410" in asked(server, f"https://{HOST}/fete/")[:20], "it is gone")
    server.until(
        lambda: (
            server.run("systemctl", "is-active", "usine-nginx.path").stdout == "active\n"
            and not server.at(f"/srv/usine/build/{MARK}").exists()
        ),
        "the mark is taken away",
    )


def a_night_and_its_morning(server: Booted) -> None:
    server.sh("systemctl start usine-nightly || { journalctl --no-pager -u usine-nightly; false; }")
    said = server.journal("usine-nightly")
    assert "Tout est fait" in said, said
    assert server.at("/var/lib/usine/sauvegardes/aubelle/config").exists()
    assert "dernière restauration prouvée" in server.usine("backup", "list", "aubelle").stdout
    assert server.at("/srv/usine/build/rapport/index.html").exists()
    server.until(lambda: "exploitation@amp.example" in server.journal("courrier"), "its letter")
    server.sh("systemctl start usine-sonde usine-veille usine-nginx")
    seen = server.sh("systemctl show --property ExecMainStatus --value usine-sonde")
    assert seen == "0\n", server.journal("usine-sonde")
    assert "Aucune nuit ne manque." in server.journal("usine-veille")

    server.sh("logrotate --force /etc/logrotate.d/usine")
    logs = server.sh("cd /var/log/usine; stat -c '%n %U %a %s' usine.jsonl; test -s usine.jsonl.1")
    assert logs == "usine.jsonl usine 640 0\n"


def what_a_unit_may_not_do(server: Booted) -> None:
    """The watch runs under what its unit forbids, seen from within its own namespaces."""
    pid = server.sh("systemctl show --property MainPID --value usine-watch").strip()
    held = server.sh(f"cat /proc/{pid}/status")
    for line in ("NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000"):
        assert line in held
    enter = ["nsenter", "-t", pid, "-m"]
    for path in ("/etc/x", "/srv/usine/x", "/opt/usine/x", "/var/lib/usine/x"):
        assert "Read-only" in server.run(*enter, "touch", path).stderr, path
    assert server.run(*enter, "ls", "-A", "/tmp").stdout == ""
    exposed = server.sh("systemd-analyze security --no-pager 'usine-watch.service'")
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", exposed)
    assert found and float(found[1]) <= 1.5


def a_failure_is_written_to_the_operators(server: Booted) -> None:
    settings = server.at("/srv/usine/usine.yaml")
    good = settings.read_text()
    server.sh("mkdir /srv/usine/vide")
    settings.write_text(good.replace("communes: tenants", "communes: vide"))
    server.run("systemctl", "restart", "usine-watch")
    server.until(
        lambda: "s’est arrêté sur une faute" in server.journal("courrier"), "the alert's letter"
    )
    assert "failed" in server.run("systemctl", "is-active", "usine-watch").stdout
    settings.write_text(good)
    convention = server.at("/srv/usine/tenants/aubelle/convention.yaml")
    agreed = convention.read_text()
    convention.write_text("domaines: [pas un domaine]\n")
    assert server.run("systemctl", "start", "usine-nginx").returncode == 1
    assert "Rien n’est écrit" in server.journal("usine-nginx")
    assert "200" in asked(server, f"https://{HOST}/").splitlines()[0]
    convention.write_text(agreed)
    server.sh("systemctl reset-failed; systemctl start usine-watch usine-nginx")


def another_version_and_back(server: Booted) -> None:
    def running() -> str:
        pid = server.sh("systemctl show --property MainPID --value usine-watch").strip()
        return server.sh(f"tr '\\0' ' ' </proc/{pid}/cmdline")

    before = server.sh("readlink /opt/usine/actuelle").strip()
    assert before in running()
    server.sh(
        "echo '# deux' >>/opt/depot/deploy/systemd/usine-watch.service\n"
        "/opt/depot/deploy/installer.sh --prete /opt/prete"
    )
    after = server.sh("readlink /opt/usine/actuelle").strip()
    assert after != before and after in running()
    assert "# deux" in server.sh("systemctl cat usine-watch")
    server.sh("/opt/depot/deploy/installer.sh --revenir")
    assert before in running() and "# deux" not in server.sh("systemctl cat usine-watch")
    assert "200" in asked(server, f"https://{HOST}/").splitlines()[0]
