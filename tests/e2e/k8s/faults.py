#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Tasks that cannot start or do not end well, on a real cluster: each must end with status 1 and its
cause, within two seconds of the moment at which the cluster itself knew.

    faults.py TUTOR NAMESPACE KUBECONFIG-WITH-TOKEN

The project must be configured for NAMESPACE, with the proxy running; see faults.sh.
"""

import itertools
import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from api import Api, Watch  # noqa: E402

TUTOR, SPACE, KUBECONFIG = sys.argv[1:]
LIMIT = 2.0
IMAGE = "k8s-rig/busybox:1"

FORM = """    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {{name: {name}-job, labels: {{app.kubernetes.io/component: job}}}}
    spec:
      {job}
      template:
        spec:
          restartPolicy: {policy}
          volumes: {volumes}
          containers:
            - {{name: main, image: "{image}", resources: {resources}, volumeMounts: {mounts}}}
"""


def waiting(reasons):
    return lambda pod: any(
        status.get("state", {}).get("waiting", {}).get("reason") in reasons
        for status in pod.get("status", {}).get("containerStatuses", [])
    )


def unschedulable(pod):
    return any(one.get("reason") == "Unschedulable" for one in pod.get("status", {}).get("conditions", []))


def failed_job(job):
    return any(
        one["type"] == "Failed" and one["status"] == "True" for one in job.get("status", {}).get("conditions", [])
    )


def event(reason, text):
    return lambda one: one.get("reason") == reason and text in one.get("message", "")


PODS, JOBS, EVENTS = (
    f"/api/v1/namespaces/{SPACE}/pods",
    f"/apis/batch/v1/namespaces/{SPACE}/jobs",
    f"/api/v1/namespaces/{SPACE}/events",
)
MOUNT = "[{name: v, mountPath: /v}]"
# name: (what is special, script, what is watched, when the cluster knows, words of the cause)
FAULTS = {
    "noimage": ({"image": "k8s-rig/nothing:1"}, "true", PODS, waiting(["ErrImagePull"]), "cannot be pulled"),
    "huge": ({"resources": "{requests: {memory: 900Gi}}"}, "true", PODS, unschedulable, "no node can take the pod"),
    "crash": ({}, "echo before the end; exit 3", JOBS, failed_job, "ended with status 3"),
    "loop": ({"policy": "OnFailure"}, "echo again; exit 4", JOBS, failed_job, "ended with status 4"),
    "memory": (
        {"resources": "{limits: {memory: 24Mi}}"},
        "dd if=/dev/zero of=/dev/null bs=200M count=1",
        JOBS,
        failed_job,
        "more memory than it may",
    ),
    "late": ({"job": "activeDeadlineSeconds: 3"}, "sleep 100", JOBS, failed_job, "longer than it may"),
    "claim": (
        {"volumes": "[{name: v, persistentVolumeClaim: {claimName: nothing}}]", "mounts": MOUNT},
        "true",
        PODS,
        unschedulable,
        '"nothing" not found',
    ),
    "secret": (
        {"volumes": "[{name: v, secret: {secretName: nothing}}]", "mounts": MOUNT},
        "true",
        EVENTS,
        event("FailedMount", '"nothing" not found'),
        '"nothing" not found',
    ),
    "nocommand": ({}, "exec /no/such/program", JOBS, failed_job, "status 127"),
}


def write_plugin(name, special, script):
    plugins = pathlib.Path(os.environ["TUTOR_PLUGINS_ROOT"])
    settings = {
        "image": IMAGE, "resources": "{}", "volumes": "[]", "mounts": "[]", "policy": "Never", "job": "completions: 1",
        **special,
    }
    (plugins / f"{name}.yml").write_text(
        f"name: {name}\nversion: 1.0.0\ntemplates: {plugins}/files\nhooks:\n  init: [{name}]\n"
        "patches:\n  k8s-jobs: |\n" + FORM.format(name=name, **settings))
    folder = plugins / "files" / name / "hooks" / name
    folder.mkdir(parents=True)
    (folder / "init").write_text(script + "\n")


def tutor(*words, **options):
    return subprocess.Popen(
        [TUTOR, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )


class Failure(Exception):
    pass


def judge(name, process, watch, words):
    """Waits for the verdict; returns how long after the cluster it came."""
    out, _ = process.communicate(timeout=240)
    end = time.monotonic()
    if process.returncode != 1:
        raise Failure(f"{name}: status {process.returncode}\n{out}")
    if words not in out:
        raise Failure(f"{name}: no '{words}' in\n{out}")
    time.sleep(0.2)
    if watch.seen is None:
        raise Failure(f"{name}: the cluster never knew\n{out}")
    late = end - watch.seen
    if late > LIMIT:
        raise Failure(f"{name}: the verdict came {late:.2f} s after the cluster knew\n{out}")
    cause = next((line for line in out.splitlines() if line.startswith("Error:")), "")
    print(f"  {name:10} {late * 1000:7.0f} ms   {cause[:150]}")


def check_faults(api):
    for name, (_, _, path, condition, words) in FAULTS.items():
        known = {item["metadata"]["uid"] for item in api.ask("GET", path)["items"]}
        watch = Watch(
            api,
            path + "?watch=1",
            lambda one, condition=condition, known=known: one["metadata"]["uid"] not in known and condition(one),
        )
        yield judge, name, tutor("k8s", "init", "--limit", name), watch, words


def check_quota(api):
    quota = {"metadata": {"name": "none"}, "spec": {"hard": {"count/pods": "1"}}}
    api.ask("POST", f"/api/v1/namespaces/{SPACE}/resourcequotas", quota)
    while "used" not in api.ask("GET", f"/api/v1/namespaces/{SPACE}/resourcequotas/none").get("status", {}):
        time.sleep(0.1)
    watch = Watch(api, EVENTS + "?watch=1", event("FailedCreate", "exceeded quota"))
    judge("quota", tutor("k8s", "init", "--limit", "crash"), watch, "quota does not allow")
    api.ask("DELETE", f"/api/v1/namespaces/{SPACE}/resourcequotas/none")


def check_deletion(api):
    process = tutor("k8s", "init", "--limit", "sleeper")
    name = None
    while name is None:
        jobs = api.ask("GET", JOBS)["items"]
        name = next((job["metadata"]["name"] for job in jobs if job["metadata"]["name"].startswith("sleeper")), None)
        time.sleep(0.2)
    time.sleep(1)
    watch = Watch(api, JOBS + "?watch=1", lambda job: "deletionTimestamp" in job["metadata"])
    api.ask("DELETE", f"{JOBS}/{name}?propagationPolicy=Background")
    watch.seen = time.monotonic()
    judge("deletion", process, watch, "somebody deleted the job")


def check_timeout(api):
    begin = time.monotonic()
    process = tutor("k8s", "init", "--limit", "sleeper", "--timeout", "5")
    out, _ = process.communicate(timeout=60)
    if process.returncode != 1 or "its time is over" not in out or time.monotonic() - begin > 9:
        raise Failure(f"--timeout: status {process.returncode}\n{out}")
    if [job for job in api.ask("GET", JOBS)["items"] if job["status"].get("active")]:
        raise Failure("--timeout: a job is still active")
    print("  timeout    ok")


def check_rollouts(api):
    """Deployments that never become available: the same causes, from `k8s wait`."""
    deployments = {
        "bad-image": ({"image": "k8s-rig/nothing:1"}, waiting(["ErrImagePull"]), "cannot be pulled"),
        "bad-size": ({"resources": {"requests": {"memory": "900Gi"}}}, unschedulable, "no node can take the pod"),
        "bad-loop": ({"args": ["sh", "-c", "exit 5"]}, waiting(["CrashLoopBackOff"]), "crashes again and again"),
    }
    instance = json.loads(subprocess.check_output([TUTOR, "config", "printvalue", "ID"], text=True).strip().join('""'))
    for name, (container, condition, words) in deployments.items():
        labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": f"openedx-{instance}"}
        watch = Watch(
            api,
            PODS + "?watch=1",
            lambda one, name=name, condition=condition: one["metadata"].get("labels", {}).get("app.kubernetes.io/name")
            == name
            and condition(one),
        )
        api.ask(
            "POST",
            f"/apis/apps/v1/namespaces/{SPACE}/deployments",
            {
                "metadata": {"name": name, "labels": labels},
                "spec": {
                    "selector": {"matchLabels": labels},
                    "template": {
                        "metadata": {"labels": labels},
                        "spec": {"containers": [{"name": "main", "image": IMAGE, **container}]},
                    },
                },
            },
        )
        if name == "bad-loop":
            # Without probes it counts as available for a moment: wait for the loop itself.
            while watch.seen is None:
                time.sleep(0.05)
            watch.seen = time.monotonic()
        yield judge, name, tutor("k8s", "wait", name), watch, words


def main():
    api = Api(KUBECONFIG)
    for name, (special, script, *_) in FAULTS.items():
        write_plugin(name, special, script)
    write_plugin("sleeper", {}, "echo asleep; sleep 1000")
    for name in (*FAULTS, "sleeper"):
        subprocess.run([TUTOR, "plugins", "enable", name], check=True, capture_output=True)
    print("verdicts, after the cluster knew:")
    failures = []
    checks = ((check, api) for check in (check_quota, check_deletion, check_timeout))
    for check, *arguments in itertools.chain(check_faults(api), checks, check_rollouts(api)):
        try:
            check(*arguments)
        except Failure as failure:
            failures.append(str(failure))
            print(f"  FAILED: {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
