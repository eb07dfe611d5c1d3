#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A whole platform on a real cluster, from an empty folder: launched, used, stopped, started again,
# scaled, deleted. There is no kubectl.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

password=Hunter2-$RANDOM$RANDOM
more_secrets=("$password")

page() { curl --silent --show-error --fail --max-time 20 --header "Host: $1" "http://$2$3"; }

# expect_answer HOST ADDRESS PATH TEXT
expect_answer() {
    page "$1" "$2" "$3" >"$folder/page" || failed "an answer from http://$2$3"
    grep -qF -e "$4" "$folder/page" || failed "'$4' in http://$2$3"
}

shows_user() { page lms.e2e.test "$(address_of caddy)" / | grep -q '<li>alice</li>'; }

begin_k8s launch
run 0 plugins enable sandbox
volumes_for_all
run 0 config save --set "K8S_NAMESPACE=$space" --set LMS_HOST=lms.e2e.test \
    --set CMS_HOST=cms.e2e.test --set ENABLE_HTTPS=false
as_root bash "$TUTOR_ROOT/env/plugins/sandbox/build/sandbox/make-base"
run 0 images build --no-registry-cache sandbox

run_k8s 0 launch --non-interactive
expect_printed SANDBOX_ENTRYPOINT=passed
expect_printed "created user cms"
expect_printed "reindex_studio"
expect_printed "http://lms.e2e.test"
[ "$(grep -c "^Job '.*' succeeded" "$last")" -ge 4 ] || failed "four jobs and more succeeded"
grep -rqF SANDBOX_ENTRYPOINT=passed "$TUTOR_ROOT/logs" || failed "the output of jobs in logs"

say "the pages, through services"
run_k8s 0 wait lms
run_k8s 0 wait cms
eventually page lms.e2e.test "$(address_of lms):8000" /heartbeat
eventually page cms.e2e.test "$(address_of cms):8000" /heartbeat
run_k8s 0 "do" createuser --staff --superuser --password "$password" alice alice@example.com
expect_answer lms.e2e.test "$(address_of lms):8000" / '<li>alice</li>'
expect_answer lms.e2e.test "$(address_of caddy)" / '<li>alice</li>'
expect_answer cms.e2e.test "$(address_of caddy)" /api/celery-roundtrip '"status": true'

say "jobs"
run_k8s 0 "do" print-edx-platform-setting PLATFORM_NAME
expect_printed "$(value PLATFORM_NAME)"
run_k8s 0 "do" sqlshell -- --execute="SELECT username FROM openedx.auth_user"
expect_printed alice

say "tutor k8s do sqlshell, a dialogue"
# shellcheck disable=SC2016
{
    sleep 20
    echo 'SELECT 4000+242;'
    sleep 2
    echo 'exit'
    sleep 5
} | script --quiet --return --command "$tutor k8s do sqlshell" "$folder/typescript" >"$last" 2>&1 ||
    failed "a dialogue with MySQL"
expect_printed 4242

say "single commands"
run_k8s 0 status
expect_printed "deployment/lms"
run_k8s 0 exec lms -- ./manage.py lms print_setting SITE_NAME
expect_printed lms.e2e.test
run_k8s 1 exec lms sh -c "exit 3"
expect_printed "status 3"
say "tutor k8s exec lms cat, with input"
printf 'one\ntwo\n' | k8s exec lms -- head -n 2 >"$last" 2>&1 || failed "input reaches the command"
grep -qx two "$last" || failed "both lines of input come back"
say "tutor k8s exec lms, on a terminal"
script --quiet --return --command "$tutor k8s exec lms -- sh -c 'test -t 0 && stty size'" \
    "$folder/typescript" </dev/null >"$last" 2>&1 || failed "a terminal in the container"
run_k8s 0 logs --tail 5 lms
[ -s "$last" ] || failed "logs of lms"
say "tutor k8s logs -f lms"
k8s logs -f lms >"$folder/followed" 2>&1 &
follower=$!
sleep 2
page lms.e2e.test "$(address_of lms):8000" /heartbeat?marked-$$ >/dev/null
eventually grep -qF "marked-$$" "$folder/followed"
kill "$follower"
wait "$follower" || true

say "differences"
run_k8s 0 diff
run 0 config save --set PLATFORM_NAME=Elsewhere
run_k8s 1 diff
expect_printed "+  PLATFORM_NAME: 'Elsewhere'"
run_k8s 0 start --prune-configmaps
expect_printed "pruned"
run_k8s 0 wait lms
run_k8s 0 diff

say "scaled"
run_k8s 0 scale lms 2
run_k8s 0 wait lms
run_k8s 0 status
expect_printed "2/2"

say "stopped and started again: the data are still there"
run_k8s 0 stop
expect_printed "deployment/lms deleted"
run_k8s 0 start
run_k8s 0 wait mysql
run_k8s 0 wait lms
eventually shows_user
run_k8s 0 reboot caddy

say "the data of an older release; the server of the sandbox stands for the one between the two"
docker image tag "$(value DOCKER_IMAGE_MYSQL)" docker.io/mysql:8.1.0
run_k8s 0 upgrade --from=olive
docker image rm docker.io/mysql:8.1.0 >/dev/null
expect_printed "deployment/mysql-81 deleted"
[ "$(grep -c "^Job 'mysql-.*' succeeded" "$last")" = 2 ] || failed "MySQL is initialised twice"
run_k8s 0 start
run_k8s 0 wait mysql
run_k8s 0 wait lms
eventually shows_user
run_k8s 0 status
expect_not_printed deployment/mysql-81

say "no secret was printed or logged"
expect_no_secret "$printed" "$TUTOR_ROOT/logs"

say "files with secrets as secrets"
run 0 config save --set K8S_SECRETS=true
run_k8s 0 start --prune-configmaps
run_k8s 0 wait lms
eventually shows_user
run_k8s 0 "do" print-edx-platform-setting PLATFORM_NAME
expect_printed Elsewhere
run_k8s 0 diff

run_k8s 0 delete --yes
run_k8s 0 status
expect_printed "Nothing is in namespace"
say "all as expected"
