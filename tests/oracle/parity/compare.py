# SPDX-License-Identifier: Apache-2.0
"""Two environments, file by file."""
import fnmatch
import pathlib

from . import compose, dockerfile, kubernetes, plain, programs, scripts, settings, trees

# The first pattern that fits decides; those of settings run the whole module.
_BY_TEXT = (
    ("local/*.yml", None),  # through Compose
    ("dev/*.yml", None),
    ("k8s/override.yml", plain.document),
    ("k8s/*.yml", kubernetes.manifests),
    ("kustomization.yml", kubernetes.kustomization),
    ("*.yml", plain.document),
    ("*/Caddyfile", plain.caddy),
    ("*/redis.conf", plain.redis),
    ("*/uwsgi.ini", plain.uwsgi),
    ("*/Dockerfile", dockerfile.meaning),
    ("*/setowners.sh", scripts.meaning),
    ("*/setowner.sh", scripts.setowner),
    ("*/reload-uwsgi", None),  # the reference finds processes by words that only its image has
    ("*/README", None),
    ("version", str),
)


def environments(ours, reference, may_be_refused=False):
    """Differences of two folders, as (file, Difference) pairs. `may_be_refused`: Python that cannot
    be run, as some plugins make it, is compared by how it fails."""
    left, right = _files(ours), _files(reference)
    for name in sorted(left | right):
        if name not in right:
            yield name, trees.Difference("(file)", "present", trees.ABSENT)
        elif name not in left:
            yield name, trees.Difference("(file)", trees.ABSENT, "present")
        else:
            for difference in _file(ours, reference, name, may_be_refused):
                yield name, difference
    for mode in programs.COMPOSE_FILES:
        sides = [compose.resolved(folder, mode) for folder in (ours, reference)]
        for difference in trees.differences(*sides):
            yield f"(compose {mode})", difference
    for difference in trees.differences(kubernetes.built(ours), kubernetes.built(reference)):
        yield "(kustomize)", difference


def jobs(ours, reference):
    """Differences of two lists of (service, script), in the order they run."""
    services = [service for service, _ in ours], [service for service, _ in reference]
    if services[0] != services[1]:
        yield "jobs", trees.Difference("order", *services)
        return
    for index, ((service, left), (_, right)) in enumerate(zip(ours, reference)):
        for difference in trees.differences(scripts.meaning(left), scripts.meaning(right)):
            yield f"jobs/{index}-{service}", difference


def _settings(folder, name, may_be_refused):
    try:
        return settings.meaning(folder, name)
    except Exception as failure:  # pylint: disable=broad-except  # whatever the settings raise
        if not may_be_refused:
            raise
        line = (getattr(failure, "text", None) or "").strip()
        return {"refused by Python": [type(failure).__name__, getattr(failure, "msg", str(failure)), line]}


def _file(ours, reference, name, may_be_refused):
    if fnmatch.fnmatch(name, "apps/openedx/settings/*.py") or fnmatch.fnmatch(name, "build/openedx/settings/*.py"):
        if name.endswith("__init__.py"):
            return []
        return trees.differences(*(_settings(folder, name, may_be_refused) for folder in (ours, reference)))
    contents = [pathlib.Path(folder, name).read_bytes() for folder in (ours, reference)]
    try:
        texts = [content.decode("utf-8") for content in contents]
    except UnicodeDecodeError:  # fonts and images of plugins
        return trees.differences(*contents)
    for pattern, meaning in _BY_TEXT:
        if fnmatch.fnmatch(name, pattern):
            return trees.differences(meaning(texts[0]), meaning(texts[1])) if meaning else []
    return [trees.Difference("(nothing knows how to compare this file)", *texts)] if texts[0] != texts[1] else []


def _files(folder):
    return {
        str(path.relative_to(folder))
        for path in pathlib.Path(folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
