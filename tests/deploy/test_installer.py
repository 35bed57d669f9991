"""The installer: accounts, folders, what belongs to whom; versions side by side, and back again.

In a mount namespace of its own: `/etc`, `/srv`, `/opt/usine`, `/var` and `/usr/local/bin` are not
the machine's. What needs the network (packages, libraries) is not done: the environment is
prepared.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from a_part import ROOT, apart, refusal

from factory.build import addresses

STORY = r"""
mkdir -p /opt/usine
cp -a /usr/local/bin "$1/bin" && mount --bind "$1/bin" /usr/local/bin
for d in /srv /opt/usine /var /run; do mount -t tmpfs -o mode=755 usine $d; done
mkdir -p /var/lib /var/log /var/www /etc/logrotate.d /etc/nginx/sites-enabled /etc/systemd/system
touch /etc/nginx/sites-enabled/default
installer="$1/depot/deploy/installer.sh"
printf '#!/bin/sh\necho install ok installed\n' >/usr/local/bin/dpkg-query
chmod 755 /usr/local/bin/dpkg-query

echo "== une"; "$installer" --prete "$1/env"
une=$(readlink /opt/usine/actuelle)
test -e /srv/usine/usine.yaml; test ! -e /etc/nginx/sites-enabled/default
test -e /etc/systemd/system/usine-nightly.timer; test -e /etc/logrotate.d/usine
stat -c '%U:%G %a %n' /srv/usine /srv/usine/tenants /srv/usine/build /etc/usine/cles
/usr/local/bin/usine --version

stat -c '%a %n' /opt/usine/actuelle/unites/usine-watch.service

echo "== encore"; "$installer" --prete "$1/env"

echo "== commune"
setpriv --reuid=usine --regid=usine --init-groups sh -c '
  cd /srv/usine && export USINE_CONFIG=/srv/usine/usine.yaml
  usine new aubelle --insee 13999 --nom Aubelle >/dev/null
  mkdir /srv/usine/tenants/aubelle/registre
  echo "domaines: [aubelle.example]" >/srv/usine/tenants/aubelle/convention.yaml'
"$installer" --droits
cd /srv/usine/tenants/aubelle; stat -c '%U:%G %a %n' . convention.yaml registre commune.yaml
setpriv --reuid=usine --regid=usine --init-groups sh -c '
  cat convention.yaml; : >registre/adresses.jsonl && echo écrit
  echo "domaines: [autre.example]" >convention.yaml; rm -f convention.yaml
  mv commune.yaml x && mv x commune.yaml && echo remplacé
  : >n && mv n convention.yaml' 2>&1 || true
cat convention.yaml

echo "== deux"; echo '# autre' >>"$1/depot/factory/x.py"
rm "$1/depot/deploy/systemd/usine-sonde.timer"
echo '# deux' >>"$1/depot/deploy/systemd/usine-watch.service"
"$installer" --prete "$1/env"
deux=$(readlink /opt/usine/actuelle); test "$une" != "$deux"
test "$(readlink /opt/usine/precedente)" = "$une"
units=/etc/systemd/system; grep -q '# deux' $units/usine-watch.service
test ! -e $units/usine-sonde.timer

echo "== manquée"; echo '# encore' >>"$1/depot/factory/x.py"
cp -a "$1/env" "$1/cassé"; printf '#!/bin/sh\nexit 3\n' >"$1/cassé/bin/usine"
"$installer" --prete "$1/cassé" || echo "code $?"
test "$(readlink /opt/usine/actuelle)" = "$deux"

echo "== revenir"; "$installer" --revenir
test "$(readlink /opt/usine/actuelle)" = "$une"; test "$(readlink /opt/usine/precedente)" = "$deux"
! grep -q '# deux' $units/usine-watch.service; test -e $units/usine-sonde.timer
usine --version
echo "== fin"
"""


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="il faut être root pour installer")
def test_install_upgrade_and_roll_back(tmp_path: Path) -> None:
    if reason := refusal():
        pytest.skip(reason)
    inside = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    depot = tmp_path / "depot"
    shutil.copytree(ROOT / "deploy", depot / "deploy")
    shutil.copy(ROOT / "pyproject.toml", depot)
    for name in ("factory", "themes", "locks"):
        (depot / name).mkdir()
        (depot / name / "x.py").write_text("")
    (tmp_path / "env" / "bin").mkdir(parents=True)
    command = tmp_path / "env" / "bin" / "usine"
    command.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'from factory.cli import main; main()' \"$@\"\n"
    )
    command.chmod(0o755)
    done = subprocess.run(
        apart(STORY, tmp_path),
        capture_output=True, text=True, check=False, timeout=120, env=inside,
    )  # fmt: skip
    parts = dict(part.split("\n", 1) for part in done.stdout.split("== ")[1:])
    assert done.returncode == 0 and "fin" in parts, done.stdout + done.stderr
    assert "root:root 755 /srv/usine\nusine:usine 750 /srv/usine/tenants\n" in parts["une"]
    assert "usine:usine 755 /srv/usine/build\nusine:usine 700 /etc/usine/cles\n" in parts["une"]
    assert "Version actuelle : 0." in parts["une"] and "usine 0." in parts["une"]
    assert "C’est déjà la version actuelle." in parts["encore"]
    owned = "root:usine 1770 .\nroot:usine 640 convention.yaml\nusine:usine 750 registre\n"
    assert parts["commune"].startswith(owned + "usine:usine ")
    assert "écrit" in parts["commune"] and "remplacé" in parts["commune"]
    assert parts["commune"].endswith("domaines: [aubelle.example]\n")
    assert "code 1" in parts["manquée"]
    assert "Version actuelle" in parts["revenir"] and "usine 0." in parts["revenir"]


@pytest.mark.slow
def test_the_containers_web_server_follows_what_publications_say(tmp_path: Path) -> None:
    """Its command as the compose file has it, nginx and the factory being words in a file."""
    compose = yaml.safe_load((ROOT / "deploy/conteneur/compose.yaml").read_text("utf-8"))
    (script,) = compose["services"]["serveur"]["command"]
    for there in ("/tmp/", "/srv/usine/build/", "/etc/nginx/conf.d/"):  # ours is below /tmp too
        script = script.replace(there, f"{tmp_path}/")
    said = tmp_path / "dit"
    said.touch()
    for name, ends in (("python", "exit 1"), ("nginx", '[ "$1" != -g ] || exec sleep 60')):
        stub = tmp_path / "bin" / name
        stub.parent.mkdir(exist_ok=True)
        stub.write_text(f'#!/bin/sh\necho {name} "$@" >>{said}\n{ends}\n')
        stub.chmod(0o755)

    def wait(times: int, word: str) -> None:
        for _ in range(600):
            if sum(word in line for line in said.read_text().splitlines()) >= times:
                return
            time.sleep(0.1)
        raise AssertionError(said.read_text())

    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    process = subprocess.Popen(
        ["/bin/sh", "-c", script.replace("$$", "$")],
        env={"PATH": path}, start_new_session=True,
    )  # fmt: skip
    try:
        wait(1, "nginx -g daemon off;")
        for times in (1, 2):
            addresses.changed(tmp_path)
            wait(times, "nginx -s reload")
        assert [line.split()[0] for line in said.read_text().splitlines()].count("python") == 3
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_container_takes_what_the_installer_takes() -> None:
    """The image installs the same libraries, from the same locks, and runs as its own account."""
    text = (ROOT / "deploy" / "conteneur" / "Containerfile").read_text("utf-8")
    assert "--require-hashes -r /depot/locks/base.txt" in text
    assert text.rindex("USER usine") < text.rindex("ENTRYPOINT")
    for line in text.splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name
