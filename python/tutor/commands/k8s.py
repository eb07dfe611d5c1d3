# SPDX-License-Identifier: Apache-2.0
"""The group `k8s`."""

from __future__ import annotations

import os
import typing as t

import click

import _tutor

from tutor._host import unsupported
from tutor._host.commands import core_group
from tutor import config as tutor_config, env as tutor_env, exceptions, fmt, hooks, serialize
from tutor import interactive as interactive_config, utils
from tutor.exceptions import TutorError
from tutor.tasks import BaseTaskRunner
from tutor.types import Config, get_typed

from .context import BaseTaskContext
from .upgrade import OPENEDX_RELEASE_NAMES
from .upgrade.k8s import upgrade_from


class K8sClients:
    """Clients of the Python package `kubernetes`, for plugins that bring it.

    The program itself talks to Kubernetes without it.
    """

    _instance: t.Optional[K8sClients] = None

    def __init__(self) -> None:
        try:
            from kubernetes import client, config
        except ImportError as error:
            raise TutorError(
                "the Python package 'kubernetes' is not installed; "
                "run: tutor plugins install kubernetes"
            ) from error
        if os.path.exists("/var/run/secrets/kubernetes.io/serviceaccount/token"):
            config.load_incluster_config()
        else:
            config.load_kube_config()
        self._client = client
        self._apis: t.Dict[str, t.Any] = {}

    @classmethod
    def instance(cls) -> K8sClients:
        """The one that all share."""
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def _api(self, name: str) -> t.Any:
        if name not in self._apis:
            self._apis[name] = getattr(self._client, name)()
        return self._apis[name]

    @property
    def batch_api(self) -> t.Any:
        return self._api("BatchV1Api")

    @property
    def core_api(self) -> t.Any:
        return self._api("CoreV1Api")


class K8sTaskRunner(BaseTaskRunner):
    """Runs tasks on `k8s`."""

    def run_task(self, service: str, command: str) -> int:
        _tutor.run_task("k8s", service, command)
        return 0

    def load_job(self, name: str) -> t.Any:
        """The manifest of a job, as it was rendered."""
        with open(tutor_env.pathjoin(self.root, "k8s", "jobs.yml"), encoding="utf-8") as file:
            for manifest in serialize.load_all(file.read()):
                if manifest and manifest["metadata"]["name"] == name:
                    return manifest
        raise TutorError(f"Could not find job '{name}'")

    def active_job_names(self) -> t.List[str]:
        """Jobs of this platform that run at this time."""
        jobs = K8sClients.instance().batch_api.list_namespaced_job(k8s_namespace(self.config))
        return [job.metadata.name for job in jobs.items if job.status.active]


class K8sContext(BaseTaskContext):
    """The context of `k8s` commands."""

    def job_runner(self, config: Config) -> K8sTaskRunner:
        return K8sTaskRunner(self.root, config)


def k8s_namespace(config: Config) -> str:
    return str(config["K8S_NAMESPACE"])


def resource_selector(config: Config, *selectors: str) -> t.List[str]:
    """The option that selects a project's resources."""
    labels = ["app.kubernetes.io/instance=openedx-" + str(config["ID"]), *selectors]
    return ["--selector=" + ",".join(labels)]


def resource_namespace_selector(config: Config) -> t.List[str]:
    return ["--namespace", k8s_namespace(config), *resource_selector(config)]


def kubectl_exec(config: Config, service: str, command: t.List[str]) -> int:
    """Run a command in the first pod of a service; needs the client `kubectl`."""
    selector = f"app.kubernetes.io/name={service}"
    pod = utils.check_output(
        "kubectl", "get", *resource_namespace_selector(config)[:2],
        *resource_selector(config, selector), "pods", "-o=jsonpath={.items[0].metadata.name}",
    ).decode()
    options = ["--stdin", "--tty"] if utils.is_a_tty() else ["--stdin"]
    return utils.kubectl(
        "exec", *options, "--namespace", k8s_namespace(config), pod, "--", *command
    )


def kubectl_apply(root: str, *args: str, prune_configmaps: bool = False) -> None:
    """Apply what was rendered; needs the client `kubectl`."""
    prune = ["--prune", "--prune-allowlist=core/v1/ConfigMap"] if prune_configmaps else []
    utils.kubectl("apply", "--kustomize", tutor_env.pathjoin(root), *args, *prune)


def delete_resources(
    config: Config, resources: t.Optional[t.List[str]] = None, name: t.Optional[str] = None
) -> None:
    """Delete resources of a project; needs the client `kubectl`."""
    selectors = [] if name is None else [f"app.kubernetes.io/name={name}"]
    kinds = ",".join(resources or ["deployment", "service", "configmap", "job", "ingress"])
    utils.kubectl(
        "delete", "--ignore-not-found=true", "--namespace", k8s_namespace(config),
        *resource_selector(config, *selectors), kinds,
    )


def wait_for_deployment_ready(config: Config, service: str) -> None:
    """Wait until a deployment is available; needs the client `kubectl`."""
    utils.kubectl(
        "wait", "--namespace", k8s_namespace(config),
        *resource_selector(config, f"app.kubernetes.io/name={service}"),
        "--for=condition=available", "--timeout=600s", "deployment",
    )


k8s = core_group("k8s")

# Its commands, by the names of their functions.
_COMMANDS = {
    "apply_command": "apply", "delete": "delete", "do": "do", "exec_command": "exec",
    "init": "init", "launch": "launch", "logs": "logs", "reboot": "reboot", "scale": "scale",
    "start": "start", "status": "status", "stop": "stop", "upgrade": "upgrade", "wait": "wait",
}


def __getattr__(name: str) -> t.Any:
    if name == "config_save_command":
        from .config import save

        return save
    if name not in _COMMANDS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    word = _COMMANDS[name]
    missing = unsupported.function(f"tutor k8s {word}")
    return k8s.commands.get(word) or click.Command(word, callback=missing)
