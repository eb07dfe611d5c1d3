#!/usr/bin/python3
"""Asks PyYAML what our yaml module must answer.

    /usr/bin/python3 tests/oracle/yaml/make_cases.py

rewrites tests/golden/yaml/{load,dump}.json and ORACLE, which are committed: the
unit tests need no PyYAML. Inputs on which we differ on purpose are not here but
in tests/unit/yaml and docs/compatibility/pyyaml.md.
"""

import datetime
import json
import platform
import random
from pathlib import Path

import yaml

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "yaml"

# One case per word; "\u0020" stands for a blank inside a case.
SCALARS = r"""
1 1.5 1e3 0123 0x1F 1_000 12:30:45 true yes on Yes YES yES no off Off OFF oN y n Y N null ~ Null
NULL nULL "quoted" 'quoted' x:y a=b=c [a,\u0020b] {"a":\u00201} 2020-01-01 {{\u0020X\u0020}} << = *a
!x !!int\u0020abc 2020-02-30 2020-02-29 2019-02-29 1900-02-29 2000-02-29 1. .5 -.5 +.5 ._5 -1.5 +1.5
.inf -.inf +.INF .Inf .iNF .NaN .nan .NAN .Nan 1e5 1.0e5 1.0e+5 1.0E-05 1.e+3 1_0.5_0 0b101 -0b11
0b_ 0b12 -0x_ 0xfg 0o17 08 09 09.5 00 -0 +0 1:60 1:59 0:30 0:30.5 1:30.5 -1:30 +1:30 190:20:30 1:2:3
1:30. 99999999999999999999 -99999999999999999999 9223372036854775807 9223372036854775808
-9223372036854775808 -9223372036854775809 -0xFFFFFFFFFFFFFFFFFFFF 0777777777777777777777777777
99999999999999999999:30 1__0 _1 1_ +1 -1 + - -- +-1 0_ 0_7 1,000 1.2.3 1e 1.5e+ 1.5e+x
2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 2001-1-1 2001-01-1 2001-1-1T1:00:00 2001-12-14
0001-01-01 9999-12-31 0000-01-01 2001-13-01 2001-00-01 2001-01-00 2001-01-32 2001-01-01T24:00:00
2001-01-01T00:60:00 2001-01-01T00:00:60 2001-01-01T00:00:00+24:00 2001-01-01T00:00:00-23:59
2001-01-01T00:00:00.1234567 2001-01-01T00:00:00.000001 2001-01-01T00:00:01.000001Z
2001-01-01T00:00:00. 2001-01-01T00:00:00+5 2001-01-01T00:00:00+05:30 2001-01-01T00:00:00+00:00
2001-01-01T0:0:0 20010-01-01 2001-01-01x
!!str !!str\u00205 !!str\u0020yes !!int\u0020"5" !!int\u0020"\u00205\u0020" !!int\u00201.5 !!int\u0020""
!!int\u0020"+" !!int\u0020"--5" !!int\u0020"1:x" !!float\u00201e3 !!float\u0020nan !!float\u0020-inf
!!float\u0020infinity !!float\u0020"" !!float\u00205 !!float\u0020x !!float\u0020"1:30" !!bool\u0020foo
!!bool\u0020oN !!null\u0020foo !!null !!binary\u0020Zm9v !!binary\u0020Zm9 !!binary\u0020Zm8=
!!binary\u0020"Zg==Zg==" !!binary\u0020"Z\u0020m\u00209\u0020v" !!binary\u0020"" !!binary\u0020é !!timestamp\u00202020-1-1
!!timestamp\u0020foo !\u00205 !\u0020"5" ! !!set\u0020{a} !!set\u0020{} !!omap\u0020[a:\u00201,\u0020b:\u00202]
!!omap\u0020[a] !!omap\u0020[{a:\u00201,\u0020b:\u00202}] !!omap\u0020{a:\u00201} !!pairs\u0020[a:\u00201,\u0020a:\u00202] !!pairs\u0020x
!!map\u0020[a] !!map\u0020a !!seq\u0020{a:\u00201} !!seq\u0020a !!int\u0020[1] !!str\u0020[1] !!str\u0020{=:\u0020foo,\u0020b:\u00201}
!!int\u0020{=:\u00205} !!null\u0020[] !!foo\u0020a !!python/tuple\u0020[1] !!merge\u0020x !<tag:yaml.org,2002:int>\u00205
!<!x>\u0020a !e!foo\u0020a {a:\u00201,\u0020a:\u00202} {1:\u0020a,\u00201.0:\u0020b,\u0020true:\u0020c} {null:\u0020a,\u0020~:\u0020b}
{=:\u0020x} {<<:\u0020{a:\u00201},\u0020b:\u00202} {b:\u00202,\u0020<<:\u0020{a:\u00201,\u0020b:\u00200}}
{<<:\u0020[{a:\u00201,\u0020b:\u00202},\u0020{a:\u00203,\u0020c:\u00204}],\u0020b:\u00205} {<<:\u0020{a:\u00201},\u0020<<:\u0020{a:\u00202,\u0020b:\u00203}}
{<<:\u00201} {<<:\u0020[1]} {<<:\u0020[]} {<<:\u0020{<<:\u0020{a:\u00201},\u0020b:\u00202},\u0020c:\u00203} {"<<":\u00201}
[&a\u0020x,\u0020*a] [&a\u0020x,\u0020&a\u0020y] [&a\u0020{x:\u00201},\u0020*a,\u0020{<<:\u0020*a,\u0020y:\u00202}] {&a\u0020k:\u0020*a}
[a,] [,] {a,} {a:\u0020,} {a:1} [a:1] [a:\u00201] [?\u0020a\u0020:\u0020b] {?\u0020a} [a,\u0020[b,\u0020{c:\u0020d}]] [] {} [[]] [{}]
@a `a %a ] } , a:\u0020b:\u0020c "a 'a [a {a "\q" "\x4" 'it''s' "a\nb" "\0" "\e\N\_\L\P"
"\x41\u00e9\U0001F600" - ? : -\u0020- "#" a#b a\u0020#b &a &a\u0020b * & | > |\u0020x a\u0020b é 日本 😀
"""

DOCUMENTS = [
    "", " ", "\n", "# c\n", "---\n", "---\n...\n", "--- 1\n...\n", "...\n", "--- a\n--- b", "a: 1\n---\nb: 2",
    "%YAML 1.1\n--- a", "%YAML 1.2\n--- a", "%TAG ! tag:x,2000:\n--- !foo a", "%TAG !y! tag:yaml.org,2002:\n--- !y!int '3'",
    "\ufeffa: 1\n", "a: 1\r\nb: 2\r\n", "a: |\r\n x\r\n y\r\n", "a: \x01", "a\x7fb", "a\u2028b", "a: '\u2028'",
    "a: b", "a: b\n c", "a\nb", "a: 'x\n  y\n\n  z'", 'a: "x\\\n   y\\n\n  z"', "a : b", '"a" : b', "'a': 1\n\"b\": 2\n",
    "a:\n- b\n- c", "a:\n  - b\n  - c", "- a\n- b", "- - a\n  - b\n- c", "- a: 1\n  b: 2\n- c", "-\n- ~", "- \n-", "- a\n-b",
    "? a\n: b\n? c\n", "? [a]\n: b", "? {a: b}\n: c", "? |\n  k\n: v", "[a]: b", "{a: b}: c", "{[a]: b}",
    "a:\nb: 1", "a: # c\n  b", "a: b # c", "a: b#c", "a: - b", "a: 'x' y", "a: [b] c", "a: !!str\nb: 1", "a: !!str # c\nb: 1",
    "a: |\n foo\n  bar\n", "a: |\n\n  x\n", "a: |\n    x\n  y\n", "a: |2-\n   foo\n", "a: |+\n  foo\n\n\n", "a: |-\n  foo\n\n",
    "a: |0\n x", "a: |a\n x", "a: |\nb: 1", "--- |\n a", "a: >\n foo\n bar\n\n baz\n", "a: >-\n a\n b\n   c\n d\n", "a: >+\n x\n\n",
    "--- >-\n a\n b", "a: |\n  # no comment\n  x # neither\n# comment\nb: 1", "a: | # c\n  x\n", "- |\n x\n- >\n y\n",
    "a:\n  b:\n    c: 1\n  d: 2\n", "a:\n  b: 1\n c: 2\n", " a: 1\nb: 2", "a: 1\n b: 2", "a: 1\nb", "- a\nb: 1",
    "\ta: b", "a:\n\t- b", "a:\n  b: 1\n\tc: 2", "key: [\n a, b\n]", "key: [\na\n]", "key: {\n  a: 1,\n  b: 2 }", "[a\n", "{a: [b\n",
    "a: &x 1\nb: *x\n", "a: &x\nb: *x\n", "a: &x [1]\nb: *x\nc: [*x, *x]\n", "x: {y: *z}",
    "base: &base\n  a: 1\n  b: [2]\nderived:\n  <<: *base\n  a: 3\n", "a: &a\n  k: v\nb: &b\n  <<: *a\nc:\n  <<: [*a, *b]\n",
    "PLUGINS:\n- mfe\n- indigo\nID: abc\nENABLE_HTTPS: true\nPORT: 8000\nEMPTY: ''\nNOTHING:\nMOUNTS: []\n",
    "name: demo\nversion: 1.0.0\npatches:\n  lms-env: |\n    \"A\": {{ B }}\n    \"C\": 1\nhooks:\n  init:\n    - lms\n",
    "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  metadata: {name: x, labels: {a: 'b'}}\n",
]

TEXTS = [
    "a", "foo bar", "yes", "no", "null", "~", "1", "0x1F", "12:30", "1.5", "2020-01-01", "<<", "=", "-", "- ", "--", "---", "...",
    "?", "? a", ":", "a:", "a: b", "a :b", "#", "a #b", "a#b", "[", "]", "{", "}", "&a", "*a", "!a", "|", ">", "'", '"', "it's",
    'say "x"', "it's \"x\"", "%", "@", "`", "", "  ", " ", "\t", "a\tb", "é", "日本語", "😀", "\u2028", "\ufeff", "\x00", "\x07", "\x1b",
    "\x7f", "\xa0", "\\", "a\\b", "\n", "\r", "a\nb", " a", "a ", "a\n", "\na", "a\n b", "a \nb", "a\n\nb", "\n\n", "{{ X }}",
    "https://x.y/z?q=1#f", "0123", "089", "1e3", "1_000", "y", "n", "on", "OFF", "True", ".inf", ".nan", "+.inf", "1.", "=x",
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore", "x" * 100, "x" * 122,
    "x" * 123, "x" * 200, "😀" * 50, "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----",
]

VALUES = [
    None, True, False, 0, -1, 10**30, 1.5, -0.0, 1e20, 1e16, 1e-7, 0.1, 123456789.123, [], {}, [[]], [{}], {"a": []},
    {"a": {}}, [[1, 2], [3]], [{"a": 1, "b": 2}], {"b": 1, "a": 2, "C": 3, "_": 4}, {"a": {"b": {"c": [1, {"d": "e"}]}}},
    {"PLUGINS": ["mfe", "indigo"], "ID": "abc", "ENABLE_HTTPS": False, "MOUNTS": [], "X": None},
]


def describe(value):
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(describe, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(describe, value)) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{describe(k)}: {describe(v)}" for k, v in value.items()) + "}"
    if isinstance(value, set):
        return "set(" + ", ".join(map(describe, value)) + ")"
    if isinstance(value, (bytes, datetime.date)):
        return repr(value)
    return f"{type(value).__name__} {value!r}"


def load_case(text):
    try:
        return {"text": text, "value": describe(yaml.safe_load(text))}
    except yaml.MarkedYAMLError as error:
        return {"text": text, "error": str(error.problem), "line": error.problem_mark.line + 1}
    except Exception as error:  # PyYAML lets Python's own errors through
        return {"text": text, "error": f"{type(error).__name__}: {error}".replace("\n", " ")}


def random_value(source, depth):
    chance = source.random()
    if depth == 0 or chance < 0.4:
        words = source.randint(1, 12) if chance < 0.2 else source.randint(1, 4)
        return source.choice(["", " ", " ", "\n", ": "]).join(source.choice(TEXTS) for _ in range(words))
    if chance < 0.5:
        return source.choice(VALUES)
    if chance < 0.75:
        return [random_value(source, depth - 1) for _ in range(source.randint(0, 4))]
    return {source.choice(TEXTS): random_value(source, depth - 1) for _ in range(source.randint(0, 4))}


def dump_case(value):
    plain = json.dumps(value)
    value = json.loads(plain)  # no shared parts
    return {"json": plain, "yaml": yaml.safe_dump(value, default_flow_style=False, allow_unicode=True)}


def reload_case(text):
    """Dates, bytes, sets, anchors: what JSON cannot hold comes from YAML."""
    value = yaml.safe_load(text)
    return {"text": text, "yaml": yaml.safe_dump(value, default_flow_style=False, allow_unicode=True)}


RELOADED = [
    "2020-01-01", "a: 2020-01-01", "a: 2001-12-14 21:59:43.10 -5", "2001-12-14T21:59:43Z", "!!binary Zm9v", "a: !!binary ''",
    "a: !!binary " + "QUJD" * 60, "!!set {}", "!!set {a}", "a: !!set {1}", "- !!set {x}", "!!omap [a: 1]", "{1: a, 2: b, -5: c}", "{b: 1, 1: 2}",
    "{1.5: a, 1: b}", "{null: 1}", "{true: 1, false: 2}", "{2020-01-01: x}", "? !!binary Zm9v\n: x", ".nan", "[-.inf, .inf]", "!!float 1",
    "[&a [1], *a]", "{x: &a {k: v}, y: *a}", "[&a [], *a, &b {}, *b]", "[&a [&b [1], *b], *a, *b]", "[&d 2020-01-01, *d]", "[&s text, *s]",
    "- &a\n  - &b {k: 1}\n  - *b\n- x: *a\n  y: *b\n",
]


def write(name, cases):
    lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
    (GOLDEN / name).write_text(f"[\n{lines}\n]\n")


def main():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    scalars = [word.replace(r"\u0020", " ") for word in SCALARS.split()]
    write("load.json", [load_case(text) for text in scalars + DOCUMENTS])
    source = random.Random(20)
    values = TEXTS + VALUES
    values += [{text: 1} for text in TEXTS] + [{"k": [text]} for text in TEXTS] + [[random_value(source, 3)] for _ in range(90)]
    write("dump.json", [dump_case(value) for value in values] + [reload_case(text) for text in RELOADED])
    (GOLDEN / "ORACLE").write_text(f"PyYAML {yaml.__version__}, Python {platform.python_version()}\n")


if __name__ == "__main__":
    main()
