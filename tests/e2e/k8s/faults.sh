#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Everything that can go wrong with a task on a real cluster: see faults.py; wrong credentials.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

begin_k8s faults
small_project
run_k8s 0 start caddy
run_k8s 0 wait caddy
env PATH="$folder/no-programs" /usr/bin/python3 "$(dirname "$0")/faults.py" \
    "$tutor" "$space" "$folder/kubeconfig-token" || failed "every fault has its verdict"

if command -v kubectl >/dev/null; then
    say "what kubectl has applied becomes ours: a field that no manifest names goes"
    cat >"$folder/caddy.yml" <<END
apiVersion: v1
kind: Service
metadata:
  name: caddy
  namespace: $space
  labels: {app.kubernetes.io/name: caddy, old: label}
spec:
  selector: {app.kubernetes.io/name: caddy}
  ports: [{name: http, port: 80, targetPort: 80, protocol: TCP}, {name: old, port: 81, protocol: TCP}]
END
    k8s stop caddy >/dev/null 2>&1
    kubectl apply -f "$folder/caddy.yml" >/dev/null
    run_k8s 0 start caddy
    kubectl --namespace "$space" get service caddy -o yaml >"$last"
    expect_printed "name: http"
    expect_not_printed "port: 81"
    expect_not_printed "old: label"
    run_k8s 0 diff caddy
fi

say "credentials"
sed 's/token: ".*"/token: "expired"/' "$folder/kubeconfig-token" >"$folder/wrong-token"
KUBECONFIG=$folder/wrong-token run_k8s 1 status
expect_printed "Unauthorized"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$folder/other.key" \
    -out "$folder/other.crt" -days 2 -subj /CN=other 2>/dev/null
sed "s/certificate-authority-data: .*/certificate-authority-data: $(base64 -w0 "$folder/other.crt")/" \
    "$folder/kubeconfig-token" >"$folder/wrong-authority"
KUBECONFIG=$folder/wrong-authority run_k8s 1 status
expect_printed "certificate"
sed 's#server: .*#server: https://127.0.0.1:9#' "$folder/kubeconfig-token" >"$folder/nobody-there"
KUBECONFIG=$folder/nobody-there run_k8s 1 status
expect_printed "127.0.0.1"
for wrong in wrong-token wrong-authority nobody-there; do
    [ "$(KUBECONFIG=$folder/$wrong k8s status 2>&1 | grep -c '^Error')" = 1 ] || failed "one error with $wrong"
done
say "all as expected"
