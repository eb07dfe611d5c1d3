#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# scripts/quickstart in a folder of its own: where there are no containers, the first time, again,
# and down. What it does by itself it also checks by itself.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# quickstart STATUS [OPTION...]
quickstart() {
    local expected=$1 status=0
    shift
    say "scripts/quickstart $*"
    TUTOR=$tutor "$top/scripts/quickstart" "$@" >"$last" 2>&1 </dev/null || status=$?
    cat "$last" >>"$printed"
    [ "$status" = "$expected" ] || failed "exit status $expected, not $status, of scripts/quickstart"
}

more_secrets=()
begin quickstart v1
run 0 config save --set "LOCAL_PROJECT_NAME=$project"

DOCKER_HOST=tcp://127.0.0.1:1 quickstart 3
expect_printed "this machine can run no containers"
expect_printed local/docker-compose.prod.yml
[ -s "$TUTOR_ROOT/env/local/docker-compose.prod.yml" ] || failed "a rendered environment"

quickstart 0
expect_printed "ok: jobs pass through the entrypoint of the image"
expect_printed "ok: the LMS page shows the user 'quickstart'"
expect_printed "ok: a Celery worker of LMS answers"
expect_printed "ok: a Celery worker of CMS answers"

quickstart 0
expect_printed "the platform runs already"
expect_not_printed "local launch"

more_secrets=("$(cat "$TUTOR_ROOT/quickstart/password")")
expect_no_secret "$printed" "$TUTOR_ROOT/logs"

quickstart 0 --down
[ -z "$(docker ps --all --quiet --filter "label=com.docker.compose.project=$project")" ] ||
    failed "no container is left"
quickstart 2 --no-such-option
say "all as expected"
