# SPDX-License-Identifier: Apache-2.0
"""Scripts of the core's jobs, as templates: what a task of a plugin may run."""

from __future__ import annotations

import typing as t

import _tutor

from tutor import exceptions, serialize
from tutor._host import unsupported


def create_user_template(
    superuser: t.Union[str, bool], staff: t.Union[str, bool], username: str, email: str, password: str
) -> str:
    """Makes a user; to be run in the service "lms"."""
    flags = [*(["--superuser"] if superuser else []), *(["--staff"] if staff else [])]
    return _script("createuser", [*flags, f"--password={password}", "--", username, email])


def set_theme_template(theme_name: str, domain_names: t.List[str]) -> str:
    """Gives domains a theme; to be run in the service "lms"."""
    domains = [f"--domain={name}" for name in domain_names]
    return _script("settheme", [*domains, "--", theme_name])


def _script(job: str, words: t.List[str]) -> str:
    return "\n".join(script for _service, script in _tutor.job_tasks(job, words))


def _of_tests(name: str) -> t.Callable[..., t.Any]:
    return unsupported.function(f"tutor.commands.jobs_utils.{name}", "run tutor local do tests")


load_env_file = _of_tests("load_env_file")
parse_test_env_var = _of_tests("parse_test_env_var")
tests_setup_template = _of_tests("tests_setup_template")
tests_teardown_cms_template = _of_tests("tests_teardown_cms_template")
tests_teardown_lms_template = _of_tests("tests_teardown_lms_template")
get_mysql_change_charset_query = unsupported.function(
    "tutor.commands.jobs_utils.get_mysql_change_charset_query",
    "run tutor local do convert-mysql-utf8mb4-charset",
)
