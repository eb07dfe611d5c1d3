#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The stand-in's command line: ./manage.py lms|cms [--settings=NAME] COMMAND [ARGUMENT...]"""

import os
import sys


def main(words):
    if not words or words[0] not in ("lms", "cms"):
        sys.exit("usage: manage.py lms|cms [--settings=NAME] COMMAND [ARGUMENT...]")
    variant, rest = words[0], words[1:]
    os.environ["SERVICE_VARIANT"] = variant

    kept = []
    while rest:
        word = rest.pop(0)
        # Short names, as in edx-platform: --settings=tutor.production is lms.envs.tutor.production.
        if word == "--settings" and rest:
            os.environ["DJANGO_SETTINGS_MODULE"] = f"{variant}.envs.{rest.pop(0)}"
        elif word.startswith("--settings="):
            os.environ["DJANGO_SETTINGS_MODULE"] = f"{variant}.envs.{word.partition('=')[2]}"
        else:
            kept.append(word)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{variant}.envs.devstack")

    from django.core.management import execute_from_command_line

    execute_from_command_line([f"manage.py {variant}", *kept])


if __name__ == "__main__":
    main(sys.argv[1:])
