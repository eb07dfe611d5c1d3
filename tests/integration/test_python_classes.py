# SPDX-License-Identifier: Apache-2.0
"""Classes of the package `tutor` that plugins derive from or make: renderers and their engine,
plugins that plugins make known; and functions that run commands of the program.
"""

import textwrap

from harness import main
from test_python_surface import Surface


class Engine(Surface):
    def test_globals_and_filters_of_a_renderer_are_its_own(self):
        folder = self.folder / "templates" / "surface"
        folder.mkdir(parents=True)
        (folder / "text.txt").write_text("{{ current }} {{ LMS_HOST|loud }}{% include 'surface/part' %}\n")
        (folder / "part").write_text(" part of {{ current }}")
        found = self.printed("""
from tutor import config, env, exceptions
values = {**config.load(obj.root), "LMS_HOST": "host"}
renderer = env.Renderer(values)
renderer.environment.globals["LMS_HOST"] = "yields to settings"
renderer.environment.filters["loud"] = lambda text: text.upper() + "!"
for name in ("one", "two"):
    renderer.environment.globals["current"] = name
    show(renderer.render_template("surface/text.txt"))
show(renderer.render_str("{{ current }}"))
show(renderer.environment.from_string("{{ current }} {{ A }}").render(A=1))
show(renderer.environment.from_string("{{ current }} {{ A }}").render({"A": 2}))
show(renderer.environment.get_template("surface/part").render(current="given"))
for text in ("{{ current }}", "{{ 'x'|loud }}"):
    try:
        env.render_str(values, text)
    except exceptions.TutorError:
        show("gone")
""", setup=f"\nhooks.Filters.ENV_TEMPLATE_ROOTS.add_item({str(folder.parent)!r})\n")
        self.assertEqual(found, ["one HOST! part of one", "two HOST! part of two", "two", "two 1", "two 2",
                                 " part of given", "gone", "gone"])

    def test_an_environment_by_itself(self):
        template = self.folder / "templates" / "surface" / "text.txt"
        template.parent.mkdir(parents=True)
        template.write_text("{{ TWICE }}")
        found = self.printed("""
from tutor import env, exceptions
class Mine(env.JinjaEnvironment):
    def __init__(self):
        super().__init__()
        self.globals["MINE"] = "mine"
mine = Mine()
show(mine.from_string("{{ MINE }} {{ TWICE }}").render())
show([mine.read_str("surface/text.txt"), mine.read_bytes("surface/text.txt").decode()])
show("surface/text.txt" in mine.list_templates())
show([mine.find_os_path("surface/text.txt"), os.path.isfile(mine.find_os_path("local/docker-compose.yml"))])
for call in (mine.get_template, mine.read_str, mine.find_os_path):
    try:
        call("no/such")
    except exceptions.TutorError as error:
        show("no/such" in str(error))
""", setup=f"\nhooks.Filters.ENV_TEMPLATE_ROOTS.add_item({str(template.parent.parent)!r})\n"
           "hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(('TWICE', 'xx'))\n")
        self.assertEqual(found, ["mine xx", ["{{ TWICE }}"] * 2, True, [str(template), True], True, True, True])

    def test_templates_see_what_a_renderer_overrides(self):
        found = self.printed("""
from tutor import config, env
class Mine(env.Renderer):
    def patch(self, name, separator="\\n", suffix=""):
        return "<" + super().patch(name, separator, suffix) + ">"
    def iter_values_named(self, prefix=None, suffix=None, allow_empty=False):
        yield "of mine"
hooks.Filters.ENV_PATCHES.add_item(("some", "text of {{ LMS_HOST }}"))
mine = Mine({**config.load(obj.root), "LMS_HOST": "host"})
show(mine.render_str("{{ patch('some') }}"))
show(mine.render_str("{% for x in iter_values_named(suffix='X') %}{{ x }}{% endfor %}"))
show(env.Renderer(mine.config).render_str("{{ patch('some') }}"))
""")
        self.assertEqual(found, ["<text of host>", "of mine", "text of host"])


class Discovery(Surface):
    def test_a_dict_as_a_plugin(self):
        found = self.printed("""
from tutor import config, exceptions, plugins
from tutor.plugins import v0
v0.DictPlugin({"name": "made", "version": "1.2", "config": {"defaults": {"A": "a"}},
               "patches": {"some": "text"}, "hooks": {"remote-image": {"one": "tag:1"}}})
show([("made", "1.2") in plugins.iter_info(), plugins.is_installed("made"), plugins.is_loaded("made")])
plugins.load("made")
show([plugins.is_loaded("made"), list(plugins.iter_patches("some")), config.load_full(obj.root)["MADE_A"],
      ("one", "tag:1") in hooks.Filters.IMAGES_PULL.iterate({})])
for data in ({}, {"name": 5}, {"name": "x", "version": 1}):
    try:
        v0.DictPlugin(data)
    except exceptions.TutorError as error:
        show(bool(str(error)))
v0.DictPlugin({"name": "wrong", "patches": 3})
try:
    plugins.load("wrong")
except exceptions.TutorError as error:
    show(["wrong" in str(error), plugins.is_loaded("wrong")])
""")
        self.assertEqual(found, [[True, True, False], [True, ["text"], "a", True], True, True, True, [True, False]])

    def test_a_class_of_plugins(self):
        found = self.printed("""
import types
from tutor import plugins
from tutor.plugins import v0
class Mine(v0.BasePlugin):
    def _load_obj(self):
        self.obj = types.SimpleNamespace(patches={"some": self.loader})
    def _version(self):
        return "9"
Mine("mine", "text of mine")
plugins.load("mine")
show([("mine", "9") in plugins.iter_info(), list(plugins.iter_patches("some"))])
v0.BasePlugin("bare", None)
try:
    plugins.load("bare")
except Exception as error:
    show(type(error).__name__)
""")
        self.assertEqual(found[0], [True, ["text of mine"]])
        self.assertEqual(len(found), 2)

    def test_files_and_packages_that_come_later(self):
        self.package("later", "from tutor import hooks\nhooks.Filters.ENV_PATCHES.add_item(('q', 'of later'))\n")
        path = self.folder / "outside.py"
        path.write_text("from tutor import hooks\nhooks.Filters.ENV_PATCHES.add_item(('q', __file__))\n")
        found = self.printed(f"""
import importlib.metadata
from tutor import exceptions, plugins
from tutor.plugins import v1
v1.discover_module({str(path)!r})
show([("outside", {str(path)!r}) in plugins.iter_info(), plugins.is_loaded("outside")])
plugins.load("outside")
show(list(plugins.iter_patches("q")))
point, = [one for one in importlib.metadata.entry_points(group="tutor.plugin.v1") if one.name == "later"]
v1.discover_package(point)
plugins.load("later")
show(["of later" in plugins.iter_patches("q"), plugins.is_loaded("later")])
try:
    v1.discover_package(importlib.metadata.EntryPoint("bare", "json", "tutor.plugin.v1"))
except exceptions.TutorError as error:
    show("bare" in str(error))
""")
        self.assertEqual(found, [[True, False], [str(path)], [True, True], True])

    def test_a_plugin_that_another_makes_known_is_enabled_with_it(self):
        self.file("a-maker", """
            from tutor.plugins import v0
            v0.DictPlugin({"name": "made", "version": "1", "patches": {"some": "of made"}})
        """)
        self.tutor("plugins", "enable", "a-maker")
        self.tutor("plugins", "enable", "made")
        self.assertIn("of made", self.tutor("config", "patches", "show", "some"))
        self.tutor("plugins", "disable", "made")
        self.assertNotIn("of made", self.tutor("config", "patches", "show", "some"))


class Runs(Surface):
    def test_scripts_of_jobs(self):
        found = self.printed("""
from tutor import config, env
from tutor.commands import jobs
script = jobs.create_user_template("--superuser", False, "me", "me@example.org", "se cret")
show(env.render_str(config.load(obj.root), script))
show(jobs.create_user_template(False, True, "me", "me@example.org", "x") != script)
show(env.render_str({}, jobs.set_theme_template("dark {{ x }}", ["one.org", "two.org"])))
""")
        self.assertIn("--superuser", found[0])
        self.assertNotIn("--staff", found[0])
        self.assertIn("me@example.org", found[0])
        self.assertTrue(found[1])
        for word in ("dark {{ x }}", "one.org", "two.org"):
            self.assertIn(word, found[2])

    def test_upgrade_of_the_platform(self):
        setup = """
from tutor.commands import compose
from tutor.commands.dev import DevContext
"""
        version = self.root / "env/version"
        self.printed("""
context = click.Context(click.Command("x"), obj=DevContext(obj.root))
compose.interactive_upgrade(context, False, None)
""", setup=setup)
        self.assertEqual(self.calls(), [])
        version.write_text("20.0.0")
        self.printed("""
context = click.Context(click.Command("x"), obj=DevContext(obj.root))
compose.interactive_upgrade(context, False, None)
""", setup=setup)
        self.assertEqual(version.read_text().strip(), "21.0.8")
        self.printed("""
context = click.Context(click.Command("x"), obj=DevContext(obj.root))
compose.upgrade_from(context, "quince")
""", setup=setup)
        calls = self.calls()
        self.assertTrue([call for call in calls if "mongodb" in call], calls)
        self.assertIn("tutor_dev", calls[-1])

    def test_installing_plugins(self):
        path = self.folder / "fetched.py"
        path.write_text("")
        found = self.printed(f"""
from tutor import exceptions
from tutor.commands import plugins
plugins.find_and_install([], [])
plugins.install_single_file_plugin({str(path)!r})
show(os.path.exists(os.path.join({str(self.plugins)!r}, "fetched.py")))
show(plugins.get_package_install_command()[1:] == ["-m", "pip", "install"])
try:
    plugins.install_single_file_plugin("/no/such/file.py")
except exceptions.TutorError as error:
    show("/no/such/file.py" in str(error))
""")
        self.assertEqual(found, [True, True, True])

    def test_clients_of_kubernetes_are_those_of_the_package(self):
        folder = self.site / "kubernetes"
        setup = """
from tutor import config, exceptions
from tutor.commands.k8s import K8sClients, K8sTaskRunner
"""
        found = self.printed("""
try:
    K8sClients.instance()
except exceptions.TutorError as error:
    show("kubernetes" in str(error))
""", setup=setup)
        self.assertEqual(found, [True])
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / "config.py").write_text("def load_kube_config():\n    pass\n")
        (folder / "client.py").write_text(textwrap.dedent("""
            from types import SimpleNamespace as Object
            def job(name, active):
                return Object(metadata=Object(name=name), status=Object(active=active))
            class BatchV1Api:
                def list_namespaced_job(self, namespace):
                    return Object(items=[job("running in " + namespace, 1), job("done", None)])
            class CoreV1Api:
                pass
        """))
        found = self.printed("""
clients = K8sClients.instance()
show([clients is K8sClients.instance(), clients.batch_api is clients.batch_api,
      type(clients.core_api).__name__])
runner = K8sTaskRunner(obj.root, config.load(obj.root))
show(runner.active_job_names())
show(runner.load_job("lms-job")["kind"])
try:
    runner.load_job("none")
except exceptions.TutorError as error:
    show("none" in str(error))
""", setup=setup)
        self.assertEqual(found, [[True, True, "CoreV1Api"], ["running in openedx"], "Job", True])


if __name__ == "__main__":
    main()
