# SPDX-License-Identifier: Apache-2.0
"""The group `k8s`."""

from __future__ import annotations

import typing as t

import _tutor

from tutor import utils
from tutor._host.commands import core_group
from tutor.exceptions import TutorError
from tutor.tasks import BaseTaskRunner
from tutor.types import Config

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


k8s = core_group("k8s")
