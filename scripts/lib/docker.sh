# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: Apache-2.0
#
# A Docker Engine and its Compose, from Debian packages. Sourced after common.sh and packages.sh.
# What is started here is remembered below build/docker, and only that is ever stopped.

docker_state=$work/docker
docker_log=$docker_state/dockerd.log
# A private client configuration: it holds the plugins, and leads to the user's own settings.
docker_tools=$work/tools/docker

docker_answers() { have docker && docker version >/dev/null 2>&1; }

# ensure_docker: a daemon answers afterwards. Returns 1, having said why, where none can be had.
ensure_docker() {
    if docker_answers; then
        return 0
    fi
    if [ -n "${DOCKER_HOST:-}" ]; then
        warn "no Docker daemon answers at DOCKER_HOST=$DOCKER_HOST"
        return 1
    fi
    ensure_packages docker.io:dockerd docker.io:docker iptables:iptables
    if docker_answers; then
        return 0
    fi
    if [ -S /var/run/docker.sock ] && docker version 2>&1 | grep -qi 'permission denied'; then
        warn "a Docker daemon is there, but you may not talk to it:" \
            "join the group 'docker' (then log in again), or run this as root"
        return 1
    fi
    if [ -d /run/systemd/system ]; then
        say "starting the service docker"
        as_root systemctl start docker >/dev/null 2>&1 || true
    else
        start_dockerd
    fi
    if wait_for_docker; then
        return 0
    fi
    warn "no Docker daemon answers: this machine can run no containers"
    if [ -r "$docker_log" ]; then
        warn "the last lines of $docker_log:"
        tail -n 5 "$docker_log" >&2
    fi
    return 1
}

# Starts a daemon of our own, which outlives this script and lets the caller talk to it.
start_dockerd() {
    mkdir -p "$docker_state"
    say "starting dockerd (log: ${docker_log#"$top"/})"
    as_root setsid dockerd --group "$(id -g)" --pidfile "$docker_state/dockerd.pid" \
        >"$docker_log" 2>&1 </dev/null &
    starting=$!
}

wait_for_docker() {
    local second
    for second in $(seq 60); do
        if docker_answers; then
            say "the Docker daemon answers"
            return 0
        fi
        # Dead already: no use waiting.
        if [ -n "${starting:-}" ] && [ "$second" -gt 3 ] && ! kill -0 "$starting" 2>/dev/null &&
            [ ! -e "$docker_state/dockerd.pid" ]; then
            return 1
        fi
        sleep 1
    done
    return 1
}

# stop_docker: stops the daemon that start_dockerd has started, if it still runs.
stop_docker() {
    local pid
    pid=$(cat "$docker_state/dockerd.pid" 2>/dev/null) || return 0
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
        say "stopping dockerd"
        as_root kill "$pid"
        while [ -e "/proc/$pid" ]; do sleep 0.2; done
    fi
    as_root rm -f "$docker_state/dockerd.pid"
}

# ensure_compose: some Compose is there: the plugin, or the program of Debian 12.
ensure_compose() {
    if ! docker compose version >/dev/null 2>&1; then
        ensure_packages docker-compose:docker-compose
    fi
}

# The suites after Debian 12, oldest first: the first one that has a package is taken.
later_suites=(trixie forky sid)

# ensure_compose_v2: puts the Compose plugin, and buildx with it, into $docker_tools, unpacked from
# the packages of a later Debian suite; nothing is installed. The mirror is the machine's own.
# Use it with DOCKER_CONFIG=$docker_tools. Returns 1, having said why, when it cannot be had.
ensure_compose_v2() {
    local plugins=$docker_tools/cli-plugins suite
    if [ -x "$plugins/docker-compose" ] && [ -x "$plugins/docker-buildx" ]; then
        return 0
    fi
    mkdir -p "$plugins" "$work/logs"
    # Logins to registries stay those of the user.
    if [ -e "${HOME:-/root}/.docker/config.json" ]; then
        ln -sf "${HOME:-/root}/.docker/config.json" "$docker_tools/config.json"
    fi
    for suite in "${later_suites[@]}"; do
        say "fetching Compose 2 from Debian $suite"
        if fetch_from_suite "$suite" docker-compose docker-buildx; then
            cp "$work/tools/$suite"/usr/libexec/docker/cli-plugins/docker-* "$plugins/"
            rm -rf "${work:?}/tools/$suite"
            if DOCKER_CONFIG=$docker_tools docker compose version >/dev/null 2>&1; then
                say "$(DOCKER_CONFIG=$docker_tools docker compose version)"
                return 0
            fi
            rm -f "$plugins"/docker-*
        fi
    done
    warn "no Compose 2 could be fetched; see $work/logs/tools.log"
    return 1
}

# fetch_from_suite SUITE PACKAGE...: unpacks packages into build/tools/SUITE, with an apt
# configuration of its own: the machine's is neither changed nor told of another suite.
fetch_from_suite() {
    local suite=$1 apt=$work/tools/apt code log=$work/logs/tools.log target=$work/tools/$1 deb
    shift
    rm -rf "$apt" "$target"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$target"
    # shellcheck disable=SC1091
    code=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    debian_sources "$code" >"$apt/found"
    if [ ! -s "$apt/found" ]; then
        as_root apt-get update >>"$log" 2>&1 || true
        debian_sources "$code" >"$apt/found"
    fi
    awk -v suite="$suite" '{ $3 = suite; print }' "$apt/found" >"$apt/sources.list"
    if [ ! -s "$apt/sources.list" ]; then
        warn "apt knows no source of Debian $code that $suite could be found beside"
        return 1
    fi
    local options=(
        -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
        -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache"
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
        -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false
        # Only read: what is installed here has no say in what is fetched.
        -o Dir::State::status=/dev/null -o Debug::NoLocking=1
    )
    {
        apt-get "${options[@]}" update &&
            (cd "$apt" && apt-get "${options[@]}" download "$@")
    } >>"$log" 2>&1 || return 1
    for deb in "$apt"/*.deb; do
        dpkg-deb -x "$deb" "$target" >>"$log" 2>&1 || return 1
    done
    rm -rf "$apt"
}

# debian_sources SUITE: lines of a sources.list for the main component of a suite, as apt itself
# has understood the machine's sources, whatever kind of file they stand in.
debian_sources() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$1" '$2 == suite && $3 == "main" { print "deb", $1, $2, $3 }' | sort -u
}

# ensure_kubectl: puts a kubectl whose kustomize knows our fields into build/tools/kubectl; that of
# Debian 12 (1.20) refuses the options of generators. Unpacked from a later suite, not installed.
# Returns 1, having said why, when it cannot be had.
ensure_kubectl() {
    local suite
    [ ! -x "$work/tools/kubectl" ] || return 0
    mkdir -p "$work/logs"
    for suite in "${later_suites[@]}"; do
        say "fetching kubectl from Debian $suite"
        if fetch_from_suite "$suite" kubectl; then
            cp "$work/tools/$suite/usr/bin/kubectl" "$work/tools/kubectl"
            rm -rf "${work:?}/tools/$suite"
            return 0
        fi
    done
    warn "no kubectl could be fetched; see $work/logs/tools.log"
    return 1
}
