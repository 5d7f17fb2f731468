#!/usr/bin/env bash
# A PostgreSQL cluster for the tests: its own, on a free loopback port, in a temporary folder.
#
#   scripts/postgres.sh start >FILE; . FILE    sets ESSAIM_TEST_POSTGRES and ESSAIM_TEST_POSTGRES_FOLDER
#   scripts/postgres.sh stop                   stops it and removes the folder
. "$(dirname "$0")/lib.sh"

# initdb refuses root: the cluster then belongs to a user without rights.
as_owner() {
    if ((EUID != 0)); then "$@"; else (cd / && runuser -u "$(owner)" -- "$@"); fi
}

owner() {
    if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

start() {
    local bin base=${TMPDIR:-/tmp} port
    need postgres node >&2
    bin=$(postgres_bin)
    # Root's own temporary folder may be closed to the cluster's user.
    if ! as_owner test -w "$base" -a -x "$base"; then base=/tmp; fi
    folder=$(mktemp -d "$base/essaim-postgres.XXXXXX")
    trap abandon EXIT
    port=$(free_port)
    if ((EUID == 0)); then chown "$(owner)" "$folder"; fi
    as_owner "$bin/initdb" --pgdata="$folder/data" --username=essaim --auth=trust --encoding=UTF8 --no-locale --no-sync >/dev/null
    # Encrypted connections are tested too.
    as_owner openssl req -new -x509 -nodes -days 2 -subj /CN=127.0.0.1 -out "$folder/data/server.crt" \
        -keyout "$folder/data/server.key" 2>/dev/null
    # Nothing here must outlive the tests, so nothing waits for the disk.
    as_owner tee -a "$folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 300
ssl = on
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
    as_owner "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --silent start >&2 ||
        die "PostgreSQL did not start."
    as_owner "$bin/createdb" --host=127.0.0.1 --port="$port" --username=essaim essaim
    echo "export ESSAIM_TEST_POSTGRES=postgres://essaim@127.0.0.1:$port/essaim?sslmode=disable"
    printf 'export ESSAIM_TEST_POSTGRES_FOLDER=%q\n' "$folder"
    trap - EXIT
}

abandon() {
    cat "$folder/log" >&2 || true
    ESSAIM_TEST_POSTGRES_FOLDER=$folder stop
    rm -rf "$folder"
}

stop() {
    local folder=${ESSAIM_TEST_POSTGRES_FOLDER:-}
    if [[ -z "$folder" || ! -d "$folder/data" ]]; then return 0; fi
    as_owner "$(postgres_bin)/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop || true
    rm -rf "$folder"
}

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    *) die "usage: scripts/postgres.sh start|stop" ;;
esac
