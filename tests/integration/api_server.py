# SPDX-License-Identifier: Apache-2.0
"""A stand-in for the API server of a cluster: enough of it to see what the program asks for.

It keeps objects, merges what is applied, lists and watches, runs jobs as it is told, and records
every request. What a controller would do is done by `on_change`, which tests may replace.
"""

import base64
import copy
import datetime
import json
import re
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "stand-in-token"
PLURALS = {
    "namespaces": ("v1", "Namespace"),
    "pods": ("v1", "Pod"),
    "services": ("v1", "Service"),
    "configmaps": ("v1", "ConfigMap"),
    "secrets": ("v1", "Secret"),
    "events": ("v1", "Event"),
    "persistentvolumeclaims": ("v1", "PersistentVolumeClaim"),
    "deployments": ("apps/v1", "Deployment"),
    "replicasets": ("apps/v1", "ReplicaSet"),
    "statefulsets": ("apps/v1", "StatefulSet"),
    "daemonsets": ("apps/v1", "DaemonSet"),
    "jobs": ("batch/v1", "Job"),
    "cronjobs": ("batch/v1", "CronJob"),
    "horizontalpodautoscalers": ("autoscaling/v1", "HorizontalPodAutoscaler"),
}
_PATH = re.compile(
    r"^/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/(?P<space>[^/]+))?/(?P<plural>[a-z]+)"
    r"(?:/(?P<name>[^/]+)(?:/(?P<sub>[a-z]+))?)?$"
)


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def fits(selector, labels):
    """Whether labels fit a selector: "a=b,c!=d,e in (f,g),h notin (i)"."""
    for part in re.split(r",(?![^(]*\))", selector or ""):
        part = part.strip()
        found = re.fullmatch(r"(\S+)\s+(in|notin)\s+\((.*)\)", part)
        if found:
            values = [value.strip() for value in found[3].split(",")]
            inside = labels.get(found[1]) in values
            if inside != (found[2] == "in"):
                return False
        elif "!=" in part:
            key, value = part.split("!=")
            if labels.get(key) == value:
                return False
        elif part:
            key, value = re.split("==?", part)
            if labels.get(key) != value:
                return False
    return True


def merged(old, new):
    """What applying makes of an object, roughly: mappings merge, all else is replaced."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


class Refusal(Exception):
    def __init__(self, code, reason, message):
        super().__init__(message)
        self.status = {
            "kind": "Status",
            "apiVersion": "v1",
            "status": "Failure",
            "code": code,
            "reason": reason,
            "message": message,
        }


class Cluster:
    """The objects, and who waits for their changes."""

    def __init__(self):
        self.lock = threading.Condition()
        self.version = 0
        self.objects = {}  # (plural, namespace, name) -> object
        self.history = []  # (version, plural, namespace, type, object)
        self.requests = []  # (method, path, query, body)
        self.logs = {}  # pod -> lines
        self.refusals = []  # (method, pattern of the path, Refusal)
        self.on_change = lambda plural, key: None

    def put(self, plural, space, name, value, kind="MODIFIED"):
        """Stores an object as its controllers would see it."""
        with self.lock:
            self.version += 1
            key = (plural, space, name)
            if key not in self.objects:
                kind = "ADDED"
            api_version, object_kind = PLURALS[plural]
            value = {"apiVersion": api_version, "kind": object_kind, **value}
            metadata = value.setdefault("metadata", {})
            metadata.update(name=name, resourceVersion=str(self.version))
            if space:
                metadata["namespace"] = space
            metadata.setdefault("uid", f"uid-{plural}-{name}-{self.version}")
            metadata.setdefault("creationTimestamp", now())
            self.objects[key] = value
            self.history.append((self.version, plural, space, kind, copy.deepcopy(value)))
            self.lock.notify_all()
        return value

    def update(self, plural, space, name, **fields):
        with self.lock:
            old = copy.deepcopy(self.objects[(plural, space, name)])
        return self.put(plural, space, name, merged(old, fields))

    def delete(self, plural, space, name):
        with self.lock:
            value = self.objects.pop((plural, space, name), None)
            if value is None:
                return None
            self.version += 1
            value = {**value, "metadata": {**value["metadata"], "resourceVersion": str(self.version)}}
            self.history.append((self.version, plural, space, "DELETED", value))
            self.lock.notify_all()
        return value

    def select(self, plural, space, query):
        labels = query.get("labelSelector", "")
        fields = dict(part.split("=", 1) for part in query.get("fieldSelector", "").split(",") if part)
        return lambda one_plural, one_space, value: (
            one_plural == plural
            and (space is None or one_space == space)
            and fits(labels, value["metadata"].get("labels", {}))
            and ("metadata.name" not in fields or value["metadata"]["name"] == fields["metadata.name"])
        )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cluster = None

    def log_message(self, *_):
        pass

    def do(self):
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = unquote(parts.path)
        with self.cluster.lock:
            self.cluster.requests.append((self.command, path, query, body.decode()))
        try:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                raise Refusal(401, "Unauthorized", "Unauthorized")
            for method, pattern, refusal in self.cluster.refusals:
                if method == self.command and re.search(pattern, path):
                    raise refusal
            self.answer(path, query, body)
        except Refusal as refusal:
            self.send(refusal.status["code"], refusal.status)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = do

    def send(self, code, value):
        text = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def answer(self, path, query, body):
        if path == "/version":
            self.send(200, {"major": "1", "minor": "20", "gitVersion": "v1.20.2"})
            return
        found = _PATH.match(path)
        if not found or found["plural"] not in PLURALS:
            raise Refusal(404, "NotFound", "the server could not find the requested resource")
        plural, space, name, sub = found["plural"], found["space"], found["name"], found["sub"]
        if self.command == "GET" and sub == "log":
            self.send_log(space, name, query.get("follow") == "true")
        elif self.command == "GET" and name is None and query.get("watch"):
            self.watch(plural, space, query)
        elif self.command == "GET" and name is None:
            self.list(plural, space, query)
        else:
            self.change(plural, space or "", name, sub, query, body)

    def existing(self, plural, space, name):
        with self.cluster.lock:
            value = self.cluster.objects.get((plural, space, name))
        if value is None:
            raise Refusal(404, "NotFound", f'{plural} "{name}" not found')
        return value

    def change(self, plural, space, name, sub, query, body):
        cluster = self.cluster
        dry = query.get("dryRun") == "All"
        if space and plural != "namespaces" and self.command in ("POST", "PATCH"):
            self.existing("namespaces", "", space)
        if self.command == "GET":
            self.send(200, self.existing(plural, space, name))
        elif self.command == "POST":
            value = json.loads(body)
            name = value["metadata"]["name"]
            if (plural, space, name) in cluster.objects:
                raise Refusal(409, "AlreadyExists", f'{plural} "{name}" already exists')
            value = value if dry else cluster.put(plural, space, name, value)
            self.send(201, value)
            cluster.on_change(plural, (space, name))
        elif self.command == "PATCH" and sub == "scale":
            replicas = json.loads(body)["spec"]["replicas"]
            self.existing(plural, space, name)
            cluster.update(plural, space, name, spec={"replicas": replicas})
            self.send(200, {"kind": "Scale", "metadata": {"name": name}, "spec": {"replicas": replicas}})
            cluster.on_change(plural, (space, name))
        elif self.command == "PATCH":
            old = cluster.objects.get((plural, space, name))
            value = merged(copy.deepcopy(old or {}), json.loads(body))
            value.setdefault("metadata", {})["managedFields"] = [
                {"manager": query.get("fieldManager"), "operation": "Apply"}
            ]
            if not dry and value != old:
                value = cluster.put(plural, space, name, value)
            self.send(200 if old else 201, value)
            if not dry:
                cluster.on_change(plural, (space, name))
        elif self.command == "DELETE":
            value = self.existing(plural, space, name)
            cluster.delete(plural, space, name)
            if plural == "namespaces":
                for key in [key for key in cluster.objects if key[1] == name]:
                    cluster.delete(*key)
            self.send(200, value)
        else:
            raise Refusal(405, "MethodNotAllowed", "not here")

    def list(self, plural, space, query):
        chosen = self.cluster.select(plural, space, query)
        api_version, kind = PLURALS[plural]
        with self.cluster.lock:
            items = [
                {key: field for key, field in value.items() if key not in ("apiVersion", "kind")}
                for (one, one_space, _), value in self.cluster.objects.items()
                if chosen(one, one_space, value)
            ]
            version = self.cluster.version
        self.send(
            200,
            {
                "apiVersion": api_version,
                "kind": kind + "List",
                "metadata": {"resourceVersion": str(version)},
                "items": items,
            },
        )

    def chunk(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def begin_stream(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def watch(self, plural, space, query):
        chosen = self.cluster.select(plural, space, query)
        since = int(query.get("resourceVersion") or 0)
        self.begin_stream()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with self.cluster.lock:
                news = [entry for entry in self.cluster.history if entry[0] > since]
                if not news:
                    self.cluster.lock.wait(0.5)
                    continue
                since = news[-1][0]
            for _, one, one_space, kind, value in news:
                if chosen(one, one_space, value):
                    self.chunk(json.dumps({"type": kind, "object": value}).encode() + b"\n")
        self.chunk(b"")

    def send_log(self, space, pod, follow):
        self.begin_stream()
        for number, line in enumerate(self.cluster.logs.get(pod, [])):
            self.chunk(f"2024-01-01T00:00:00.{number + 1:09}Z {line}\n".encode())
        end = time.monotonic() + 60
        while follow and self.is_running(space, pod) and time.monotonic() < end:
            with self.cluster.lock:
                self.cluster.lock.wait(0.5)
        self.chunk(b"")

    def is_running(self, space, pod):
        with self.cluster.lock:
            value = self.cluster.objects.get(("pods", space, pod), {})
        return value.get("status", {}).get("phase") == "Running"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that goes away is no failure


class ApiServer:
    """The server with its certificate and the kubeconfig that leads to it."""

    def __init__(self, folder):
        self.cluster = Cluster()
        handler = type("BoundHandler", (Handler,), {"cluster": self.cluster})
        self._server = _Server(("127.0.0.1", 0), handler)
        certificate, key = folder / "server.crt", folder / "server.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.kubeconfig = folder / "kubeconfig"
        self.kubeconfig.write_text(self.config(base64.b64encode(certificate.read_bytes()).decode()))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def config(self, authority, token=TOKEN, port=None):
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "here",
                "clusters": [
                    {
                        "name": "c",
                        "cluster": {
                            "server": f"https://127.0.0.1:{port or self.port}",
                            "certificate-authority-data": authority,
                        },
                    }
                ],
                "users": [{"name": "u", "user": {"token": token}}],
                "contexts": [{"name": "here", "context": {"cluster": "c", "user": "u"}}],
            }
        )

    def close(self):
        self._server.shutdown()
        self._server.server_close()
