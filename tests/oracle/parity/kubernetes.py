# SPDX-License-Identifier: Apache-2.0
"""Kubernetes manifests and the kustomization, reduced to what they mean."""
import re
import shlex

import yaml


def manifests(text):
    """The objects of a stream of documents, by kind and name."""
    found = {}
    for document in yaml.safe_load_all(text):
        if document is not None:
            name = (document.get("metadata") or {}).get("name")
            found[f"{document.get('kind')}/{name}"] = _object(document)
    return found


def kustomization(text):
    """The kustomization, with its generators by name."""
    document = yaml.safe_load(text)
    document["configMapGenerator"] = {
        generator["name"]: {**generator, "files": set(generator["files"])}
        for generator in document.get("configMapGenerator") or []
    }
    document["resources"] = set(document.get("resources") or [])
    return document


def built(text):
    """Objects as "kubectl kustomize" prints them, without the hashes of
    generated names and without the data they stand for."""
    text = re.sub(r"\b((?:caddy|redis|openedx-uwsgi|openedx)-config|openedx-settings-[lc]ms)-[a-z0-9]{10}\b", r"\1", text)
    found = manifests(text)
    for name, document in found.items():
        if name.startswith("ConfigMap/"):
            document["data"] = set(document.get("data") or {})
    return found


def _object(document):
    kind = document.get("kind")
    spec = document.get("spec") or {}
    if kind in ("Deployment", "Job"):
        pod = spec["template"]["spec"]
        if kind == "Job":
            # The labels of the pod of a form are of no use: each job made from
            # it is labelled anew.
            (spec["template"].get("metadata") or {}).pop("labels", None)
            if not spec["template"].get("metadata"):
                spec["template"].pop("metadata", None)
        _pod(pod)
    if kind == "Service":
        spec.setdefault("type", "ClusterIP")
        spec["ports"] = {
            f"{port['port']}/{port.get('protocol', 'TCP')}": {
                "targetPort": port.get("targetPort", port["port"]),
                "name": port.get("name", "") if len(spec["ports"]) > 1 else "",
            }
            for port in spec["ports"]
        }
    return document


def _pod(pod):
    volumes = {volume["name"]: {k: v for k, v in volume.items() if k != "name"} for volume in pod.pop("volumes", [])}
    for volume in volumes.values():
        for item in volume.get("configMap", {}).get("items", []):
            if item["key"] == item["path"]:
                volume["configMap"] = {k: v for k, v in volume["configMap"].items() if k != "items"}
    containers = {}
    for container in pod["containers"]:
        container["env"] = {entry["name"]: entry.get("value", entry) for entry in container.get("env", [])}
        container["volumeMounts"] = {
            mount["mountPath"].rstrip("/"): {
                "volume": volumes.get(mount["name"], mount["name"]),
                **{k: v for k, v in mount.items() if k not in ("name", "mountPath")},
            }
            for mount in container.get("volumeMounts", [])
        }
        container["ports"] = {
            f"{port['containerPort']}/{port.get('protocol', 'TCP')}" for port in container.get("ports", [])
        }
        for key in ("args", "command"):
            if isinstance(container.get(key), str):
                container[key] = shlex.split(container[key])
            if key in container:
                container[key] = [str(word) for word in container[key]]
        containers[container.pop("name")] = container
    # The name of the only container does not matter.
    pod["containers"] = next(iter(containers.values())) if len(containers) == 1 else containers
