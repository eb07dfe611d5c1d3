# SPDX-License-Identifier: Apache-2.0
"""tutor k8s against a stand-in for the API server: which requests are made, and what is said."""

import base64
import json
import os
import pty
import re
import select
import signal
import subprocess
import time

from api_server import ApiServer, Refusal
from harness import BINARY, ProgramTest, main

NAMESPACE = "openedx"
SELECTOR = "app.kubernetes.io/instance=openedx-abc"
CORE = ("caddy", "cms", "cms-worker", "lms", "lms-worker", "meilisearch", "mongodb", "mysql", "redis", "smtp")


class K8sTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = ApiServer(self.folder)
        self.addCleanup(self.server.close)
        self.cluster = self.server.cluster
        self.cluster.on_change = self.controllers
        self.environment["KUBECONFIG"] = str(self.server.kubeconfig)
        self.environment["PATH"] = "/usr/bin:/bin"
        self.job_status = {"conditions": [{"type": "Complete", "status": "True"}], "succeeded": 1}
        self.container_state = {"terminated": {"exitCode": 0, "reason": "Completed"}}
        self.phase = "Succeeded"
        self.save("ID=abc")

    # What the cluster would do by itself.
    def controllers(self, plural, key):
        space, name = key
        if plural == "deployments":
            self.roll_out(space, name)
        elif plural == "jobs":
            self.run_job(space, name)

    def roll_out(self, space, name):
        done = {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
        if self.cluster.objects[("deployments", space, name)].get("status") != done:
            self.cluster.update("deployments", space, name, status=done)

    def run_job(self, space, name):
        pod = name + "-pod"
        self.cluster.update("jobs", space, name, status={"active": 1})
        self.cluster.logs[pod] = [f"first line of {name}", "second line"]
        self.cluster.put(
            "pods",
            space,
            pod,
            {
                "metadata": {"labels": {"job-name": name}},
                "spec": {"containers": [{"name": "c", "image": "image:1"}]},
                "status": {
                    "phase": self.phase,
                    "containerStatuses": [
                        {"name": "c", "containerID": "run-1", "restartCount": 0, "state": self.container_state}
                    ],
                },
            },
        )
        self.cluster.update("jobs", space, name, status={"active": 0, **self.job_status})

    def started(self):
        self.tutor("k8s", "start")
        self.requests()

    def requests(self, *methods):
        """(method, path) of the requests since the last time, without watches."""
        with self.cluster.lock:
            found = [entry for entry in self.cluster.requests if "watch" not in entry[2]]
            self.cluster.requests.clear()
        self.last_requests = found
        return [(method, path) for method, path, _, _ in found if not methods or method in methods]

    def names(self, plural):
        return sorted(name for one, _, name in self.cluster.objects if one == plural)


class Start(K8sTest):
    def test_namespace_first_then_one_request_for_each_object(self):
        out = self.tutor("k8s", "start")
        patches = self.requests("GET", "PATCH")
        self.assertEqual(patches[0], ("GET", "/api/v1/namespaces/openedx"))
        self.assertEqual(patches[1], ("PATCH", "/api/v1/namespaces/openedx"))
        self.assertEqual(len(patches), len(set(patches)))
        self.assertEqual(self.names("deployments"), sorted(CORE))
        self.assertEqual(self.names("jobs"), [])
        for method, _, query, body in self.last_requests[1:]:
            self.assertEqual(method, "PATCH")
            self.assertEqual(query["fieldManager"], "tutor")
            self.assertEqual(query["force"], "true")
            json.loads(body)
        self.assertIn("deployment/lms applied", out)

    def test_unchanged_platform_costs_one_request_for_each_object(self):
        self.started()
        objects = [key for key in self.cluster.objects if key[0] not in ("namespaces",)]
        self.tutor("k8s", "start")
        self.assertEqual(len(self.requests()), 1 + len(objects))

    def test_chosen_names(self):
        self.started()
        self.tutor("k8s", "start", "lms", "caddy")
        paths = [path.rsplit("/", 2)[-2:] for _, path in self.requests("PATCH")]
        self.assertIn(["deployments", "lms"], paths)
        self.assertIn(["services", "caddy"], paths)
        self.assertNotIn(["deployments", "cms"], paths)
        error = self.fails("k8s", "start", "lsm")
        self.assertIn("did you mean 'lms'?", error)
        self.assertEqual(self.requests("PATCH"), [])

    def test_prune_takes_only_our_old_config_maps(self):
        self.started()
        ours = {"managedFields": [{"manager": "tutor", "operation": "Apply"}]}
        theirs = {"managedFields": [{"manager": "kubectl-create", "operation": "Update"}]}
        labels = {"app.kubernetes.io/instance": "openedx-abc", "app.kubernetes.io/managed-by": "tutor"}
        self.cluster.put("configmaps", NAMESPACE, "openedx-config-old", {"metadata": {"labels": labels, **ours}})
        self.cluster.put("configmaps", NAMESPACE, "by-hand", {"metadata": {"labels": labels, **theirs}})
        self.cluster.put("configmaps", NAMESPACE, "stranger", {"metadata": ours})
        before = set(self.names("configmaps"))
        self.tutor("k8s", "start")
        self.assertEqual(set(self.names("configmaps")), before)
        self.tutor("k8s", "start", "--prune-configmaps")
        self.assertEqual(before - set(self.names("configmaps")), {"openedx-config-old"})

    def test_what_the_server_refuses_is_told(self):
        self.cluster.refusals.append(("PATCH", "/deployments/", Refusal(403, "Forbidden", "no deployments for you")))
        error = self.fails("k8s", "start")
        self.assertIn("no deployments for you", error)
        self.assertIn("could not be applied", error)
        self.assertIn("lms", self.names("services"))

    def test_no_right_to_see_namespaces(self):
        self.cluster.put("namespaces", "", NAMESPACE, {})
        self.cluster.refusals.append(("GET", "/namespaces/openedx$", Refusal(403, "Forbidden", "no")))
        self.tutor("k8s", "start", "caddy")
        self.assertIn("caddy", self.names("deployments"))

    def test_no_manifests(self):
        (self.root / "env" / "kustomization.yml").unlink()
        self.assertIn("tutor config save", self.fails("k8s", "start"))

    def test_no_config(self):
        (self.root / "config.yml").unlink()
        self.assertIn("config.yml", self.fails("k8s", "start"))


class Credentials(K8sTest):
    def test_wrong_token_wrong_authority_and_nobody_there(self):
        authority = base64.b64encode((self.folder / "server.crt").read_bytes()).decode()
        self.server.kubeconfig.write_text(self.server.config(authority, token="expired"))
        self.assertIn("Unauthorized", self.fails("k8s", "status"))
        other = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", "/dev/null", "-days", "2", "-subj", "/CN=else"],
            check=True, capture_output=True).stdout
        self.server.kubeconfig.write_text(self.server.config(base64.b64encode(other).decode()))
        self.assertIn("certificate", self.fails("k8s", "status"))

    def test_context(self):
        config = json.loads(self.server.kubeconfig.read_text())
        config["current-context"] = "nowhere"
        self.server.kubeconfig.write_text(json.dumps(config))
        self.assertIn("nowhere", self.fails("k8s", "status"))
        self.tutor("k8s", "--context", "here", "status")
        self.tutor("k8s", "--context=here", "start", "caddy")

    def test_no_credentials_at_all(self):
        del self.environment["KUBECONFIG"]
        self.assertIn("KUBECONFIG", self.fails("k8s", "status"))


class StopAndDelete(K8sTest):
    def test_stop_leaves_volumes_and_namespace(self):
        self.started()
        self.cluster.put("jobs", NAMESPACE, "left", {"metadata": {"labels": {"app.kubernetes.io/instance": "openedx-abc"}}})
        self.tutor("k8s", "stop")
        for plural in ("deployments", "configmaps", "jobs"):
            self.assertEqual(self.names(plural), [], plural)
        self.assertEqual(self.names("services"), ["caddy"])
        self.assertIn("mysql", self.names("persistentvolumeclaims"))
        self.assertEqual(self.names("namespaces"), [NAMESPACE])

    def test_stop_by_name(self):
        self.started()
        self.tutor("k8s", "stop", "lms", "cms")
        self.assertEqual(set(CORE) - set(self.names("deployments")), {"lms", "cms"})
        selectors = {query["labelSelector"] for method, _, query, _ in self.cluster.requests if "labelSelector" in query}
        self.assertIn(
            SELECTOR + ",app.kubernetes.io/component!=loadbalancer,app.kubernetes.io/name=lms", selectors)

    def test_strangers_stay(self):
        self.started()
        self.cluster.put("deployments", NAMESPACE, "stranger", {})
        self.tutor("k8s", "stop")
        self.assertEqual(self.names("deployments"), ["stranger"])

    def test_delete_asks(self):
        self.started()
        self.assertIn("Aborted!", self.fails("k8s", "delete", input="n\n"))
        self.assertEqual(self.requests("DELETE"), [])
        self.tutor("k8s", "delete", input="y\n")
        self.assertEqual(self.cluster.objects, {})

    def test_delete_without_namespace(self):
        self.started()
        self.cluster.put("deployments", NAMESPACE, "stranger", {})
        self.tutor("k8s", "delete", "--yes", "--exclude-namespace")
        self.assertEqual(self.names("namespaces"), [NAMESPACE])
        self.assertEqual(self.names("deployments"), ["stranger"])
        self.assertEqual(self.names("persistentvolumeclaims"), [])
        self.assertIn("nothing to delete", self.tutor("k8s", "delete", "--yes", "--exclude-namespace").lower())

    def test_no_config_is_needed(self):
        self.started()
        (self.root / "config.yml").unlink()
        self.tutor("k8s", "apply", "--dry-run=client")
        self.tutor("k8s", "delete", "--yes")
        self.assertEqual(self.cluster.objects, {})

    def test_reboot(self):
        self.started()
        self.tutor("k8s", "reboot", "lms")
        methods = [method for method, path in self.requests() if path.endswith("/deployments/lms")]
        self.assertEqual([method for method in methods if method != "GET"], ["DELETE", "PATCH"])


class Apply(K8sTest):
    def test_everything(self):
        self.cluster.put("namespaces", "", NAMESPACE, {})
        self.cluster.on_change = lambda plural, key: None
        self.tutor("k8s", "apply")
        self.assertEqual(self.names("jobs"), ["cms-job", "lms-job", "mysql-job"])

    def test_words_of_kubectl(self):
        self.cluster.put("namespaces", "", NAMESPACE, {})
        self.tutor("k8s", "apply", "--dry-run=client")
        self.assertEqual(self.requests(), [])
        self.tutor("k8s", "apply", "--dry-run=server", "--server-side", "-l", "app.kubernetes.io/name=lms")
        self.assertEqual({query["dryRun"] for _, _, query, _ in self.cluster.requests}, {"All"})
        self.assertEqual(self.names("deployments"), [])
        self.assertIn("--prune", self.fails("k8s", "apply", "--prume", status=2))
        self.assertIn("needs a value", self.fails("k8s", "apply", "--selector", status=2))


class Jobs(K8sTest):
    def setUp(self):
        super().setUp()
        self.started()

    def job(self):
        bodies = [json.loads(body) for method, path, _, body in self.cluster.requests if method == "POST"]
        self.assertEqual(len(bodies), 1)
        return bodies[0]

    def test_form_name_and_output(self):
        out = self.tutor("k8s", "do", "print-edx-platform-setting", "PLATFORM_NAME")
        job = self.job()
        name = job["metadata"]["name"]
        self.assertRegex(name, r"^lms-job-\d{14}-[a-z0-9]{5}$")
        self.assertEqual(job["metadata"]["labels"]["app.kubernetes.io/name"], name)
        self.assertEqual(job["spec"]["backoffLimit"], 1)
        self.assertEqual(job["spec"]["ttlSecondsAfterFinished"], 3600)
        container = job["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(container["args"][:3], ["sh", "-e", "-c"])
        self.assertNotIn("command", container)
        self.assertIn(f"first line of {name}\nsecond line\n", out)
        logs = "".join(path.read_text() for path in (self.root / "logs").rglob("*.log"))
        self.assertIn(f"first line of {name}", logs)

    def test_services_are_waited_for_first(self):
        self.cluster.on_change = lambda plural, key: self.run_job(*key) if plural == "jobs" else None
        self.cluster.update("deployments", NAMESPACE, "mysql", status={"availableReplicas": 0})
        process = subprocess.Popen(
            [BINARY, "k8s", "do", "createuser", "--password", "secret-word", "a", "a@b.c"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(1)
        self.assertEqual([entry for entry in self.cluster.requests if entry[0] == "POST"], [])
        self.roll_out(NAMESPACE, "mysql")
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, out)
        self.assertIn("mysql is available", out)
        self.assertNotIn("secret-word", out)

    def test_other_jobs_are_waited_for(self):
        labels = {"app.kubernetes.io/managed-by": "tutor"}
        self.cluster.put("jobs", NAMESPACE, "other-job-1", {"metadata": {"labels": labels}, "status": {"active": 1}})
        process = subprocess.Popen(
            [BINARY, "k8s", "do", "print-edx-platform-setting", "A"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        shown = ""
        while "Waiting for active jobs to end: other-job-1" not in shown:
            line = process.stdout.readline()
            self.assertNotEqual(line, "", shown)
            shown += line
        time.sleep(0.5)
        self.assertEqual([entry for entry in self.cluster.requests if entry[0] == "POST"], [])
        self.cluster.update("jobs", NAMESPACE, "other-job-1", status={"active": 0})
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, shown + out)

    def test_failure_with_status_and_cause(self):
        self.container_state = {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}
        self.phase = "Failed"
        self.job_status = {"conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}]}
        error = self.fails("k8s", "do", "print-edx-platform-setting", "A")
        self.assertIn("it used more memory than it may", error)
        self.assertEqual(self.requests("DELETE"), [])

    def test_what_cannot_start_is_deleted(self):
        self.container_state = {"waiting": {"reason": "ErrImagePull", "message": "no such image"}}
        self.phase = "Pending"
        self.job_status = {"active": 1}
        begin = time.monotonic()
        error = self.fails("k8s", "do", "print-edx-platform-setting", "A")
        self.assertLess(time.monotonic() - begin, 5)
        self.assertIn("image 'image:1' cannot be pulled: no such image", error)
        self.assertEqual(self.names("jobs"), [])

    def test_quota(self):
        def refuse_pods(plural, key):
            if plural == "jobs":
                self.cluster.put("events", NAMESPACE, "e1", {
                    "involvedObject": {"kind": "Job", "name": key[1]}, "reason": "FailedCreate",
                    "message": f'pods "{key[1]}-x" is forbidden: exceeded quota: small'})
        self.cluster.on_change = refuse_pods
        self.assertIn("quota", self.fails("k8s", "do", "print-edx-platform-setting", "A"))

    def test_deleted_by_somebody_else(self):
        self.cluster.on_change = lambda plural, key: plural == "jobs" and self.cluster.delete(plural, *key)
        self.assertIn("somebody deleted the job", self.fails("k8s", "do", "print-edx-platform-setting", "A"))

    def test_timeout(self):
        self.cluster.on_change = lambda plural, key: None
        error = self.fails("k8s", "do", "--timeout", "1", "print-edx-platform-setting", "A")
        self.assertIn("its time is over", error)
        self.assertEqual(self.names("jobs"), [])

    def interrupt(self, *words):
        self.cluster.on_change = lambda plural, key: plural == "jobs" and self.cluster.update(
            plural, *key, status={"active": 1})
        process = subprocess.Popen(
            [BINARY, "k8s", "do", *words, "print-edx-platform-setting", "A"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        end = time.monotonic() + 10
        while not self.names("jobs") and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1, out)
        self.assertIn("Aborted!", out)
        return out

    def test_interrupt_deletes(self):
        self.assertIn("is deleted", self.interrupt())
        self.assertEqual(self.names("jobs"), [])

    def test_interrupt_detaches(self):
        out = self.interrupt("--on-interrupt=detach")
        self.assertEqual(len(self.names("jobs")), 1)
        self.assertIn(f"tutor k8s logs --follow {self.names('jobs')[0]}", out)

    def test_interrupt_on_a_terminal_asks(self):
        self.cluster.on_change = lambda plural, key: plural == "jobs" and self.cluster.update(
            plural, *key, status={"active": 1})
        child, terminal = pty.fork()
        if child == 0:
            os.execve(BINARY, [BINARY, "k8s", "do", "print-edx-platform-setting", "A"], self.environment)
        self.addCleanup(os.close, terminal)
        shown = self.shown(terminal, "is created")
        time.sleep(0.3)
        os.write(terminal, b"\x03")
        shown += self.shown(terminal, "[delete]")
        self.assertIn("leave it running", shown)
        os.write(terminal, b"detach\n")
        shown += self.shown(terminal, "Aborted!")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 1)
        self.assertEqual(len(self.names("jobs")), 1, shown)

    def shown(self, terminal, text):
        """What a terminal shows, until it shows a text."""
        found = ""
        end = time.monotonic() + 20
        while text not in found and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    found += os.read(terminal, 4096).decode(errors="replace")
                except OSError:
                    break
        self.assertIn(text, found)
        return found

    def test_no_form(self):
        self.plugin("gone", "name: gone\nversion: 1\nhooks:\n  init: [gone]\ntemplates: " + str(self.folder) + "\n")
        (self.folder / "gone" / "hooks" / "gone").mkdir(parents=True)
        (self.folder / "gone" / "hooks" / "gone" / "init").write_text("true\n")
        self.tutor("plugins", "enable", "gone")
        error = self.fails("k8s", "init", "--limit", "gone")
        self.assertIn("could not find job 'gone-job'", error)

    def test_entrypoint_bypass(self):
        self.plugin("bare", "name: bare\nversion: 1\npatches:\n  k8s-jobs: |\n    ---\n    apiVersion: batch/v1\n"
                    "    kind: Job\n    metadata: {name: bare-job}\n    spec:\n      template:\n        spec:\n"
                    "          restartPolicy: Never\n          containers:\n          - {name: b, image: x, command: []}\n"
                    "hooks:\n  init: [bare]\ntemplates: " + str(self.folder) + "\n")
        (self.folder / "bare" / "hooks" / "bare").mkdir(parents=True)
        (self.folder / "bare" / "hooks" / "bare" / "init").write_text("echo hi\n")
        self.tutor("plugins", "enable", "bare")
        self.tutor("config", "save")
        self.tutor("k8s", "init", "--limit", "bare")
        container = self.job()["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual((container["command"], container["args"]), (["sh", "-e", "-c"], ["echo hi"]))

    def test_launch(self):
        out = self.tutor("k8s", "launch", "--non-interactive")
        self.assertRegex(out, "(?s)Starting the platform.*Database creation and migrations.*http://local.openedx.io")
        self.assertEqual(len([entry for entry in self.cluster.requests if entry[0] == "POST"]), 5)


class Pods(K8sTest):
    def pod(self, name, service="lms", ready=True):
        self.cluster.put("pods", NAMESPACE, name, {
            "metadata": {"labels": {"app.kubernetes.io/name": service}},
            "spec": {"containers": [{"name": "c"}]},
            "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": str(ready)}],
                       "containerStatuses": [
                           {"name": "c", "containerID": "run-1", "ready": ready, "state": {"running": {}}}]}})
        self.cluster.logs[name] = [f"hello from {name}"]

    def test_logs(self):
        self.pod("lms-1")
        self.assertEqual(self.tutor("k8s", "logs", "lms"), "hello from lms-1\n")
        _, _, query, _ = self.cluster.requests[-1]
        self.assertEqual((query["container"], query["tailLines"]), ("c", "10"))
        self.pod("lms-2")
        self.assertEqual(
            self.tutor("k8s", "logs", "--tail", "3", "lms"), "lms-1 | hello from lms-1\nlms-2 | hello from lms-2\n")
        for name in ("lms-1", "lms-2"):
            state = {"terminated": {"exitCode": 0}}
            self.cluster.update("pods", NAMESPACE, name, status={
                "phase": "Succeeded", "containerStatuses": [{"name": "c", "containerID": "run-1", "state": state}]})
        self.assertEqual(
            sorted(self.tutor("k8s", "logs", "-f", "lms").splitlines()),
            ["lms-1 | hello from lms-1", "lms-2 | hello from lms-2"])
        self.assertIn("--max-log-requests 2", self.fails("k8s", "logs", "-f", "-m", "1", "lms"))
        self.assertIn("no pod of service 'cms'", self.fails("k8s", "logs", "cms"))

    def test_status(self):
        self.pod("lms-1")
        out = self.tutor("k8s", "status")
        self.assertRegex(out, r"NAME +\tREADY\tSTATUS +\tRESTARTS\tAGE\npod/lms-1")
        found = json.loads(self.tutor("k8s", "status", "--output", "json"))
        self.assertEqual(found["objects"][0]["kind"], "Pod")
        self.assertEqual(found["objects"][0]["ready"], "1/1")

    def test_scale(self):
        self.started()
        self.tutor("k8s", "scale", "lms", "3")
        self.assertEqual(self.requests("PATCH")[0][1].rsplit("/", 3)[1:], ["deployments", "lms", "scale"])
        self.fails("k8s", "scale", "lms", "-1", status=2)
        self.fails("k8s", "scale", "lms", "many", status=2)
        self.assertIn("not found", self.fails("k8s", "scale", "nothing", "3"))

    def test_wait(self):
        self.started()
        self.assertIn("lms is available", self.tutor("k8s", "wait", "lms"))
        self.assertIn("did you mean 'lms'?", self.fails("k8s", "wait", "lsm"))
        self.cluster.update("deployments", NAMESPACE, "lms", status={"availableReplicas": 0})
        self.assertIn("not available after 1 seconds", self.fails("k8s", "wait", "--timeout", "1", "lms"))


class Diff(K8sTest):
    def test_nothing_then_something(self):
        result = self.run_tutor("k8s", "diff")
        self.assertEqual(result.status, 1)
        self.assertIn("+++ b/deployment/lms", result.out)
        self.started()
        self.assertEqual(self.tutor("k8s", "diff"), "")
        self.tutor("config", "save", "--set", "DOCKER_IMAGE_OPENEDX=other:2")
        result = self.run_tutor("k8s", "diff", "lms")
        self.assertEqual(result.status, 1)
        self.assertIn("-        image: docker.io/overhangio/openedx", result.out)
        self.assertIn("+        image: other:2", result.out)
        self.assertNotIn("deployment/cms", result.out)
        self.assertEqual({query.get("dryRun") for method, _, query, _ in self.cluster.requests if method == "PATCH"}, {"All"})

    def test_config_maps_are_compared_with_their_predecessor_and_secrets_masked(self):
        self.started()
        self.tutor("config", "save", "--set", "PLATFORM_NAME=Else", "--set", "OPENEDX_SECRET_KEY=verysecretverysecret")
        result = self.run_tutor("k8s", "diff")
        self.assertIn("Else", result.out)
        self.assertNotIn("verysecretverysecret", result.out)
        config = re.search(r"--- a/configmap/openedx-config.*?(?=\n--- |\Z)", result.out, re.S)
        self.assertIn("PLATFORM_NAME", config[0])
        self.assertNotIn("CONTACT_EMAIL: ", "".join(line for line in config[0].splitlines() if line[:1] in "+-"))


class Upgrade(K8sTest):
    def test_instructions_for_servers_of_mongodb(self):
        out = self.tutor("k8s", "upgrade", "--from", "quince")
        for version in ("5.0.26", "6.0.14", "7.0.28"):
            self.assertIn(f"DOCKER_IMAGE_MONGODB=mongo:{version}", out)
        self.assertIn("mongosh --eval", out)
        self.assertEqual(self.requests(), [])
        self.save("ID=abc", "RUN_MONGODB=false")
        out = self.tutor("k8s", "upgrade", "--from", "quince")
        self.assertIn("upgrade it to 5.0.26 where it runs", out)

    def test_tasks_are_jobs(self):
        self.started()
        self.plugin("forum", "name: forum\nversion: 1\n")
        self.tutor("plugins", "enable", "forum")
        self.tutor("k8s", "upgrade", "--from", "redwood")
        jobs = [json.loads(body) for method, _, _, body in self.cluster.requests if method == "POST"]
        scripts = [job["spec"]["template"]["spec"]["containers"][0]["args"][3] for job in jobs]
        self.assertEqual(len(scripts), 1)
        self.assertIn("forum_v2.enable_mysql_backend", scripts[0])

    def test_nothing_to_upgrade(self):
        (self.root / "env" / "version").unlink()
        self.assertIn("Nothing to upgrade", self.tutor("k8s", "upgrade"))

    def test_launch_upgrades_first(self):
        (self.root / "env" / "version").write_text("17.0.5")
        out = self.tutor("k8s", "launch", "--non-interactive")
        self.assertRegex(out, "(?s)Upgrading from an older release.*mongo:5.0.26.*Starting the platform")


class Spellings(K8sTest):
    def test_names_of_v0(self):
        self.started()
        result = self.run_tutor("k8s", "createuser", "--password", "word-secret", "a", "a@b.c")
        self.assertEqual(result.status, 0, result)
        self.assertIn('"tutor k8s createuser" is called "tutor k8s do createuser" now', result.err)
        result = self.run_tutor("k8s", "quickstart", "--non-interactive")
        self.assertEqual(result.status, 0, result)
        self.assertIn('is called "tutor k8s launch" now', result.err)


class PythonPlugins(K8sTest):
    PLUGIN = """
import click
from tutor import config as tutor_config
from tutor.commands.k8s import k8s

@k8s.command(name="greet")
@click.pass_obj
def greet(context):
    config = tutor_config.load(context.root)
    context.job_runner(config).run_task("lms", "echo {{ greeting }}")
"""

    def test_commands_of_the_group_and_tasks(self):
        self.started()
        (self.plugins / "greeter.py").write_text(self.PLUGIN)
        enabled = self.run_tutor("plugins", "enable", "greeter")
        if "has no Python host" in enabled.err:
            self.skipTest("this build has no host for Python plugins")
        self.assertEqual(enabled.status, 0, enabled)
        self.tutor("k8s", "greet")
        jobs = [json.loads(body) for method, _, _, body in self.cluster.requests if method == "POST"]
        self.assertEqual(
            jobs[0]["spec"]["template"]["spec"]["containers"][0]["args"], ["sh", "-e", "-c", "echo {{ greeting }}"])


class Secrets(K8sTest):
    def test_files_with_secrets_are_secrets(self):
        self.save("ID=abc", "K8S_SECRETS=true")
        self.tutor("k8s", "start", "--prune-configmaps")
        self.assertEqual(
            sorted(name.rsplit("-", 1)[0] for name in self.names("secrets")),
            ["openedx-config", "openedx-settings-cms", "openedx-settings-lms"])
        config = " ".join(self.names("configmaps"))
        self.assertNotIn("openedx-config", config)
        lms = self.cluster.objects[("deployments", NAMESPACE, "lms")]["spec"]["template"]["spec"]
        sources = {volume["name"]: volume for volume in lms["volumes"]}
        self.assertIn(sources["config-secret"]["secret"]["secretName"], self.names("secrets"))
        self.assertEqual(self.tutor("k8s", "diff"), "")
        self.tutor("k8s", "stop")
        self.assertEqual(self.names("secrets"), [])


if __name__ == "__main__":
    main()
