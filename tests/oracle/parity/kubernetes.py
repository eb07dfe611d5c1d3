# SPDX-License-Identifier: Apache-2.0
"""Kubernetes manifests and the kustomization, reduced to what they mean."""
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

import yaml

from . import programs


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


def built(environment):
    """The objects that "kubectl kustomize" makes of an environment, without the hashes of
    generated names: those follow from data, which are compared as files."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch, "env")
        shutil.copytree(environment, folder)
        add_files_of_the_plugin(folder)
        done = subprocess.run(
            [programs.kubectl(), "kustomize", str(folder)], capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        return {"refused": done.stderr.strip().replace(scratch, "")}
    generated = re.findall(r"^  name: (\S+-config2?|openedx-settings-[lc]ms)-([a-z0-9]{10})$", done.stdout, flags=re.MULTILINE)
    text = done.stdout
    for name, digest in generated:
        text = text.replace(f"{name}-{digest}", name)
    found = manifests(text)
    for name, document in found.items():
        if name.startswith("ConfigMap/"):
            document["data"] = set(document.get("data") or {})
    return found


def add_files_of_the_plugin(folder):
    """The files that parity/plugins/every-patch.yml names, where it is enabled."""
    if "plugins/patched/" not in (folder / "kustomization.yml").read_text(encoding="utf-8"):
        return
    patched = folder / "plugins/patched"
    patched.mkdir(parents=True)
    (patched / "config").write_text("settings\n", encoding="utf-8")
    for name in ("one", "two"):
        (patched / f"{name}.yml").write_text(
            f"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  ports:\n  - port: 80\n", encoding="utf-8"
        )
    for name in ("patch", "patch2"):
        (patched / f"{name}.yml").write_text(
            f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cms\n  annotations:\n    {name}: here\n",
            encoding="utf-8",
        )


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
