# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: Apache-2.0
#
# What the end-to-end tests share. A script sources this, calls `begin`, then says what it expects:
#
#     begin launch v2
#     run 0 local launch --non-interactive
#     expect_printed SANDBOX_ENTRYPOINT=passed
#
# Everything the program prints is kept in $printed. The project is removed at the end; after a
# failure its files are kept and named.

set -euo pipefail
script=e2e
# shellcheck source-path=SCRIPTDIR source=../../scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/lib/packages.sh
. "$top/scripts/lib/packages.sh"
# shellcheck source-path=SCRIPTDIR source=../../scripts/lib/docker.sh
. "$top/scripts/lib/docker.sh"

tutor=${TUTOR:-$top/build/release/bin/tutor}
skipped=77
unset TUTOR DOCKER_CONFIG

skip() {
    say "skipped: $*"
    exit $skipped
}

# begin NAME COMPOSE: an engine, the Compose of that version (v1 or v2), and an empty project.
begin() {
    local name=$1 compose=$2
    ensure_docker || skip "no containers here"
    ensure_packages mmdebstrap:mmdebstrap curl:curl

    folder=$(mktemp -d "${TMPDIR:-/tmp}/tutor-e2e-$name.XXXXXX")
    chmod 755 "$folder"
    trap 'finish $?' EXIT
    printed=$folder/printed
    last=$folder/last
    : >"$printed"
    project=e2e_${name}_$$
    export TUTOR_ROOT=$folder/root TUTOR_PLUGINS_ROOT=$folder/plugins HOME=$folder/home
    mkdir -p "$TUTOR_ROOT" "$TUTOR_PLUGINS_ROOT" "$HOME"
    case $compose in
        v1)
            [ -z "$(find /usr/lib/docker /usr/libexec/docker /usr/local/lib/docker \
                /usr/local/libexec/docker -name docker-compose 2>/dev/null)" ] ||
                skip "the Compose plugin is installed on this machine: version 1 would not be used"
            ensure_packages docker-compose:docker-compose
            export DOCKER_CONFIG=$folder/docker
            mkdir "$DOCKER_CONFIG"
            ;;
        v2)
            ensure_compose_v2 || skip "no Compose 2 to be had"
            export DOCKER_CONFIG=$docker_tools
            ;;
    esac
    say "project in $folder, Compose $compose"
}

# Removes the project; keeps it after a failure.
finish() {
    local status=$1
    trap - EXIT
    if [ "$status" != 0 ] && [ "$status" != $skipped ]; then
        say "FAILED; its files are kept: $folder"
        tail -n 60 "$last" 2>/dev/null | sed 's/^/    /'
        for service in lms cms mysql caddy lms-worker; do
            say "last lines of $service:"
            container_logs "$service" | tail -n 5 | cut -c1-300 | sed 's/^/    /'
        done
        remove_containers
        exit "$status"
    fi
    remove_containers
    as_root rm -rf "$folder"
    exit "$status"
}

remove_containers() {
    local ids
    ids=$(docker ps --all --quiet --filter "label=com.docker.compose.project=$project")
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker rm --force $ids >/dev/null
    ids=$(docker network ls --quiet --filter "label=com.docker.compose.project=$project")
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker network rm $ids >/dev/null
}

# container_of SERVICE: the id of a service's container, running or not.
container_of() {
    docker ps --all --quiet --filter "label=com.docker.compose.project=$project" \
        --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False |
        head -n 1
}

container_logs() {
    local id
    id=$(container_of "$1")
    [ -z "$id" ] || docker logs "$id" 2>&1
}

failed() {
    say "expected: $*"
    exit 1
}

# run STATUS WORD...: the program ends with that exit status. What it printed is in $last, too.
run() {
    local expected=$1 status=0
    shift
    say "tutor $*"
    "$tutor" "$@" >"$last" 2>&1 </dev/null || status=$?
    cat "$last" >>"$printed"
    [ "$status" = "$expected" ] || failed "exit status $expected, not $status, of: tutor $*"
}

# expect_printed TEXT: the last command has printed this.
expect_printed() {
    grep -qF -e "$1" "$last" || failed "'$1' in what the last command printed"
}

expect_not_printed() {
    ! grep -qF -e "$1" "$last" || failed "no '$1' in what the last command printed"
}

value() { "$tutor" config printvalue "$1" 2>/dev/null; }

free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

# sandbox_project: a configured project on the sandbox platform, with its image built.
sandbox_project() {
    run 0 plugins enable sandbox
    run 0 config save --set "LOCAL_PROJECT_NAME=$project" --set "DEV_PROJECT_NAME=$project" \
        --set "CADDY_HTTP_PORT=$(free_port 8180)" --set LMS_HOST=lms.e2e.test --set CMS_HOST=cms.e2e.test
    as_root bash "$TUTOR_ROOT/env/plugins/sandbox/build/sandbox/make-base"
    run 0 images build --no-registry-cache sandbox
}

# fetch HOST PATH: a page through Caddy; fails unless its status is 200.
fetch() {
    curl --silent --show-error --fail --max-time 20 --header "Host: $1" \
        "http://127.0.0.1:${3:-$(value CADDY_HTTP_PORT)}$2"
}

# eventually COMMAND...: succeeds within a minute.
eventually() {
    local attempt
    for attempt in $(seq 60); do
        if "$@" >/dev/null 2>&1; then
            return 0
        fi
        sleep 1
    done
    failed "within a minute: $*"
}

# expect_page HOST PATH TEXT: a page holds a text.
expect_page() {
    fetch "$1" "$2" >"$folder/page" || failed "an answer from http://$1$2"
    grep -qF -e "$3" "$folder/page" || failed "'$3' in http://$1$2"
}

# The secrets of the configuration, one a line; of a key in many lines, its lines.
secrets() {
    local key
    for key in MYSQL_ROOT_PASSWORD OPENEDX_MYSQL_PASSWORD OPENEDX_SECRET_KEY CMS_OAUTH2_SECRET \
        MEILISEARCH_MASTER_KEY MEILISEARCH_API_KEY JWT_RSA_PRIVATE_KEY; do
        value "$key"
        echo
    done | grep -v -e '^$' -e '-----'
}

# expect_no_secret FILE...: none of the secrets, and none of the given $more_secrets, stands in
# these files or folders.
expect_no_secret() {
    local found
    { secrets; printf '%s\n' "${more_secrets[@]}"; } | grep -v '^$' | sort -u >"$folder/secrets"
    [ "$(wc -l <"$folder/secrets")" -ge 7 ] || failed "at least seven secrets in the configuration"
    found=$(grep -rlF -f "$folder/secrets" "$@" || true)
    if [ -n "$found" ]; then
        # Which one, without showing it here either.
        for key in MYSQL_ROOT_PASSWORD OPENEDX_MYSQL_PASSWORD OPENEDX_SECRET_KEY CMS_OAUTH2_SECRET \
            MEILISEARCH_MASTER_KEY MEILISEARCH_API_KEY; do
            # shellcheck disable=SC2086
            ! grep -rqF -e "$(value $key)" $found || say "$key stands in: $found"
        done
        failed "no secret in: $found"
    fi
}
