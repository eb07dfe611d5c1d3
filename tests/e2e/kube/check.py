#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Kubernetes client against a real cluster: the rig (see docs/compatibility/kubernetes-client.md).

KUBE_PROBE names the program under test. The cluster is the one of TUTOR_K8S_RIG (the folder of
k8s-up), or of ../shared/rigs beside the checkout. Exits with 77, having said why, where there is none or
where its binaries were not built yet (TEST_K8S=1 builds them: about four minutes).
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

PROBE = os.environ.get("KUBE_PROBE", "")
SOURCE = pathlib.Path(__file__).resolve().parents[3]
RIG = pathlib.Path(os.environ.get("TUTOR_K8S_RIG", SOURCE.parent / "shared" / "rigs"))
NAMESPACE = f"kube-probe-{os.getpid()}"
IMAGE = "k8s-rig/busybox:1"


def state_folder():
    home = pathlib.Path(os.environ.get("XDG_STATE_HOME", pathlib.Path.home() / ".local" / "state"))
    return pathlib.Path(os.environ.get("K8S_RIG_STATE", home / "k8s-rig"))


def cache_folder():
    home = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    return pathlib.Path(os.environ.get("K8S_RIG_CACHE", home / "k8s-rig"))


def start_rig():
    """The kubeconfig of a running cluster; ends the test as skipped where there can be none."""
    program = RIG / "k8s-up"
    built = (cache_folder() / "bin" / "cluster-dns").exists()
    if not program.exists():
        skip(f"there is no rig at {RIG} (set TUTOR_K8S_RIG to the folder of k8s-up)")
    if os.geteuid() != 0:
        skip("the rig needs root")
    if not built and os.environ.get("TEST_K8S") != "1":
        skip("the rig was not built on this machine (TEST_K8S=1 builds it)")
    subprocess.run([program], check=True, stdout=sys.stderr)
    return state_folder() / "kubeconfig"


def skip(reason):
    print(f"SKIPPED: the Kubernetes client was not tested on a real cluster: {reason}", file=sys.stderr)
    sys.exit(77)


def pod(name, command, container="c"):
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": NAMESPACE, "labels": {"app": name}},
        "spec": {
            "terminationGracePeriodSeconds": 0,
            "restartPolicy": "Never",
            "containers": [{"name": container, "image": IMAGE, "command": command}],
        },
    }


def config_map(name, **data):
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": NAMESPACE, "labels": {"app": "maps"}},
        "data": data,
    }


class CuttingRelay:
    """Hands connections on to the API server and cuts all of them every second."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open = []
        self.cuts = 0
        self.over = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()
        threading.Thread(target=self.cut, daemon=True).start()

    def accept(self):
        while not self.over.is_set():
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    def pump(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        self.end(source)
        self.end(sink)

    def cut(self):
        while not self.over.wait(1):
            self.cuts += 1
            for connection in self.open:
                self.end(connection)
            self.open.clear()

    @staticmethod
    def end(connection):
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close(self):
        self.over.set()
        self.listener.close()


class Cluster(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="kube-probe-"))
        cls.kubeconfig = str(KUBECONFIG)
        cls.applied({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        deadline = time.monotonic() + 30
        while cls.probe("get", "sa", "default").returncode != 0 and time.monotonic() < deadline:
            time.sleep(0.2)

    @classmethod
    def tearDownClass(cls):
        cls.probe("delete", "ns", NAMESPACE, limit=120)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def environment(cls, **more):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {"KUBECONFIG": cls.kubeconfig, "PROBE_NAMESPACE": NAMESPACE} | more

    @classmethod
    def probe(cls, *words, limit=60, input=None, **environment):
        return subprocess.run(
            [PROBE, *words],
            env=cls.environment(**environment),
            input=input,
            stdin=None if input is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit,
        )

    @classmethod
    def begin(cls, *words, **environment):
        return subprocess.Popen(
            [PROBE, *words],
            env=cls.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @classmethod
    def written(cls, *documents):
        file = cls.folder / "documents.yml"
        file.write_text("\n---\n".join(json.dumps(document) for document in documents))
        return str(file)

    @classmethod
    def applied(cls, *documents):
        result = cls.probe("apply", cls.written(*documents))
        assert result.returncode == 0, result.stderr
        return result.stdout.splitlines()

    def fine(self, *words, **options):
        result = self.probe(*words, **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def wait_running(self, name):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            phase = json.loads(self.fine("get", "pod", name))["status"].get("phase")
            if phase in ("Running", "Succeeded", "Failed"):
                return
            time.sleep(0.1)
        self.fail(f"pod {name} does not start")

    # Credentials

    def test_token_and_certificate(self):
        self.assertRegex(self.fine("version"), r"^v1\.")
        token = self.fine("version", KUBECONFIG=f"{KUBECONFIG}-token")
        self.assertRegex(token, r"^v1\.")

    def changed_kubeconfig(self, change):
        file = self.folder / "changed"
        file.write_text(change(pathlib.Path(f"{KUBECONFIG}-token").read_text()))
        return self.probe("version", KUBECONFIG=str(file))

    def test_wrong_token(self):
        result = self.changed_kubeconfig(lambda text: re.sub(r'token: "', 'token: "x', text))
        self.assertEqual(result.returncode, 1)
        self.assertIn("the cluster does not know us", result.stderr)

    def test_wrong_authority(self):
        other = self.folder / "other"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-days", "2",
             "-keyout", f"{other}.key", "-out", f"{other}.crt"],
            check=True, capture_output=True)
        result = self.changed_kubeconfig(
            lambda text: re.sub(r"certificate-authority-data: .*", f"certificate-authority: {other}.crt", text))
        self.assertEqual(result.returncode, 1)
        self.assertIn("is not signed by an authority that we trust", result.stderr)

    def test_unreachable(self):
        begin = time.monotonic()
        result = self.changed_kubeconfig(lambda text: re.sub(r":6443", ":1", text))
        self.assertEqual(result.returncode, 1)
        self.assertIn("Connection refused", result.stderr)
        self.assertLess(time.monotonic() - begin, 5)

    def test_plugin(self):
        token = re.search(r'token: "(\w+)"', pathlib.Path(f"{KUBECONFIG}-token").read_text())[1]
        login = self.folder / "login"
        login.write_text(
            "#!/bin/sh\n"
            'test -n "$KUBERNETES_EXEC_INFO" || exit 1\n'
            'echo \'{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",'
            f'"status":{{"token":"{token}"}}}}\'\n')
        login.chmod(0o755)
        result = self.changed_kubeconfig(lambda text: re.sub(
            r"\{token: .*\}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login}}", text))
        self.assertEqual(result.returncode, 0, result.stderr)

    # Objects

    def test_objects(self):
        self.assertEqual(
            self.applied(*(config_map(f"m{i}", k="v") for i in range(5))),
            [f"applied configmap/m{i}" for i in range(5)])
        listed = self.fine("list", "cm", "app=maps").split()  # two per page
        self.assertEqual([name for name in listed if "/m" in name], [f"configmap/m{i}" for i in range(5)])
        changed = json.loads(self.fine("patch", "cm", "m0", "merge", "data: {k: w}"))
        self.assertEqual(changed["data"], {"k": "w"})
        changed = json.loads(
            self.fine("patch", "cm", "m0", "json", "[{op: replace, path: /data/k, value: x}]"))
        self.assertEqual(changed["data"], {"k": "x"})
        self.assertEqual(self.fine("delete", "cm", "m0"), "deleted\n")
        self.assertEqual(self.fine("delete", "cm", "m0"), "not there\n")
        self.fine("delete-all", "cm", "app=maps")
        self.assertEqual(self.fine("list", "cm", "app=maps"), "")

    def test_refusals(self):
        missing = self.probe("get", "cm", "missing")
        self.assertEqual(missing.returncode, 1)
        self.assertIn('configmaps "missing" not found', missing.stderr)
        self.applied(config_map("taken", k="v"))
        again = self.probe("create", self.written(config_map("taken", k="v")))
        self.assertIn("already exists", again.stderr)
        invalid = self.probe("apply", self.written(pod("Bad_Name", ["true"])))
        self.assertIn("Invalid value", invalid.stderr)
        unknown = self.probe("apply", self.written(
            {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}}))
        self.assertIn("the cluster has no kind 'Widget' of 'example.com/v1'", unknown.stderr)

    def test_dry_run_writes_nothing(self):
        self.fine("apply", self.written(config_map("dry", k="v")), "dry")
        self.assertEqual(self.probe("get", "cm", "dry").returncode, 1)

    def test_scale(self):
        template = pod("scaled", ["sleep", "1000"])
        template["spec"]["restartPolicy"] = "Always"
        self.applied({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "scaled", "namespace": NAMESPACE},
            "spec": {"replicas": 0, "selector": {"matchLabels": {"app": "scaled"}},
                     "template": {"metadata": {"labels": {"app": "scaled"}}, "spec": template["spec"]}}})
        self.assertEqual(self.fine("scale", "deploy", "scaled", "2"), "2\n")
        self.fine("delete", "deploy", "scaled", limit=120)

    # Streams

    def test_exec(self):
        self.applied(pod("shell", ["sleep", "1000"]))
        self.wait_running("shell")
        result = self.probe("exec", "shell", "-", "sh", "-c", "echo 'a  b'; echo oops >&2; exit 7")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (7, "a  b\n", "oops\n"))
        large = self.fine("exec", "shell", "-", "sh", "-c", "yes 0123456789 | head -n 200000")
        self.assertEqual(len(large), 200000 * 11)
        echoed = self.probe("exec", "shell", "i", "sh", input="echo got it; exit 3\n")
        self.assertEqual((echoed.returncode, echoed.stdout), (3, "got it\n"))
        missing = self.probe("exec", "shell", "-", "no-such-program")
        self.assertNotEqual(missing.returncode, 0)

    def test_terminal(self):
        self.applied(pod("tty", ["sleep", "1000"]))
        self.wait_running("tty")
        result = subprocess.run(
            ["script", "-qec", f"stty cols 123 rows 45; {PROBE} exec tty it sh", "/dev/null"],
            env=self.environment(), input="stty size\nexit 5\n", capture_output=True, text=True, timeout=60)
        self.assertIn("45 123", result.stdout)
        self.assertEqual(result.returncode, 5)

    def test_port_forward(self):
        self.applied(pod("web", ["sh", "-c", "mkdir /w; echo hello > /w/x; httpd -f -p 8000 -h /w"]))
        self.wait_running("web")
        forward = self.begin("forward", "web", "8000", "20")
        port = forward.stdout.readline().strip()
        self.addCleanup(forward.communicate)
        self.addCleanup(forward.kill)
        for _ in range(3):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/x", timeout=10) as answer:
                self.assertEqual(answer.read(), b"hello\n")

    def test_logs_from_first_to_last_line(self):
        # Begun before the pod is there to be scheduled; the container ends by itself.
        self.applied(pod("talker", ["sh", "-c", "for i in $(seq 200); do echo line $i; done; printf end"]))
        text = self.fine("logs", "talker", "follow")
        self.assertEqual(text.splitlines(), [f"line {i}" for i in range(1, 201)] + ["end"])
        self.assertEqual(self.fine("logs", "talker", "no", "2").splitlines(), ["line 200", "end"])

    def test_long_lines(self):
        self.applied(pod("long", ["sh", "-c", "head -c 50000 /dev/zero | tr '\\0' x; echo; echo done"]))
        self.assertEqual(self.fine("logs", "long", "follow").splitlines(), ["x" * 50000, "done"])

    def test_watch_latency(self):
        self.applied(config_map("watched", n="0"))
        watch = self.begin("watch", "cm", "app=maps", "8")
        time.sleep(1)
        stamps = []
        for i in range(10):
            changed = json.loads(self.fine("patch", "cm", "watched", "merge", json.dumps({"data": {"n": f"w{i}"}})))
            stamps.append((changed["metadata"]["resourceVersion"], time.time()))
        out, _ = watch.communicate(timeout=30)
        seen = {line.split()[3]: float(line.split()[0]) for line in out.splitlines() if " modified watched " in line}
        delays = sorted(seen[version] - stamp for version, stamp in stamps)
        # The stamp is taken after the answer has come: an event may be earlier.
        self.assertLess(delays[5], 0.05)

    def test_connections_cut_every_second(self):
        relay = CuttingRelay(6443)
        self.addCleanup(relay.close)
        through = self.folder / "through-relay"
        through.write_text(pathlib.Path(KUBECONFIG).read_text().replace(":6443", f":{relay.port}"))
        self.applied(
            config_map("flaky", n="0"),
            pod("flaky", ["sh", "-c", "for i in $(seq 300); do echo tick $i; sleep 0.05; done"]))
        logs = self.begin("logs", "flaky", "follow", KUBECONFIG=str(through))
        watch = self.begin("watch", "cm", "app=maps", "20", KUBECONFIG=str(through))
        time.sleep(1.5)
        versions = []
        for i in range(30):
            changed = json.loads(self.fine("patch", "cm", "flaky", "merge", json.dumps({"data": {"n": f"f{i}"}})))
            versions.append(changed["metadata"]["resourceVersion"])
            time.sleep(0.4)
        out, error = logs.communicate(timeout=90)
        self.assertEqual(error, "")
        self.assertEqual(out.splitlines(), [f"tick {i}" for i in range(1, 301)])
        events, _ = watch.communicate(timeout=60)
        seen = [line.split()[3] for line in events.splitlines() if " modified flaky " in line]
        self.assertEqual(seen, versions)
        self.assertGreater(relay.cuts, 10)

    # The API server goes away and comes back: last in order.

    def test_zz_api_server_restart(self):
        self.applied(
            config_map("survivor", n="0"),
            pod("ticker", ["sh", "-c", "for i in $(seq 240); do echo tick $i; sleep 0.1; done"]))
        logs = self.begin("logs", "ticker", "follow")
        watch = self.begin("watch", "cm", "app=maps", "40")
        self.wait_running("ticker")
        time.sleep(2)
        os.kill(int((state_folder() / "run" / "kube-apiserver.pid").read_text().split()[0]), signal.SIGKILL)
        time.sleep(3)
        subprocess.run([RIG / "k8s-up"], check=True, stdout=sys.stderr)
        self.fine("patch", "cm", "survivor", "merge", "data: {n: after}")
        version = json.loads(self.fine("get", "cm", "survivor"))["metadata"]["resourceVersion"]
        out, error = logs.communicate(timeout=90)
        self.assertEqual(error, "")
        self.assertEqual(out.splitlines(), [f"tick {i}" for i in range(1, 241)])
        events, _ = watch.communicate(timeout=60)
        self.assertIn("disconnected", events)
        self.assertIn("reconnected", events)
        self.assertIn(f"modified survivor {version}", events)


if __name__ == "__main__":
    KUBECONFIG = start_rig()
    unittest.main(verbosity=2)
