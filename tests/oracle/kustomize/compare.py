# SPDX-License-Identifier: Apache-2.0
"""Builds every case with kustomize and with our probe and compares the bytes.

A case whose name begins with "error" must fail in both. Prints each difference and a summary;
exit status 1 when there is any.
"""

import argparse
import base64
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from parity.kubernetes import add_files_of_the_plugin  # noqa: E402


def read_cases():
    for listing in sorted((HERE / "cases").glob("*.yml")):
        for name, case in yaml.safe_load(listing.read_text()).items():
            case = {"kustomization": case} if isinstance(case, str) else dict(case)
            if "patch" in case:
                case["files"] = {"inner.yml": case["patch"]}
                case["kustomization"] = (
                    "{resources: [objects.yml, deployment.yml, service.yml], patches: [{path: inner.yml}]}"
                )
            yield f"{listing.stem}/{name}", case


def write_case(folder, case):
    shutil.copytree(HERE / "common", folder)
    (folder / "kustomization.yml").write_text(case["kustomization"])
    contents = {name: text.encode() for name, text in case.get("files", {}).items()}
    contents.update({name: base64.b64decode(text) for name, text in case.get("binary", {}).items()})
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def run(command):
    done = subprocess.run(command, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def compare(name, folder, kustomize, probe):
    """The difference as text, empty when there is none."""
    wanted_status, wanted, wanted_error = run([kustomize, "build", str(folder)])
    status, text, error = run([probe, str(folder)])
    expects_error = name.split("/")[-1].startswith("error") or name.endswith("-error")
    if expects_error and wanted_status == 0:
        return f"{name}: kustomize does not fail\n"
    if wanted_status != 0 and not expects_error:
        return f"{name}: kustomize fails: {wanted_error}\n"
    if (status == 0) != (wanted_status == 0):
        return f"{name}: kustomize exits {wanted_status}, we {status}: {wanted_error}{error}\n"
    if status not in (0, 1) or (status == 1 and not error.strip()):
        return f"{name}: exit status {status} without an error: {error}\n"
    if wanted_status == 0 and text != wanted:
        lines = difflib.unified_diff(
            wanted.decode().splitlines(), text.decode().splitlines(), "kustomize", "ours", lineterm="")
        return f"{name}:\n  " + "\n  ".join(lines) + "\n"
    return ""


def render(tutor, configuration, folder):
    """The environment of a configuration as `env-parity` has it."""
    root = folder / "root"
    root.mkdir(parents=True)
    shutil.copy(configuration, root / "config.yml")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TUTOR_")}
    environment.update(TUTOR_ROOT=str(root), TUTOR_PLUGINS_ROOT=str(HERE.parent / "parity" / "plugins"))
    subprocess.run([tutor, "config", "save"], env=environment, check=True, capture_output=True, timeout=120)
    add_files_of_the_plugin(root / "env")
    return root / "env"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kustomize")
    parser.add_argument("probe")
    parser.add_argument("--tutor")
    parser.add_argument("--configs", type=pathlib.Path)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        jobs = []
        for number, (name, case) in enumerate(read_cases()):
            if options.only in name:
                folder = scratch / "cases" / str(number) / "here"
                folder.parent.mkdir(parents=True)
                write_case(folder, case)
                jobs.append((name, folder))
        if options.tutor:
            for configuration in sorted(options.configs.glob("*.yml")):
                name = f"environment/{configuration.stem}"
                if options.only in name:
                    jobs.append((name, render(options.tutor, configuration, scratch / configuration.stem)))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(
                pool.map(lambda job: compare(*job, options.kustomize, options.probe), jobs))
    differences = [text for text in found if text]
    sys.stdout.write("".join(differences))
    print(f"kustomize: {len(jobs)} kustomizations, {len(differences)} differences")
    return 1 if differences or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
