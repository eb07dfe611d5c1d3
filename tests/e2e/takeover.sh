#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A platform that the reference has configured and started, taken over: `config save` changes no
# value, and `local start` makes no container anew. Its images are the size of one program: tags of
# the pinned names on an image that only waits, made here.
#
# The reference is the one that the suites below tests/oracle install; without it, this is left out.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

reference=${TUTOR_REFERENCE:-$top/build/oracle/reference/bin/tutor}
[ -x "$reference" ] || skip "the reference is not installed: tests/oracle/env/suite does that"
more_secrets=()
begin takeover v2

say "an image that waits"
docker image inspect tutor-sandbox-base:current >/dev/null 2>&1 || {
    run 0 plugins enable sandbox
    as_root bash "$TUTOR_ROOT/env/plugins/sandbox/build/sandbox/make-base"
    as_root rm -rf "$TUTOR_ROOT"
    mkdir "$TUTOR_ROOT"
}
mkdir "$folder/image"
cat >"$folder/image/Dockerfile" <<'END'
FROM tutor-sandbox-base:current
RUN printf '#!/bin/sh\nexec sleep infinity\n' >/usr/local/bin/wait-forever && chmod 755 /usr/local/bin/wait-forever \
    && for name in mongod mysqld redis-server celery; do ln -sf wait-forever "/usr/local/bin/$name"; done \
    && printf '#!/bin/sh\n' >/usr/local/bin/setowner && chmod 755 /usr/local/bin/setowner \
    && mkdir -p /openedx/edx-platform /openedx/redis/data
CMD ["/usr/local/bin/wait-forever"]
END
docker build --quiet --tag "$project:1" "$folder/image" >/dev/null

# theirs WORD...: the reference, with the same project.
theirs() {
    say "reference: tutor $*"
    "$reference" "$@" >"$last" 2>&1 </dev/null || failed "success of the reference: $*"
}

settings=()
for image in CADDY MEILISEARCH MONGODB MYSQL OPENEDX OPENEDX_DEV PERMISSIONS REDIS SMTP; do
    settings+=(--set "DOCKER_IMAGE_$image=$project:1")
done
theirs plugins disable all
theirs config save "${settings[@]}" --set "LOCAL_PROJECT_NAME=$project" \
    --set "CADDY_HTTP_PORT=$(free_port 8180)" --set LMS_HOST=lms.e2e.test
theirs local start --detach

# Containers by service: what they are, when they were made, and since when they run.
containers() {
    local id
    for id in $(docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$project"); do
        docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}} {{.Id}} {{.Created}} {{.State.StartedAt}}' "$id"
    done | sort
}
# permissions ends by itself, and is started again by everybody: only its identity counts.
settled() { containers | sed -E 's/^(permissions [^ ]+ [^ ]+) .*/\1/'; }

before=$(settled)
[ "$(wc -l <<<"$before")" = 11 ] || failed "eleven containers of the reference, not: $before"
cp "$TUTOR_ROOT/config.yml" "$folder/config.before.yml"
networks=$(docker network ls --quiet --filter "label=com.docker.compose.project=$project")

run 0 config save
/usr/bin/python3 - "$folder/config.before.yml" "$TUTOR_ROOT/config.yml" <<'END' || failed "no change of a value"
import sys, yaml
sys.exit(*(a != b for a, b in [[yaml.safe_load(open(name)) for name in sys.argv[1:]]]))
END
run 0 local start --detach
after=$(settled)
[ "$before" = "$after" ] || {
    diff <(echo "$before") <(echo "$after") || true
    failed "the same containers as before"
}
[ "$networks" = "$(docker network ls --quiet --filter "label=com.docker.compose.project=$project")" ] ||
    failed "the same network"

say "what changes is made anew, and nothing else"
run 0 config save --set "OPENEDX_LMS_UWSGI_WORKERS=3"
run 0 local start --detach
changed=$({ diff <(echo "$after") <(settled) || true; } | sed -nE 's/^> ([^ ]+) .*/\1/p' | tr '\n' ' ')
case $changed in
    *lms*) ;;
    *) failed "a new container of lms" ;;
esac
case $changed in
    *mysql* | *caddy* | *mongodb*) failed "no new container of other services: $changed" ;;
esac
run 0 local dc down
docker image rm "$project:1" >/dev/null
say "all as expected"
