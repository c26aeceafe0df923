#!/usr/bin/env bash
# postgres.sh COMMAND…: runs the command with DATABASE_URL set to a PostgreSQL cluster made for it alone: in a temporary
# folder, reachable through a socket in that folder only, stopped and removed whatever happens.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/debian.sh

bin=
find_postgres() {
    if command -v initdb >/dev/null; then
        bin=$(dirname "$(readlink -f "$(command -v initdb)")")
    else
        # Debian keeps it off the PATH, a folder for each version.
        bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    fi
    [ -n "$bin" ] && [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]
}

if ! find_postgres; then
    if may_install; then
        # The package would start a cluster of its own; ours is all we want.
        install postgresql-common
        sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        install postgresql
        find_postgres
    elif [ -n "${CI:-}" ]; then
        echo "These tests need PostgreSQL's server programs (initdb, pg_ctl). Install the package postgresql." >&2
        exit 1
    else
        echo "PostgreSQL's server programs (initdb, pg_ctl) are not found, so nothing ran. Install PostgreSQL (Debian: apt-get install postgresql)."
        exit 0
    fi
fi

as_server=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    as_server=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups)
fi
folder=$(mktemp -d /tmp/crossread-postgres.XXXXXX) # not TMPDIR: the path of a socket must be short
server() { (cd "$folder" && "${as_server[@]}" "$bin/$1" "${@:2}"); }
started=
finish() {
    status=$?
    trap '' INT TERM HUP
    [ -z "$started" ] || server pg_ctl stop --pgdata "$folder/data" --mode immediate --silent || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ "$(id -u)" != 0 ] || chown "$owner" "$folder"
server initdb --pgdata "$folder/data" --username crossread --auth trust --encoding UTF8 --locale C --no-sync >/dev/null
started=yes
# Nothing here has to outlive a power cut.
options="-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
server pg_ctl start --pgdata "$folder/data" --log "$folder/log" --options "$options" --silent --wait || {
    cat "$folder/log" >&2
    exit 1
}
echo "PostgreSQL $("$bin/postgres" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -n 1) in a folder of its own"
DATABASE_URL="postgresql://crossread@${folder//\//%2F}/postgres" "$@"
