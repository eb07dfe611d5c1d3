# SPDX-License-Identifier: Apache-2.0
"""A plugin in Python, API v0: module attributes instead of hooks."""

import click

config = {
    "add": {"SECRET_KEY": "{{ 8|random_string }}"},
    "defaults": {"DOCKER_IMAGE": "username/imagename:latest"},
    "set": {"MASTER_PASSWORD": "h4cked"},
}


def patches():
    return {
        "local-docker-compose-services": (
            "myplugin:\n  image: {{ MYPLUGIN_DOCKER_IMAGE }}\n"
        )
    }


@click.group(help="My plugin command.", invoke_without_command=True)
@click.pass_context
def command(context):
    if context.invoked_subcommand is None:
        click.echo("Hello from myplugin!")


@command.command(help="This is a subcommand of the plugin.")
def dosomething():
    click.echo("This subcommand is awesome")
