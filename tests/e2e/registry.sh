#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Images to and from a real registry on the loopback address: Debian's docker-registry.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

begin registry v2
ensure_packages docker-registry:docker-registry
port=$(free_port 5000)
address=127.0.0.1:$port

cat >"$folder/registry.yml" <<END
version: 0.1
log:
  level: error
storage:
  filesystem:
    rootdirectory: $folder/registry
http:
  addr: $address
END
docker-registry serve "$folder/registry.yml" >"$folder/registry.log" 2>&1 &
registry=$!
# shellcheck disable=SC2317
stop_registry() {
    local status=$?
    kill "$registry" 2>/dev/null || true
    docker image rm "$address/tiny:1" "$address/tiny:2" >/dev/null 2>&1 || true
    finish $status
}
trap stop_registry EXIT

# An image of one small file, made by a plugin from its templates.
mkdir -p "$TUTOR_PLUGINS_ROOT/files/tiny/build/tiny"
printf 'FROM scratch\nCOPY greeting /greeting\n' >"$TUTOR_PLUGINS_ROOT/files/tiny/build/tiny/Dockerfile"
# shellcheck disable=SC1083
echo {{ TINY_GREETING }} >"$TUTOR_PLUGINS_ROOT/files/tiny/build/tiny/greeting"
cat >"$TUTOR_PLUGINS_ROOT/tiny.yml" <<END
name: tiny
version: 0.1.0
templates: $TUTOR_PLUGINS_ROOT/files
config:
  defaults:
    GREETING: hello
    DOCKER_IMAGE: $address/tiny:1
hooks:
  build-image:
    tiny: "{{ TINY_DOCKER_IMAGE }}"
  remote-image:
    tiny: "{{ TINY_DOCKER_IMAGE }}"
END
eventually curl --silent --fail "http://$address/v2/"
run 0 plugins enable tiny
run 0 config save
run 0 images printtag tiny
expect_printed "$address/tiny:1"

run 0 images build --no-registry-cache tiny
id=$(docker image inspect --format '{{.Id}}' "$address/tiny:1")
run 0 images push tiny
docker image rm "$address/tiny:1" >/dev/null
run 0 images pull tiny
[ "$(docker image inspect --format '{{.Id}}' "$address/tiny:1")" = "$id" ] ||
    failed "the image that comes back is the one that was pushed"

say "the image holds the rendered file"
container=$(docker create "$address/tiny:1" /greeting)
docker cp "$container:/greeting" - | tar --extract --to-stdout greeting | grep -qx hello ||
    failed "the greeting in the image"
docker rm "$container" >/dev/null

say "what is not there"
run 0 config save --set "TINY_DOCKER_IMAGE=$address/tiny:2"
run 1 images pull tiny
expect_printed "$address/tiny:2"
run 1 images push tiny
run 1 images build no-such-image
expect_printed no-such-image
kill "$registry"
wait "$registry" 2>/dev/null || true
run 0 images build --no-registry-cache tiny
run 1 images push tiny
say "all as expected"
