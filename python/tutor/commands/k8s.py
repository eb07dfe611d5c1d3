# SPDX-License-Identifier: Apache-2.0
"""The group `k8s`."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor._host import unsupported
from tutor._host.commands import core_group
from tutor import utils, env as tutor_env
from tutor.exceptions import TutorError
from tutor.tasks import BaseTaskRunner
from tutor.types import Config, get_typed

from .context import BaseTaskContext


class K8sClients:
    """The program talks to Kubernetes itself, without a Python client."""

    @classmethod
    def instance(cls) -> K8sClients:
        raise TutorError("tutor.commands.k8s.K8sClients is not supported")


class K8sTaskRunner(BaseTaskRunner):
    """Runs tasks on `k8s`."""

    def run_task(self, service: str, command: str) -> int:
        _tutor.run_task("k8s", service, command)
        return 0


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
    if name not in _COMMANDS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    word = _COMMANDS[name]
    missing = unsupported.function(f"tutor k8s {word}")
    return k8s.commands.get(word) or click.Command(word, callback=missing)
