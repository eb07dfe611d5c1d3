# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: Apache-2.0
#
# Installs missing Debian packages. Sourced after common.sh.

# What building the program takes; cmake/Dependencies.cmake asks for the libraries.
build_packages=(
    cmake:cmake ninja-build:ninja g++:g++ pkg-config:pkg-config python3:python3
    libfmt-dev libyaml-dev nlohmann-json3-dev libssl-dev libcrypt-dev
    libboost1.81-dev doctest-dev python3-dev pybind11-dev
)

package_installed() {
    [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# ensure_packages WORD...: each word is PACKAGE, or PACKAGE:COMMAND where the command is enough,
# wherever it comes from. Lists are fetched only when apt cannot do without.
ensure_packages() {
    local word missing=()
    for word in "$@"; do
        case $word in
            *:*) have "${word#*:}" || missing+=("${word%%:*}") ;;
            *) package_installed "$word" || missing+=("$word") ;;
        esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    have apt-get || die "missing: ${missing[*]}; this machine has no apt-get to install them with"
    mkdir -p "$work/logs"
    local log=$work/logs/packages.log
    : >"$log"
    say "installing Debian packages: ${missing[*]}"
    if ! apt_install "$log" "${missing[@]}"; then
        say "package lists are missing or old, fetching them"
        as_root apt-get update >>"$log" 2>&1 || die "apt-get update failed; see $log"
        apt_install "$log" "${missing[@]}" ||
            die "apt-get install ${missing[*]} failed; see $log"
    fi
}

# apt_install LOG PACKAGE...: one apt-get install; what is set up is shown, the rest is logged.
# Services that packages bring are not started: the scripts start what they need.
apt_install() {
    local log=$1 policy=/usr/sbin/policy-rc.d ours=no status=0
    shift
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
        ours=yes
    fi
    {
        as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
            apt-get install --yes --no-install-recommends --quiet "$@" 2>&1 || echo "apt-get: failed"
    } | tee -a "$log" | sed -unE "s/^(Setting up [^ ]+).*/$script:   \1/p" || true
    grep -q '^apt-get: failed$' "$log" && status=1
    [ $ours = no ] || as_root rm -f $policy
    # The next attempt starts with a clean sheet.
    sed -i '/^apt-get: failed$/d' "$log"
    return $status
}
