#!/usr/bin/env bash
# Installe l’usine sur Debian 12 ou 13, la met à niveau, revient à la version d’avant. En root.
#
#   installer.sh                        installer cette version, ou y passer ; sans danger si on recommence
#   installer.sh --preparer DOSSIER     préparer l’environnement Python, pour une machine semblable
#   installer.sh --prete DOSSIER        installer avec un environnement préparé ainsi
#   installer.sh --revenir              revenir à la version d’avant
#   installer.sh --droits               remettre à chacun ce qui est à lui
#
# Les versions sont côte à côte dans /opt/usine/versions ; /opt/usine/actuelle est un lien, déplacé
# d’un coup. Les données (/srv/usine) n’en dépendent pas.
set -euo pipefail

ici=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
depot=$(dirname "$ici")
racine=/opt/usine
donnees=/srv/usine
reglages=/etc/usine
paquets="nginx libnginx-mod-http-brotli-static python3 python3-venv restic age git openssh-server
         certbot logrotate"

dire() { printf '%s\n' "$*"; }
finir() { printf '%s\n' "$*" >&2; exit 1; }
systemd() { [ -d /run/systemd/system ]; }

[ "$(id -u)" = 0 ] || [ "${1:-}" = --preparer ] || finir "Lancez cette commande en root."

comptes() {
    getent passwd usine >/dev/null ||
        useradd --system --user-group --home-dir "$donnees" --no-create-home \
            --shell /usr/sbin/nologin usine
}

dossier() { # chemin, propriétaire, droits
    install -d -o "${2%:*}" -g "${2#*:}" -m "$3" "$1"
}

dossiers() {
    dossier "$donnees" root:root 755
    dossier "$donnees/tenants" usine:usine 750
    dossier "$donnees/build" usine:usine 755
    dossier "$donnees/memoire" usine:usine 750
    dossier "$donnees/convention" root:usine 750
    dossier "$donnees/depots" root:root 755
    dossier "$donnees/schemas" usine:usine 755
    dossier "$reglages" root:usine 750
    dossier "$reglages/cles" usine:usine 700
    dossier "$reglages/depots" root:root 755
    dossier /var/lib/usine root:root 755
    dossier /var/lib/usine/sauvegardes usine:usine 700
    dossier /var/log/usine usine:usine 750
    dossier /var/www/acme root:root 755
    [ -e "$donnees/usine.yaml" ] || install -m 644 "$ici/usine.yaml" "$donnees/usine.yaml"
}

# À chacun le sien : les fichiers d’une commune et son registre sont à l’usine, la convention est à la
# Métropole. Le dossier de la commune est à root, « collant » : l’usine y écrit les siens, et ne peut
# ni remplacer ni supprimer la convention.
droits() {
    local commune
    for commune in "$donnees"/tenants/*/; do
        if [ ! -d "$commune" ] || [ -L "${commune%/}" ]; then continue; fi
        chown root:usine "$commune"
        chmod 1770 "$commune"
        if [ -f "${commune}convention.yaml" ] && [ ! -L "${commune}convention.yaml" ]; then
            chown root:usine "${commune}convention.yaml"
            chmod 640 "${commune}convention.yaml"
        fi
        find "$commune" -mindepth 1 ! -path "${commune}convention.yaml" \
            -exec chown --no-dereference usine:usine {} +
        [ ! -d "${commune}registre" ] || chmod 750 "${commune}registre"
    done
    # Ce qu’une commande lancée en root y aurait laissé.
    find "$donnees/build" "$donnees/memoire" ! -user usine \
        -exec chown --no-dereference usine:usine {} +
}

# Un environnement neuf, avec les bibliothèques des verrous et rien d’autre.
preparer() { # dossier
    python3 -m venv "$1"
    "$1/bin/pip" install --disable-pip-version-check -q --require-hashes \
        -r "$depot/locks/base.txt" -r "$depot/locks/build.txt"
    "$1/bin/pip" install --disable-pip-version-check -q --no-deps --no-build-isolation "$depot"
}

# Les commandes d’un environnement nomment le dossier où il fut fait.
loger() { # dossier de la version
    local commande
    for commande in "$1"/bin/*; do
        if [ ! -L "$commande" ] && head -c 2 "$commande" | grep -q '^#!'; then
            sed -i "1s|^#!.*/bin/python[0-9.]*$|#!$1/bin/python3|" "$commande"
        fi
    done
}

basculer() { # dossier de la version
    local avant=""
    [ ! -L "$racine/actuelle" ] || avant=$(readlink "$racine/actuelle")
    [ "$avant" != "$1" ] || { dire "C’est déjà la version actuelle."; return; }
    if [ -n "$avant" ]; then
        ln -sfn "$avant" "$racine/.precedente" && mv -T "$racine/.precedente" "$racine/precedente"
    fi
    ln -sfn "$1" "$racine/.actuelle" && mv -T "$racine/.actuelle" "$racine/actuelle"
    ln -sfn "$racine/actuelle/bin/usine" /usr/local/bin/usine
    dire "Version actuelle : $(basename "$1")."
}

essayer() { # dossier de la version
    local code=0
    (cd "$donnees" && USINE_CONFIG="$donnees/usine.yaml" setpriv --reuid=usine --regid=usine \
        --init-groups "$1/bin/usine" doctor) || code=$?
    # 3 et 2 : une promesse ne serait pas tenue. Sans aucune commune encore, il n’y a rien à perdre.
    if [ "$code" -ge 2 ] && [ -n "$(ls -A "$donnees/tenants")" ]; then
        finir "Cette version ne convient pas à cette machine : rien n’est changé."
    fi
}

# Les unités sont celles de la version en service, aussi quand on revient en arrière.
unites() {
    local unite
    for unite in /etc/systemd/system/usine-*; do
        if [ -e "$unite" ] && [ ! -e "$racine/actuelle/unites/$(basename "$unite")" ]; then
            case $unite in *.service | *.timer | *.path) retirer "$unite" ;; esac
        fi
    done
    install -m 644 "$racine"/actuelle/unites/usine-* /etc/systemd/system/
    install -m 644 "$racine/actuelle/unites/logrotate" /etc/logrotate.d/usine
    rm -f /etc/nginx/sites-enabled/default
    if systemd; then
        systemctl daemon-reload
        systemctl enable --quiet --now usine-nightly.timer usine-veille.timer usine-sonde.timer \
            usine-nginx.timer usine-nginx.path
        systemctl enable --quiet usine-watch.service
        # Sans commune, elle n’aurait rien à regarder : le guide la lance avec la première.
        [ -z "$(ls -A "$donnees/tenants")" ] || systemctl restart usine-watch.service
    fi
}

retirer() { # une unité que cette version n’a plus
    ! systemd || systemctl disable --now --quiet "$(basename "$1")" || true
    rm -f "$1"
}

version() { # nom lisible, et propre à ce contenu
    local nom marque
    nom=$(sed -n 's/^version = "\(.*\)"/\1/p' "$depot/pyproject.toml" | head -1)
    marque=$(cd "$depot" && find factory themes locks pyproject.toml \
        deploy/systemd deploy/logrotate -type f ! -name '*.pyc' -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -c1-10)
    printf '%s-%s' "$nom" "$marque"
}

paquets() { # ceux qui manquent
    local nom manquants=()
    for nom in $paquets; do
        dpkg-query -W -f '${Status}' "$nom" 2>/dev/null | grep -q ' installed$' ||
            manquants+=("$nom")
    done
    [ ${#manquants[@]} -gt 0 ] || return 0
    dire "Paquets à installer : ${manquants[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${manquants[@]}" >/dev/null
}

installer() { # environnement préparé, ou rien
    local cible
    cible=$racine/versions/$(version)
    paquets
    comptes
    dossiers
    droits
    if [ ! -e "$cible/.complete" ]; then
        rm -rf "$cible"
        mkdir -p "$racine/versions"
        if [ -n "$1" ]; then cp -a "$1" "$cible" && loger "$cible"; else preparer "$cible"; fi
        install -d "$cible/unites"
        install -m 644 "$ici"/systemd/* "$cible/unites"
        install -m 644 "$ici/logrotate/usine" "$cible/unites/logrotate"
        touch "$cible/.complete"
    fi
    essayer "$cible"
    basculer "$cible"
    unites
    dire "Réglages : $donnees/usine.yaml. La suite : docs/exploitation.md."
}

revenir() {
    [ -L "$racine/precedente" ] || finir "Il n’y a pas de version d’avant."
    local cible
    cible=$(readlink "$racine/precedente")
    [ -e "$cible/.complete" ] || finir "La version d’avant n’est plus là : $cible."
    basculer "$cible"
    unites
}

case "${1:-}" in
    "") installer "" ;;
    --preparer) [ -n "${2:-}" ] || finir "Nommez le dossier de l’environnement à préparer."
                preparer "$2" ;;
    --prete) [ -d "${2:-}" ] || finir "Nommez le dossier de l’environnement préparé."
             installer "$2" ;;
    --revenir) revenir ;;
    --droits) droits ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
