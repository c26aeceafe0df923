# Sourced by the scripts beside it: installing Debian's packages, where that is ours to do.

may_install() { # root on Debian or a child of it
    [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

install() { # install PACKAGE…
    echo "Installing Debian's $*"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" </dev/null >/dev/null
}
