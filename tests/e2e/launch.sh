#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A whole platform, from an empty folder: launched, used, stopped and started again, with a plugin
# that has a job service of its own, and a job that fails.
#
#   launch.sh v1|v2      (the version of Compose)

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

password=Hunter2-$RANDOM$RANDOM
more_secrets=("$password")

# A plugin in the old format: its scripts run before and after those of the core, in its own job
# service, which must come from its patch.
write_plugin() {
    local hooks=$TUTOR_PLUGINS_ROOT/files/steps/hooks/foo
    mkdir -p "$hooks"
    cat >"$TUTOR_PLUGINS_ROOT/steps.yml" <<END
name: steps
version: 0.1.0
templates: $TUTOR_PLUGINS_ROOT/files
config:
  add:
    SECRET_KEY: "{{ 20|random_string }}"
  defaults:
    WORD: "{{ PLATFORM_NAME }}"
hooks:
  init:
    - foo
  pre-init:
    - foo
patches:
  local-docker-compose-jobs-services: |
    foo-job:
      image: {{ DOCKER_IMAGE_OPENEDX }}
      environment:
        WORD: "{{ STEPS_WORD }}"
END
    # shellcheck disable=SC2016
    {
        printf '%s\n' 'echo "first for $WORD, entrypoint $SANDBOX_ENTRYPOINT"' >"$hooks/pre-init"
        printf '%s\n' 'echo "last, with {{ STEPS_SECRET_KEY }}"' >"$hooks/init"
    }
}

# A plugin whose job fails, and which says so before.
write_failing_plugin() {
    local hooks=$TUTOR_PLUGINS_ROOT/files/broken/hooks/lms
    mkdir -p "$hooks"
    cat >"$TUTOR_PLUGINS_ROOT/broken.yml" <<END
name: broken
version: 0.1.0
templates: $TUTOR_PLUGINS_ROOT/files
hooks:
  init:
    - lms
END
    printf '%s\n' 'echo "about to fail"' 'exit 7' 'echo "never reached"' >"$hooks/init"
}

# expect_order TEXT...: these stand in what the last command printed, one after the other.
expect_order() {
    local text line=0 next
    for text in "$@"; do
        next=$(tail -n "+$((line + 1))" "$last" | grep -nF -m 1 -e "$text" | cut -d : -f 1 || true)
        [ -n "$next" ] || failed "'$text' after line $line of what the last command printed"
        line=$((line + next))
    done
}

shows_user() { fetch lms.e2e.test / | grep -q '<li>alice</li>'; }

begin "launch_$1" "$1"
write_plugin
run 0 plugins enable steps
sandbox_project
more_secrets+=("$(value STEPS_SECRET_KEY)")

run 0 local launch --non-interactive
expect_printed SANDBOX_ENTRYPOINT=passed
expect_order "MySQL is ready" "first for" "entrypoint passed" "created user cms" \
    "reindex_studio" "last, with"
grep -rqF SANDBOX_ENTRYPOINT=passed "$TUTOR_ROOT/logs" || failed "the output of jobs in logs"

say "the pages"
eventually fetch lms.e2e.test /heartbeat
eventually fetch cms.e2e.test /heartbeat
run 0 local "do" createuser --staff --superuser --password "$password" alice alice@example.com
expect_page lms.e2e.test / '<li>alice</li>'
expect_page cms.e2e.test / '<li>cms-sso</li>'
expect_page lms.e2e.test /api/celery-roundtrip '"status": true'
expect_page cms.e2e.test /api/celery-roundtrip '"status": true'
expect_page lms.e2e.test /heartbeat MariaDB
curl --silent --output /dev/null --write-out '%{http_code}\n' --header 'Host: lms.e2e.test' \
    --data-urlencode username=alice --data-urlencode "password=$password" \
    "http://127.0.0.1:$(value CADDY_HTTP_PORT)/login" | grep -qx 302 ||
    failed "alice can sign in with the password of createuser"

say "jobs"
run 0 local "do" settheme sunny
run 0 local "do" print-edx-platform-setting PLATFORM_NAME
expect_printed "$(value PLATFORM_NAME)"
run 0 local "do" sqlshell -- --execute="SELECT username FROM openedx.auth_user"
expect_printed alice
expect_page lms.e2e.test / '<li>cms.e2e.test:8001</li>'
run 0 local "do" init --limit steps
expect_order "first for" "last, with"

say "a job that fails"
write_failing_plugin
run 0 plugins enable broken
run 1 local "do" init --limit broken
expect_printed "lms | about to fail"
expect_printed "status 7"
expect_printed "$TUTOR_ROOT/logs"
expect_not_printed "lms | never reached"
run 0 plugins disable broken

say "single commands"
run 0 local status
run 0 local exec lms ./manage.py lms print_setting SITE_NAME
expect_printed lms.e2e.test
run 0 local run lms ./manage.py lms print_setting LANGUAGE_CODE
run 0 local copyfrom lms "/openedx/config/lms.env.yml" "$folder"
cmp "$folder/lms.env.yml" "$TUTOR_ROOT/env/apps/openedx/config/lms.env.yml" ||
    failed "copyfrom brings the file that is mounted"
run 0 local logs --tail 5 lms
run 0 local restart openedx
eventually shows_user
run 1 local start -d no-such-service
expect_printed no-such-service

say "stopped and started again: the data are still there"
run 0 local stop
[ "$(docker inspect --format '{{.State.Running}}' "$(container_of lms)")" = false ] ||
    failed "lms is stopped"
run 0 local start -d
eventually shows_user

say "the data of an older release; the server of the sandbox stands for the one between the two"
docker image tag "$(value DOCKER_IMAGE_MYSQL)" docker.io/mysql:8.1.0
run 0 local upgrade --from=olive
docker image rm docker.io/mysql:8.1.0 >/dev/null
expect_order "Upgrading MySQL to v8.1.0" mysql-8.1 "MySQL is ready" "MySQL is ready"
[ -z "$(container_of mysql-8.1)" ] ||
    [ "$(docker inspect --format '{{.State.Running}}' "$(container_of mysql-8.1)")" = false ] ||
    failed "the server between the two is stopped"
run 0 local start -d
eventually shows_user

say "no secret was printed or logged"
for service in lms cms lms-worker cms-worker mysql redis caddy permissions; do
    container_logs "$service" >"$folder/container-$service.log"
    [ -s "$folder/container-$service.log" ] || [ "$service" = permissions ] ||
        failed "$service has logged something"
done
expect_no_secret "$printed" "$TUTOR_ROOT/logs" "$folder"/container-*.log

run 0 local dc down
[ -z "$(docker ps --all --quiet --filter "label=com.docker.compose.project=$project")" ] ||
    failed "no container is left"
say "all as expected"
