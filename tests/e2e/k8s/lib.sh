# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: Apache-2.0
#
# What the end-to-end tests on Kubernetes share, beside ../lib.sh: a real cluster on this machine,
# from the scripts in the folder that TUTOR_K8S_RIG names. Without a cluster that is built already
# the tests are skipped, and say so; TEST_K8S=1 builds it.

# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

rig=${TUTOR_K8S_RIG:-$top/../shared/rigs}
rig_cache=${K8S_RIG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/k8s-rig}
rig_state=${K8S_RIG_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/k8s-rig}
export K8S_RIG_CACHE=$rig_cache K8S_RIG_STATE=$rig_state

# begin_k8s NAME: a cluster, and an empty project in a namespace of its own.
begin_k8s() {
    [ -x "$rig/k8s-up" ] || skip "no cluster here: TUTOR_K8S_RIG names no folder with k8s-up"
    [ -x "$rig_cache/bin/kube-apiserver" ] || [ "${TEST_K8S:-}" = 1 ] ||
        skip "no cluster is built on this machine (TEST_K8S=1 builds one, in some minutes)"
    ensure_docker || skip "no containers here"
    ensure_packages mmdebstrap:mmdebstrap curl:curl
    as_root env K8S_RIG_CACHE="$rig_cache" K8S_RIG_STATE="$rig_state" "$rig/k8s-up"

    folder=$(mktemp -d "${TMPDIR:-/tmp}/tutor-e2e-k8s-$1.XXXXXX")
    chmod 755 "$folder"
    trap 'finish_k8s $?' EXIT
    printed=$folder/printed
    last=$folder/last
    : >"$printed"
    space=e2e-$1-$$
    as_root cat "$rig_state/kubeconfig" >"$folder/kubeconfig"
    as_root cat "$rig_state/kubeconfig-token" >"$folder/kubeconfig-token"
    export KUBECONFIG=$folder/kubeconfig
    mkdir -p "$folder/root" "$folder/plugins" "$folder/home" "$folder/no-programs"
    export TUTOR_ROOT=$folder/root TUTOR_PLUGINS_ROOT=$folder/plugins HOME=$folder/home
    if ! docker buildx version >/dev/null 2>&1; then
        ensure_compose_v2 >/dev/null && export DOCKER_CONFIG=$docker_tools
    fi
    say "project in $folder, namespace $space"
}

finish_k8s() {
    local status=$1
    trap - EXIT
    if [ "$status" != 0 ] && [ "$status" != $skipped ]; then
        say "FAILED; its files are kept: $folder"
        tail -n 60 "$last" 2>/dev/null | sed 's/^/    /'
        k8s status 2>&1 | sed 's/^/    /' || true
    fi
    k8s delete --yes >/dev/null 2>&1 || say "namespace $space could not be deleted"
    [ "$status" != 0 ] || rm -rf "$folder"
    exit "$status"
}

# k8s WORD...: the program, which finds no other program at all, kubectl least of all.
k8s() { PATH=$folder/no-programs "$tutor" k8s "$@"; }

# run_k8s STATUS WORD...: as `run`, without programs.
run_k8s() {
    local expected=$1 status=0
    shift
    say "tutor k8s $*"
    k8s "$@" >"$last" 2>&1 </dev/null || status=$?
    cat "$last" >>"$printed"
    [ "$status" = "$expected" ] || failed "exit status $expected, not $status, of: tutor k8s $*"
}

# address_of SERVICE: its address in the cluster, which this machine reaches, too.
address_of() {
    k8s status --output json | python3 -c "
import json, sys
for item in json.load(sys.stdin)['objects']:
    if item['kind'] == 'Service' and item['name'] == '$1':
        print(item['cluster_ip'])"
}

# The volumes of this cluster are folders that belong to root, and stay so: it knows no fsGroup for
# them. Before its service starts, each is opened for all.
volumes_for_all() {
    local service
    {
        printf 'name: volumes\nversion: 1.0.0\npatches:\n  kustomization-patches: |\n'
        for service in caddy mysql redis; do
            cat <<END
    - target: {kind: Deployment, name: $service}
      patch: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: $service}
        spec:
          template:
            spec:
              initContainers:
              - name: open
                image: k8s-rig/busybox:1
                command: [chmod, "777", /volume]
                securityContext: {runAsUser: 0}
                volumeMounts: [{name: data, mountPath: /volume}]
END
        done
    } >"$TUTOR_PLUGINS_ROOT/volumes.yml"
    run 0 plugins enable volumes
}

# small_project: one service, the proxy, which does nothing but run; for tests of tasks.
small_project() {
    cat >"$TUTOR_PLUGINS_ROOT/small.yml" <<'END'
name: small
version: 1.0.0
patches:
  k8s-override: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: caddy}
    spec: {template: {spec: {containers: [{name: caddy, args: [sleep, "100000"]}]}}}
END
    run 0 plugins enable small
    run 0 config save --set "K8S_NAMESPACE=$space" --set RUN_MYSQL=false --set RUN_MONGODB=false \
        --set RUN_MEILISEARCH=false --set ENABLE_WEB_PROXY=false --set ENABLE_HTTPS=false \
        --set DOCKER_IMAGE_CADDY=k8s-rig/busybox:1
}
