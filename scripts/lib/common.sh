# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: Apache-2.0
#
# What every script of this folder needs: where things are, how to speak, how to be root.
# Sourced, never run. A script that sources it has `set -euo pipefail` and its name in $script.

# The top of the repository.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Logs, tools and state of the scripts; everything that they make is in here.
work=$top/build
# iptables, dockerd and friends live in sbin, which a plain user's PATH may lack.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s: %s\n' "$script" "$*"; }
warn() { printf '%s: %s\n' "$script" "$*" >&2; }
die() {
    warn "error: $*"
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or with sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "needs root for '$*': run it as root, or install sudo"
    fi
}
