# Sourced by the scripts beside it: installing Debian's packages, where that is ours to do.

may_install() { # root on Debian or a child of it
    [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

install() { # install PACKAGE…; one at a time, since apt-get refuses to run beside itself
    echo "Installing Debian's $*"
    {
        flock 9
        DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" </dev/null >/dev/null
    } 9>/tmp/crossread-apt.lock
}
