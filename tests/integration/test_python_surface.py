# SPDX-License-Identifier: Apache-2.0
"""Every name that plugins may take from the package `tutor`: it is there, and it works.

Each test is a plugin with a command that uses the names and prints what they give.
"""

import json
import re
import unittest

from harness import main
from test_python_plugins import PythonTest

MODULES = {
    "tutor": "",
    "tutor.__about__": "__app__ __version__ __version_suffix__ __package_version__",
    "tutor.bindmount": "get_mounts iter_mounts parse_explicit_mount parse_implicit_mount parse_mount",
    "tutor.commands": "",
    "tutor.commands.cli": "TutorCli cli config_command dev help_command images_command k8s local "
                          "mounts_command plugins_command",
    "tutor.commands.compose": "BaseComposeContext ComposeTaskRunner add_commands config_save_command copyfrom dc_command do "
                              "execute interactive_configuration launch logs reboot restart run start "
                              "status stop upgrade upgrade_from",
    "tutor.commands.config": "ConfigKeyParamType ConfigKeyValParamType ConfigListKeyValParamType "
                             "config_command edit patches_command printroot printvalue save",
    "tutor.commands.context": "BaseTaskContext Context",
    "tutor.commands.dev": "DevContext DevTaskRunner dev hosts",
    "tutor.commands.images": "BASE_IMAGE_NAMES BuildImageNameParam ImageNameParam build "
                             "find_images_to_build find_remote_image_tags get_image_build_contexts "
                             "images_command printtag pull push",
    "tutor.commands.jobs": "DoGroup add_job_commands create_user_template createuser do_callback do_group "
                           "importdemocourse importdemolibraries initialise print_edx_platform_setting "
                           "set_theme_template settheme sqlshell tests_command",
    "tutor.commands.jobs_utils": "create_user_template get_mysql_change_charset_query load_env_file "
                                 "parse_test_env_var set_theme_template tests_setup_template "
                                 "tests_teardown_cms_template tests_teardown_lms_template",
    "tutor.commands.k8s": "K8sClients K8sContext K8sTaskRunner apply_command delete delete_resources do "
                          "exec_command init k8s k8s_namespace kubectl_apply kubectl_exec launch logs "
                          "reboot resource_namespace_selector resource_selector scale start status stop "
                          "upgrade wait wait_for_deployment_ready",
    "tutor.commands.local": "LocalContext LocalTaskRunner local",
    "tutor.commands.mounts": "MountParamType mounts_add mounts_command mounts_list mounts_remove",
    "tutor.commands.params": "ConfigLoaderParam",
    "tutor.commands.plugins": "IndexPluginName IndexPluginNameOrLocation PluginName check_cache_exists "
                              "disable enable find_and_install get_package_install_command index_add "
                              "index_command index_list index_remove install list_command plugin_status "
                              "plugins_command printroot search show update update_indexes upgrade",
    "tutor.commands.upgrade": "OPENEDX_RELEASE_NAMES",
    "tutor.commands.upgrade.common": "upgrade_from_lilac upgrade_from_nutmeg upgrade_from_redwood",
    "tutor.commands.upgrade.compose": "upgrade_from upgrade_from_ironwood upgrade_mongodb",
    "tutor.commands.upgrade.k8s": "upgrade_from upgrade_from_ironwood upgrade_mongodb",
    "tutor.config": "CONFIG_FILENAME PLUGINS_CONFIG_KEY config_path get_base get_defaults "
                    "get_enabled_plugins get_typed get_user is_service_activated load load_defaults "
                    "load_full load_minimal render_full save_config_file save_enabled_plugins "
                    "update_with_env",
    "tutor.core": "",
    "tutor.core.hooks": "Action Context Filter actions clear_all contexts filters priorities",
    "tutor.core.hooks.actions": "Action",
    "tutor.core.hooks.contexts": "Context",
    "tutor.core.hooks.filters": "Filter",
    "tutor.core.hooks.priorities": "DEFAULT HIGH LOW",
    "tutor.env": "JinjaEnvironment PatchRenderer Renderer TEMPLATES_ROOT base_dir current_version data_path get_release "
                 "is_binary_file pathjoin read_template_file render_file render_str render_unknown "
                 "root_dir save write_to",
    "tutor.exceptions": "TutorError",
    "tutor.fmt": "STDOUT alert click command echo echo_alert echo_error echo_info error info "
                 "question title",
    "tutor.hooks": "Actions Contexts Filters clear_all lru_cache priorities",
    "tutor.images": "build pull push",
    "tutor.interactive": "ask ask_bool ask_choice ask_questions",
    "tutor.plugins": "is_installed is_loaded iter_info iter_installed iter_loaded iter_patches load "
                     "load_all unload",
    "tutor.plugins.base": "PLUGINS_ROOT PLUGINS_ROOT_ENV_VAR_NAME",
    "tutor.plugins.indexes": "CacheNotFound IndexEntry Indexes PLUGIN_INDEXES_KEY RELEASE add "
                             "deduplicate_plugins fetch fetch_url find_in_cache get_all "
                             "iter_cache_entries load_cache named_index_url parse_index remove "
                             "save_cache validate_index",
    "tutor.plugins.openedx": "iter_mounted_directories",
    "tutor.plugins.v0": "BasePlugin DictPlugin EntrypointPlugin OfficialPlugin get_callable_attr",
    "tutor.plugins.v1": "discover_module discover_package",
    "tutor.serialize": "dump dump_all dumps load load_all parse parse_key_value str_format",
    "tutor.tasks": "BaseComposeTaskRunner BaseTaskRunner",
    "tutor.types": "Config ConfigValue cast_config get_typed",
    "tutor.utils": "check_output common_domain docker docker_compose docker_run "
                   "ensure_directory_exists execute execute_silent format_table get_user_id is_a_tty "
                   "is_http is_root is_url kubectl random_string read_url",
}
ACTIONS = """COMPOSE_PROJECT_STARTED CONFIG_INTERACTIVE CONFIG_LOADED CORE_READY DO_JOB PLUGINS_LOADED
    PLUGIN_LOADED PLUGIN_UNLOADED PROJECT_ROOT_READY"""
FILTERS = """APP_PUBLIC_HOSTS CLI_COMMANDS CLI_DO_COMMANDS CLI_DO_INIT_TASKS CMS_WORKER_COMMAND
    COMPOSE_MOUNTS CONFIG_DEFAULTS CONFIG_OVERRIDES CONFIG_UNIQUE CONFIG_USER DOCKER_BUILD_COMMAND
    ENV_PATCHES ENV_PATTERNS_IGNORE ENV_PATTERNS_INCLUDE ENV_TEMPLATE_FILTERS ENV_TEMPLATE_ROOTS
    ENV_TEMPLATE_TARGETS ENV_TEMPLATE_VARIABLES IMAGES_BUILD IMAGES_BUILD_MOUNTS IMAGES_BUILD_REQUIRED
    IMAGES_PULL IMAGES_PUSH IS_FILE_RENDERED LMS_WORKER_COMMAND MOUNTED_DIRECTORIES PLUGINS_INFO
    PLUGINS_INSTALLED PLUGINS_LOADED PLUGIN_INDEXES PLUGIN_INDEX_ENTRY_TO_INSTALL PLUGIN_INDEX_URL
    TESTS"""


class Surface(PythonTest):
    def printed(self, body, setup="", words=(), **options):
        """What a command with this body prints, as JSON; `show` is what prints."""
        lines = "\n".join("    " + line for line in body.strip("\n").splitlines())
        self.file("surface", (
            "import json, os, sys\nimport click\nimport tutor\nfrom tutor import hooks\n" + setup
            + "\n\ndef show(value):\n    print('\\n=' + json.dumps(value))\n\n"
            "@click.command()\n@click.pass_obj\ndef surface(obj):\n" + lines
            + "\n\nhooks.Filters.CLI_COMMANDS.add_item(surface)\n"))
        self.tutor("plugins", "enable", "surface")
        self.calls()
        out = self.tutor("surface", *words, **options)
        return [json.loads(line[1:]) for line in out.splitlines() if re.match("=[^=]", line)]


class Names(Surface):
    def test_modules_and_their_names(self):
        missing, = self.printed(f"""
import importlib
missing = []
for module, names in {MODULES!r}.items():
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        missing.append(f"{{module}}: {{error}}")
        continue
    assert found.__file__, module
    missing += [f"{{module}}.{{name}}" for name in names.split() if not hasattr(found, name)]
show(missing)
""")
        self.assertEqual(missing, [])

    def test_hooks_by_name(self):
        found, = self.printed("""
from tutor.core.hooks import Action, Filter
def names(owner, kind):
    return sorted(name for name, value in vars(owner).items() if isinstance(value, kind))
show([names(hooks.Actions, Action), names(hooks.Filters, Filter)])
""")
        self.assertEqual(found, [ACTIONS.split(), FILTERS.split()])

    def test_what_is_not_supported_fails_when_it_is_used(self):
        messages, = self.printed("""
from tutor import exceptions
from tutor.commands import jobs_utils, plugins
from tutor.commands.upgrade import common, compose
messages = []
for call in (lambda: jobs_utils.load_env_file("x"), lambda: compose.upgrade_from_koa(None, {}),
             lambda: common.upgrade_from_lilac({}),
             lambda: plugins.find_and_install(["x"], ["--no-deps"])):
    try:
        call()
    except exceptions.TutorError as error:
        messages.append(str(error))
show(messages)
""")
        self.assertEqual(len(messages), 4)
        for message in messages:
            self.assertRegex(message, "(is|are) not supported")

    def test_indexes(self):
        cache = self.root / "env/plugins/index/cache.yml"
        found = self.printed("""
from tutor.plugins import indexes
try:
    indexes.load_cache()
except indexes.CacheNotFound as error:
    show("update" in str(error))
entries = indexes.parse_index("- {name: B, src: b.yml}\\n- {name: a, src: tutor-a, description: 'One\\n\\n  two'}")
show(indexes.save_cache(indexes.deduplicate_plugins(entries)))
show([[entry.name, entry.src, entry.short_description, entry.match("TWO")]
      for entry in indexes.iter_cache_entries()])
show(indexes.find_in_cache("B").src)
config = {}
show([indexes.add("main", config), indexes.add("main", config), indexes.get_all(config)])
show([indexes.remove("main", config), config["PLUGIN_INDEXES"]])
show(indexes.named_index_url("http://x"))
""")
        self.assertEqual(found, [
            True, str(cache), [["a", "tutor-a", "One", True], ["b", "b.yml", "", False]], "b.yml",
            [True, False, ["https://overhang.io/tutor/main"]], [True, []], "http://x/ulmo/plugins.yml"])

    def test_what_is_not_there_fails_as_python_fails(self):
        found, = self.printed("""
import importlib
kinds = []
for name in ("COMMANDS_INIT", "COMMANDS_PRE_INIT", "COMPOSE_DEV_TMP"):
    try:
        getattr(hooks.Filters, name)
    except AttributeError:
        kinds.append(name)
for name in ("tutor.jobs", "tutor.hooks.filters", "tutor.hooks.contexts"):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        kinds.append(name)
show(kinds)
""")
        self.assertEqual(found, ["COMMANDS_INIT", "COMMANDS_PRE_INIT", "COMPOSE_DEV_TMP",
                                 "tutor.jobs", "tutor.hooks.filters", "tutor.hooks.contexts"])

    def test_about(self):
        about, = self.printed("""
from tutor import __about__ as about
show([about.__app__, about.__version__, about.__version_suffix__, about.__package_version__])
""")
        self.assertEqual(about, ["tutor", "21.0.8", "", "21.0.8"])


class HookNames(Surface):
    def test_filters_and_priorities(self):
        found = self.printed("""
from tutor.core.hooks import Action, Filter
from tutor.hooks import priorities
mine: Filter[dict[str, int], []] = Filter()
mine.add_item("default")
mine.add_item("low", priorities.LOW)
mine.add_item("high", priority=priorities.HIGH)
mine.add_items(["number"], 92)
@mine.add(priority=100)
def last(values):
    return [*values, "last"]
show(mine.apply(["first"]))
show(list(mine.iterate()))
with hooks.Contexts.app("other").enter():
    mine.add_item("of other")
show(list(mine.iterate_from_context(hooks.Contexts.app("other").name)))
show(mine.apply_from_context("app:other", ["x"]))
hooks.clear_all(context=hooks.Contexts.app("other").name)
show("of other" in mine.iterate())
mine.clear()
show(list(mine.iterate()))
start: Filter[dict, []] = Filter()
@start.add()
def change(value, *, name):
    value[name] = 1
    return value
show(start.apply({}, name="a"))
done = []
action: Action[[str]] = Action()
@action.add(priority=priorities.HIGH)
def told(name):
    done.append(name)
action.do("x")
action.do_from_context("app:nobody", "y")
action.do(name="z")
show(done)
show(mine.add("no priority at all") is not None)
""")
        self.assertEqual(found, [
            ["first", "high", "default", "low", "number", "last"],
            ["high", "default", "low", "number", "last"],
            ["of other"], ["x", "of other"], False, [], {"a": 1}, ["x", "z"], True])

    def test_lru_cache_is_emptied_when_a_plugin_is_loaded(self):
        found, = self.printed("""
counted = []
@hooks.lru_cache
def costly(number=1):
    counted.append(number)
    return number
costly(); costly(); costly(2)
before = len(counted)
hooks.Actions.PLUGIN_LOADED.do("some-name")
costly()
show([before, len(counted), hasattr(costly, "cache_info")])
""")
        self.assertEqual(found, [2, 3, True])

    def test_contexts(self):
        found, = self.printed("""
show([hooks.Contexts.app("x").name, hooks.Contexts.PLUGINS.name, isinstance(hooks.Contexts.APP, dict),
      hooks.Contexts.PLUGINS_V0_YAML.name, hooks.Contexts.PLUGINS_V0_ENTRYPOINT.name])
""")
        self.assertEqual(found, ["app:x", "plugins", True, "plugins:v0:yaml", "plugins:v0:entrypoint"])


class Configuration(Surface):
    def test_config(self):
        found = self.printed("""
from tutor import config, types, exceptions
root = obj.root
show(config.config_path(root) == os.path.join(root, config.CONFIG_FILENAME))
full = config.load(root)
show([full["LMS_HOST"], config.load_full(root)["LMS_HOST"], "LMS_HOST" in config.load_minimal(root)])
user = config.get_user(root)
show([user["RUN_REDIS"], "DOCKER_REGISTRY" in user, os.environ["TUTOR_ROOT"] == root])
show([config.get_defaults()["DOCKER_REGISTRY"], "ID" in config.get_base()])

show(["ID" in config.load_defaults(), "LMS_HOST" in config.load_defaults()])
show(config.get_enabled_plugins(full))
show([config.is_service_activated(full, "mysql"), config.is_service_activated(full, "redis")])
values = {"A": "{{ B }}", "B": "b"}
config.render_full(values)
show(values["A"])
os.environ["TUTOR_SURFACE_X"] = "1"
changed = {"SURFACE_X": 0}
config.update_with_env(changed)
show(changed.get("SURFACE_X"))
user["SURFACE_Y"] = ["y"]
config.save_config_file(root, user)
show(config.load(root)["SURFACE_Y"])
show(types.get_typed(full, "LMS_HOST", str))
show(config.get_typed({}, "NOTHING", str, "default"))
for call in (lambda: types.get_typed(full, "LMS_HOST", int), lambda: types.cast_config([])):
    try:
        call()
    except exceptions.TutorError as error:
        show(error.args[0] != "" and isinstance(error, Exception))
""")
        self.assertEqual(found[0], True)
        self.assertEqual(found[1][0], found[1][1])
        self.assertEqual(found[2], [False, False, True])
        self.assertEqual(found[3], ["docker.io/", True])
        self.assertEqual(found[4:], [[False, True], ["surface"], [True, False], "b", 1, ["y"], found[1][0], "default",
                                     True, True])

    def test_serialize(self):
        found = self.printed("""
import io
from tutor import serialize
show(serialize.load("a: on\\nb: 010\\nc: 1:30\\nd: [x]"))
show(list(serialize.load_all("a: 1\\n---\\nb: 2\\n")))
show(serialize.dumps({"a": ["b"]}))
stream = io.StringIO()
serialize.dump({"a": None}, stream)
show(stream.getvalue())
stream = io.StringIO()
serialize.dump_all([{"a": 1}, {"b": 2}], stream)
show(list(serialize.load_all(stream.getvalue())))
show([serialize.parse("1"), serialize.parse("{a: b}"), serialize.parse("text")])
show([serialize.parse_key_value("A=1"), serialize.parse_key_value("A="), serialize.parse_key_value("A")])
show([serialize.str_format("x"), serialize.str_format(True), serialize.str_format(None)])
show(serialize.load(io.StringIO("x: y")))
""")
        self.assertEqual(found, [
            {"a": True, "b": 8, "c": 90, "d": ["x"]}, [{"a": 1}, {"b": 2}], "a:\n- b\n", "a: null\n",
            [{"a": 1}, {"b": 2}], [1, {"a": "b"}, "text"], [["A", 1], ["A", ""], None],
            ["x", "true", "null"], {"x": "y"}])

    def test_mounts(self):
        folder = self.folder / "edx-platform"
        folder.mkdir()
        found = self.printed(f"""
from tutor import bindmount, config
from tutor.plugins import openedx
mount = {str(folder)!r}
show(bindmount.get_mounts({{"MOUNTS": [mount]}}) == [mount])
show(("openedx", mount, "/openedx/edx-platform") in bindmount.parse_mount(mount))
show(bindmount.parse_mount("lms,cms:/a:/b"))
show(list(bindmount.iter_mounts(["lms:/a:/b"], "lms", "cms")))
show(list(openedx.iter_mounted_directories([mount + "/../my-xblock"], "openedx")))
""")
        self.assertEqual(found, [True, True, [["lms", "/a", "/b"], ["cms", "/a", "/b"]], ["/a:/b"],
                                 ["my-xblock"]])


class Environment(Surface):
    def test_env(self):
        template = self.folder / "templates" / "surface" / "text.txt"
        template.parent.mkdir(parents=True)
        template.write_text("host {{ LMS_HOST }} {{ 'x'|twice }} {{ CONSTANT }}\n")
        (template.parent / "picture.png").write_bytes(b"\x89PNG\0\xff")
        found = self.printed("""
from tutor import config, env
values = config.load(obj.root)
host = values["LMS_HOST"]
show(env.render_str(values, "{{ LMS_HOST }}") == host)
show(env.render_file(values, "surface", "text.txt") == f"host {host} xx constant")
show(isinstance(env.render_file(values, "surface", "picture.png"), bytes))
show(env.render_unknown(values, "{{ LMS_HOST }}") == host and env.render_unknown(values, 3) == 3)
show(env.read_template_file("surface", "text.txt").startswith("host {{"))
show(env.pathjoin(obj.root, "a", "b") == os.path.join(obj.root, "env", "a", "b"))
show([env.root_dir(obj.root) == obj.root, env.base_dir(obj.root) == os.path.join(obj.root, "env"),
      env.data_path(obj.root, "x") == os.path.join(obj.root, "data", "x")])
show([env.current_version(obj.root), env.get_release("21.0.8"), env.is_binary_file("x.png"),
      os.path.isdir(env.TEMPLATES_ROOT) or env.TEMPLATES_ROOT])
renderer = env.Renderer(values)
show(renderer.render_str("{{ LMS_HOST }}") == host)
env.write_to("text", os.path.join(obj.root, "env", "written", "file"))
show(open(os.path.join(obj.root, "env", "written", "file")).read())
env.save(obj.root, values)
try:
    env.render_str(values, "{{ NO_SUCH_SETTING }}")
except tutor.exceptions.TutorError as error:
    show("NO_SUCH_SETTING" in str(error))
""", setup=f"""
from tutor import exceptions
hooks.Filters.ENV_TEMPLATE_ROOTS.add_item({str(template.parent.parent)!r})
hooks.Filters.ENV_TEMPLATE_FILTERS.add_items([("twice", lambda text: text + text)])
hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("CONSTANT", "constant"))
""")
        self.assertEqual(found[:7], [True, True, True, True, True, True, [True, True, True]])
        self.assertEqual(found[7][:3], ["21.0.8", "ulmo", True])
        self.assertEqual(found[8:], [True, "text", True])

    def test_plugins(self):
        self.file("other", "from tutor import hooks\nhooks.Filters.ENV_PATCHES.add_item(('p', 'of other'))\n")
        found = self.printed("""
from tutor import plugins, exceptions
from tutor.plugins import base
show([plugins.is_installed("other"), plugins.is_loaded("other"), plugins.is_loaded("surface")])
show([list(plugins.iter_loaded()), "other" in plugins.iter_installed(),
      "other" in [name for name, info in plugins.iter_info()]])
plugins.load("other")
show([plugins.is_loaded("other"), list(plugins.iter_patches("p"))])
plugins.unload("other")
show(list(plugins.iter_patches("p")))
show([os.path.isdir(base.PLUGINS_ROOT), base.PLUGINS_ROOT_ENV_VAR_NAME])
try:
    plugins.load("nothing")
except exceptions.TutorError as error:
    show("nothing" in str(error))
""")
        self.assertEqual(found, [[True, False, True], [["surface"], True, True], [True, ["of other"]], [],
                                 [True, "TUTOR_PLUGINS_ROOT"], True])


class Programs(Surface):
    def test_utils(self):
        self.stand_in("kubectl")
        self.stand_in("docker-compose")
        found = self.printed("""
from tutor import utils, exceptions
show([utils.execute("true"), utils.execute_silent("true"), utils.check_output("echo", "x").decode()])
try:
    utils.execute("false")
except exceptions.TutorError as error:
    show("false" in str(error))
utils.docker("ps")
utils.docker_compose("version")
utils.docker_run("image", "word")
utils.kubectl("get", "pods")
show([len(utils.random_string(7)), utils.common_domain("a.b.c", "d.b.c"), utils.is_a_tty(),
      utils.get_user_id() == os.getuid(), utils.is_root() == (os.getuid() == 0)])
show(utils.format_table([("a", "b"), ("ccc", "d")]))
path = os.path.join(obj.root, "made", "file")
utils.ensure_directory_exists(os.path.dirname(path))
open(path, "w").write("content")
show([utils.read_url(path), utils.is_url(path), utils.is_url("http://x"), utils.is_http("ftp://x")])
""")
        self.assertEqual(found, [[0, 0, "x\n"], True, [7, "b.c", False, True, found[2][4]],
                                 "a  \tb\nccc\td", ["content", True, True, False]])
        calls = self.calls()
        self.assertIn(["docker", "ps"], calls)
        self.assertIn(["kubectl", "get", "pods"], calls)
        self.assertEqual(calls[1][-1], "version")
        self.assertEqual([calls[2][:2], calls[2][-2:]], [["docker", "run"], ["image", "word"]])

    def test_fmt_uses_what_a_plugin_puts_in_its_place(self):
        found = self.printed("""
from tutor import fmt, utils
lines = []
original = fmt.click.echo
fmt.click.echo = lambda text, **_: lines.append(text)
try:
    fmt.echo("plain"); fmt.echo_info("info"); fmt.echo_alert("alert"); fmt.echo_error("error")
    utils.execute("true")
finally:
    fmt.click.echo = original
show([len(lines), lines[0], "true" in lines[4]])
show([click.unstyle(fmt.title("tt")).splitlines() == ["=" * 18, " " * 8 + "tt", "=" * 18]])
show(["info" in fmt.info("info"), "\\x1b" in fmt.command("x"), "t" in fmt.title("t"),
      "q" in fmt.question("q"), "e" in fmt.error("e"), "a" in fmt.alert("a")])
""")
        self.assertEqual(found, [[5, "plain", True], [True], [True] * 6])

    def test_images(self):
        self.printed("""
from tutor import images
images.build("/context", "tag:1", "--no-cache")
images.pull("tag:1")
images.push("tag:1")
""")
        calls = self.calls()
        self.assertEqual(calls[1:], [["docker", "pull", "tag:1"], ["docker", "push", "tag:1"]])
        self.assertIn("--no-cache", calls[0])
        self.assertEqual(calls[0][-1], "/context")

    def test_questions(self):
        found, = self.printed("""
from tutor import interactive
values, defaults = {}, {"A": "a", "B": False, "C": "one"}
interactive.ask("A?", "A", values, defaults)
interactive.ask_bool("B?", "B", values, defaults)
interactive.ask_choice("C?", "C", values, defaults, ["one", "two"])
show(values)
""", input="typed\ny\ntwo\n")
        self.assertEqual(found, {"A": "typed", "B": True, "C": "two"})


class Commands(Surface):
    def test_runners_of_tasks(self):
        self.printed("""
from tutor import config
from tutor.commands.dev import DevTaskRunner
from tutor.commands.k8s import K8sContext, K8sTaskRunner
from tutor.commands.local import LocalContext, LocalTaskRunner
from tutor.tasks import BaseComposeTaskRunner, BaseTaskRunner
values = config.load(obj.root)
local = LocalTaskRunner(obj.root, values)
assert isinstance(local, BaseComposeTaskRunner) and issubclass(K8sTaskRunner, BaseTaskRunner)
local.run_task(service="lms", command="echo one")
local.run_task_from_str("cms", "echo {{ LMS_HOST }}")
local.docker_compose("ps")
DevTaskRunner(obj.root, values).run_task("lms", "echo dev")
LocalContext(obj.root).job_runner(values).run_task("lms", "echo context")
assert K8sContext(obj.root).root == obj.root
assert local.project_name and DevTaskRunner(obj.root, values).project_name != local.project_name
local.docker_compose_output("config")
local.is_running()
""")
        calls = [call for call in self.calls() if call[:2] == ["docker", "compose"]]
        scripts = [call[-1] for call in calls if call[-2] == "-c"]
        self.assertEqual([scripts[0], *scripts[2:]], ["echo one", "echo dev", "echo context"])
        self.assertNotIn("{{", scripts[1])
        self.assertIn("ps", [call[-1] for call in calls])

    def test_commands_of_the_core(self):
        found = self.printed("""
from tutor import config
from tutor.commands.cli import cli
from tutor.commands.config import save
from tutor.commands.context import BaseTaskContext, Context
from tutor.commands.images import find_images_to_build
from tutor.commands.jobs import do_callback
from tutor.commands.dev import dev
from tutor.commands.k8s import k8s
from tutor.commands.local import local
show([isinstance(obj, Context), issubclass(BaseTaskContext, Context)])
show([isinstance(group, click.Group) for group in (cli, local, dev, k8s)])
show(["start" in local.commands, "do" in dev.commands, isinstance(save, click.Command)])
context = click.get_current_context()
show([context.command_path, sorted(set(cli.list_commands(context)) & {"local", "config"})])
show([image[0] for image in find_images_to_build(config.load(obj.root), "permissions")])
context.invoke(save)
""")
        self.assertEqual(found, [[True, True], [True] * 4, [True, True, True],
                                 ["tutor surface", ["config", "local"]], ["permissions"]])

    def test_do_callback_runs_tasks(self):
        self.file("jobs", """
            import click
            from tutor import hooks
            from tutor.commands.jobs import do_callback
            from tutor.commands.local import local

            @local.command(help="Run tasks")
            @click.pass_context
            def mytasks(context):
                do_callback(service_commands=[("lms", "echo {{ LMS_HOST }}"), ("cms", "echo two")])
            """)
        self.tutor("plugins", "enable", "jobs")
        self.calls()
        self.tutor("local", "mytasks")
        scripts = self.scripts()
        self.assertEqual(scripts[1], "echo two")
        self.assertNotIn("{{", scripts[0])


if __name__ == "__main__":
    main()
