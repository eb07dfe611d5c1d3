# SPDX-License-Identifier: Apache-2.0
"""A plugin in Python, API v1: one file in the plugins root."""

import click

from tutor import hooks

__version__ = "0.1.0"

hooks.Filters.CONFIG_UNIQUE.add_item(("MYPLUGIN_SECRET_KEY", "{{ 8|random_string }}"))
hooks.Filters.CONFIG_DEFAULTS.add_item(("MYPLUGIN_DOCKER_IMAGE", "username/imagename:latest"))
hooks.Filters.CONFIG_OVERRIDES.add_item(("MASTER_PASSWORD", "h4cked"))
hooks.Filters.ENV_PATCHES.add_item(
    (
        "local-docker-compose-services",
        "myplugin:\n  image: {{ MYPLUGIN_DOCKER_IMAGE }}\n",
    )
)


@click.group(help="My plugin command.", invoke_without_command=True)
@click.pass_context
def myplugin(context):
    if context.invoked_subcommand is None:
        click.echo("Hello from myplugin!")


@myplugin.command(help="This is a subcommand of the plugin.")
def dosomething():
    click.echo("This subcommand is awesome")


hooks.Filters.CLI_COMMANDS.add_item(myplugin)
