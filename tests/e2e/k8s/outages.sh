#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The API server goes away while a job runs and its output streams; then connections are cut every
# second for a minute. Nothing of the output may be lost or come twice, and the verdict is right.
# The API server of the whole machine is killed: nothing else should use the cluster meanwhile.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# plugin NAME SCRIPT: a task in a container of its own.
plugin() {
    local hooks=$TUTOR_PLUGINS_ROOT/files/$1/hooks/$1
    mkdir -p "$hooks"
    cat >"$TUTOR_PLUGINS_ROOT/$1.yml" <<END
name: $1
version: 1.0.0
templates: $TUTOR_PLUGINS_ROOT/files
hooks: {init: [$1]}
patches:
  k8s-jobs: |
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {name: $1-job, labels: {app.kubernetes.io/component: job}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: "k8s-rig/busybox:1"}]
END
    printf '%s\n' "$2" >"$hooks/init"
    run 0 plugins enable "$1"
}

# counts NAME LAST: the output of the task is the numbers to LAST, each once and in order.
counts() {
    grep -E "^$1 \| [0-9]+\$" "$last" | sed 's/.* //' >"$folder/numbers"
    seq "$2" | cmp - "$folder/numbers" || failed "the numbers to $2, each once"
}

# shellcheck disable=SC2016
count='i=0; while [ $i -lt %d ]; do i=$((i + 1)); echo $i; sleep 0.5; done; exit %d'
begin_k8s outages
small_project
# shellcheck disable=SC2059
plugin counter "$(printf "$count" 60 0)"
# shellcheck disable=SC2059
plugin loser "$(printf "$count" 50 6)"
# shellcheck disable=SC2059
plugin patient "$(printf "$count" 120 0)"
run_k8s 0 start caddy
run_k8s 0 wait caddy

kill_server() {
    sleep 6
    as_root kill -9 "$(cut -d ' ' -f 1 "$rig_state/run/kube-apiserver.pid")"
    sleep "$1"
    as_root "$rig/k8s-up" >/dev/null
}

say "the API server is killed while a task runs, and started again"
kill_server 4 &
run_k8s 0 init --limit counter
wait
counts counter 60
expect_printed "can be reached again"

say "the same, and the task fails"
kill_server 8 &
run_k8s 1 init --limit loser
wait
expect_printed "ended with status 6"
expect_printed "loser | 50"

say "connections are cut every second for a minute"
port=$(free_port 16443)
target=$(sed -nE 's#.*server: https://127.0.0.1:([0-9]+).*#\1#p' "$folder/kubeconfig")
coproc PROXY { exec /usr/bin/python3 "$(dirname "$0")/proxy.py" "$port" "$target" 1; }
# shellcheck disable=SC2153
proxy_pid=$PROXY_PID
read -r _ <&"${PROXY[0]}"
sed "s#server: .*#server: https://127.0.0.1:$port#" "$folder/kubeconfig" >"$folder/through-proxy"
KUBECONFIG=$folder/through-proxy run_k8s 0 init --limit patient
kill "$proxy_pid"
counts patient 120
say "all as expected"
