#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/unit/value/python_cases.txt: what Python answers to many small questions.

Run with CPython 3.11 that has markupsafe 3.0:

    python3 tests/oracle/value/make_cases.py > tests/unit/value/python_cases.txt

One case a line, fields parted by tabs: operation, arguments (a tuple in Python's notation),
keyword arguments (a dict), answer. The answer is "= repr", for lists and dicts that a method may
change followed by " ; repr of the object afterwards", or "! Class: message".
"""

import copy
import itertools
import math
import operator
import random
import sys

from markupsafe import Markup, escape

NAN, INF = math.nan, math.inf
RANDOM = random.Random(3)
SEEN = set()


def write(operation, function, arguments, keywords=None, changing=False):
    keywords = keywords or {}
    line = f"{operation}\t{ascii(tuple(arguments))}\t{ascii(keywords)}\t"
    if line in SEEN:
        return
    SEEN.add(line)
    arguments, keywords = copy.deepcopy((tuple(arguments), keywords))
    try:
        result = function(*arguments, **keywords)
        if isinstance(result, complex):
            return
        answer = "= " + repr(result)
        if " at 0x" in answer:
            raise AssertionError(line)
        if changing:
            answer += " ; " + repr(arguments[0])
    except Exception as error:
        answer = f"! {type(error).__name__}: {error}"
    answer.encode()
    print(line + answer.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r"))


def method(name, self, *arguments, **keywords):
    changing = isinstance(self, (list, dict))
    if not hasattr(self, name):
        raise AssertionError(f"{type(self)} has no {name}")
    write("." + name, lambda me, *a, **k: getattr(me, name)(*a, **k), (self, *arguments), keywords,
          changing)


INTEGERS = [0, 1, -1, 2, 3, -3, 7, -7, 10, 255, 2**31, 2**53, 2**53 + 1, -2**53 - 1, 2**63 - 1,
            -2**63, 2**63, 2**64, -2**64, 10**18, 10**19, 10**30, -10**30, 3**100, True, False]
REALS = [0.0, -0.0, 0.5, -0.5, 1.0, 1.5, -1.5, 2.5, 3.5, 0.1, 0.3, 2.675, 1e16, 1e15, 1e-4, 1e-5, 1e22,
         123456789.125, 1e300, -1e300, 5e-324, 1.7976931348623157e308, INF, -INF, NAN, 9007199254740993.0,
         9.2233720368547758e18, 1e100]
OTHERS = [None, "", "a", "abc", Markup("<b>"), [], [1], [1, 2], (), (1,), (1, 2), {}, {"a": 1}, range(3)]
EVERYTHING = INTEGERS + REALS + OTHERS
TEXTS = ["", "a", "A", "abc", "ABC", "Hello World", "hello world", "  x y  ", "a,b,,c", "1234", "-12", "+5",
         "stra\u00dfe", "\u0130stanbul", "\u01c5", "\u01c6\u01c4", "\u00e9t\u00e9 \u00c9T\u00c9",
         "\u039f\u0394\u039f\u03a3 \u03a3", "\u03a3", "a\u03a3b", "\ufb01x", "\u0661\u0662", "\u00b2", "\u2167", "\u216b",
         "\u4e2d\u6587", "\U0001f600 ok", "a\tb\tc", "a\nb\r\nc\rd", "\u2028x", "\x1c", "\x85a", "\u00a0", "\u200b", "\u0300", "_x1", "1x",
         "don't stop", "\"q\"", "'\"", "back\\slash", "\x00\x7f\x1b", "\u1e9e", "\u0149", "\u1fb3\u1f80", "x" * 20, "caf\u00e9",
         "\u10d0\u10d1", "\u1c90", "\ua64a", "\U00010400\U00010428", "\u2170", "\u00aa", "\u02b0", "a.b-c d", "they're bill's"]


def formatted(value, spec):
    return "".join([format(value, spec)])  # markup may come back as itself


def operators():
    binary = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
              "//": operator.floordiv, "%": operator.mod, "**": operator.pow, "==": operator.eq, "!=": operator.ne,
              "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
    numbers = INTEGERS + REALS
    for symbol, function in binary.items():
        pairs = list(itertools.product(numbers, numbers))
        for a, b in RANDOM.sample(pairs, 160):
            if symbol == "**" and isinstance(b, int) and abs(b) > 300:
                continue
            if symbol == "**" and (abs(a) > 1e9 or (isinstance(a, float) or isinstance(b, float)) and a != int(a) if a == a and abs(a) != INF else False):
                continue
            write(symbol, function, (a, b))
        pairs = [p for p in itertools.product(EVERYTHING, EVERYTHING)
                 if not (p[0] in numbers and p[1] in numbers) and not any(
                     type(x) in (int, bool) and abs(x) > 300 for x in p)
                 and not (symbol == "%" and isinstance(p[0], str))]
        for a, b in RANDOM.sample(pairs, 70):
            write(symbol, function, (a, b))
    for symbol, function in {"neg": operator.neg, "pos": operator.pos, "abs": abs}.items():
        for a in INTEGERS + REALS + ["a", None, [1]]:
            write(symbol, function, (a,))
    for symbol in ("==", "<", "<=", ">"):
        for a, b in [([1, 2], [1, 3]), ([1], [1, 0]), ((1, "a"), (1, "b")), ([1], [None]), ([[1]], [[2]]), ("a", "b"), ("Z", "a"),
                     ("\u00e9", "z"), ("\ud7ff", "\U00010000"), ("\uffff", "\U00010000"), ("", "a"), ({"a": 1}, {"a": 1.0}), ({1: 2}, {True: 2}),
                     (range(3), range(0, 3, 1)), (range(0), range(5, 5)), (range(0, 3, 2), range(0, 4, 2)), ((1, 2), [1, 2]),
                     (Markup("a"), "a"), ([1, "a"], [1, 2]), ((), (1,)), ([NAN], [NAN]), (2**64, 1.8446744073709552e19),
                     (2**53 + 1, 9007199254740992.0), (10**400, INF), (10**400, 1e308)]:
            write(symbol, binary[symbol], (a, b))
    for a, b in [("ab", 2), (3, "ab"), ([1], 2), ((1,), True), ("a", -1), ([1], "a"), ("a", 1.5), (2**70, "a"), ("a", 2**70), (1.5, "a")]:
        write("*", operator.mul, (a, b))
    for a, b in [(10**400, 10**399), (10**400, 3), (1, 10**400), (3**200, 7**80), (2**1074, 2**2148), (1, 2**1074),
                 (3, 2**1075), (2**53 + 1, 3), (9007199254740993, 1), (10**22 + 1, 10**22), (1, 3 * 2**1070), (-1, 3**700)]:
        write("/", operator.truediv, (a, b))
        write("//", operator.floordiv, (a, b))
        write("%", operator.mod, (a, b))


def containers():
    for a, b in [("a", "abc"), ("", "abc"), (1, "a"), (1, [1.0]), (True, [1]), ("a", {"a": 1}), ([], {}), (1, {1.0: 2}),
                 (2, range(0, 5, 2)), (3, range(0, 5, 2)), (1.0, range(3)), (1.5, range(3)), ("a", range(3)), (4, range(8, 0, -2)),
                 (2**70, range(3)), (1, 1), (None, [None]), (NAN, [NAN]), (Markup("a"), "abc"), ("b", ("a", "b"))]:
        write("in", lambda x, y: x in y, (a, b))
    for value in EVERYTHING:
        write("len", len, (value,))
        write("list", list, (value,))
        write("bool", bool, (value,))
        write("str", str, (value,))
        write("repr", repr, (value,))
    sequences = ["abcdef", "h\u00e9llo \U0001f600x", [1, 2, 3, 4, 5], (1, 2, 3, 4, 5), range(10), range(10, 0, -3), Markup("a<b"), ""]
    for s in sequences:
        for i in (0, 1, -1, 4, 5, 7, -5, -8, True, "a", None, 1.0, 2**70):
            write("[]", operator.getitem, (s, i))
        bounds = [None, 0, 1, 3, -2, 20, -20]
        for start, stop in itertools.product(bounds, bounds):
            step = RANDOM.choice([None, 1, 2, -1, -2, 3])
            write("slice", lambda x, a, b, c: x[a:b:c], (s, start, stop, step))
        for bad in [("a", None, None), (None, None, 0), (None, 1.5, None), (2**70, None, None), (None, -2**70, -1)]:
            write("slice", lambda x, a, b, c: x[a:b:c], (s, *bad))
    for container, key in [({"a": 1}, "a"), ({"a": 1}, "b"), ({1: 2}, True), ({1: 2}, 1.0), ({}, []), ({}, (1, [2])), (None, 1), (5, 0), (1.5, "a"),
                           ({(1, 2): 3}, (1, 2)), ({}, "it's")]:
        write("[]", operator.getitem, (container, key))
    for container in ({}, 1, None):
        write("slice", lambda x, a, b, c: x[a:b:c], (container, 1, 2, None))
    for value in TEXTS:
        write("repr", repr, (value,))
        write("ascii", ascii, (value,))
    for value in [[1, [2, (3,)], {"k": [None]}], ("a",), {"a": {"b": "c"}}, [Markup("x"), "y"], {1: 1, 1.5: (), None: True}, [1e16, 1e-7, 2**64]]:
        write("repr", repr, (value,))
        write("ascii", ascii, (value,))


def numbers():
    for text in ["12", " 12 ", "-7", "+3", "1_000", "1__0", "_1", "1_", "", " ", "0x10", "1.5", "\u0661\u0662", "99999999999999999999", "- 1", "1e3", "0_0", "007", "\u00b2", "1\x00"]:
        write("int", int, (text,))
    for text, base in [("ff", 16), ("0xff", 16), ("0xff", 0), ("0b101", 0), ("0o17", 0), ("10", 0), ("010", 0), ("00", 0), ("zz", 36), ("12", 2), ("0x_f", 16), ("-0x1F", 0), ("0b", 0)]:
        write("int", int, (text, base))
    for text in ["1.5", " 1e3 ", "-inf", "nan", "Infinity", "+1.", ".5", "1_0.5", "1._5", "", "abc", "1e400", "-1e-400", "0x1p3", "1e", "--1", "\u0661.5", "1e5_0", "_1.0", "nan(1)", "infi", "1 2", "0.1e-350", "1234567890123456789012345678901234567890"]:
        write("float", float, (text,))
    for number in INTEGERS + REALS:
        write("int", int, (number,))
        write("float", float, (number,))
        write("round", round, (number,))
        for digits in (0, 1, 2, 5, -1, -2, -20):
            write("round", round, (number, digits))
    for number in [2.675, 1.005, 0.125, 0.375, 25, 35, -25, 15, 12345, 1e22, 123456.789, 5e-7, 2.5e-8, 49.5, 50.5, 1e308, -1.7976931348623157e308]:
        for digits in (-3, -2, -1, 0, 1, 2, 3, 7, 300, 400, -308, -400):
            write("round", round, (number, digits))
    for _ in range(250):
        real = RANDOM.uniform(-1, 1) * 10.0 ** RANDOM.randint(-20, 25)
        write("str", str, (real,))
        write("%", operator.mod, ("%.*" + RANDOM.choice("efgEG"), (RANDOM.randint(0, 20), real)))
        write("format", formatted, (real, RANDOM.choice(["", "g", "e", ".3", ".10", ",", "_", ".2f", "012,.1f", "+.0f", "%", "n", "#g", "#.3", "z.1f"])))
        write("round", round, (real, RANDOM.randint(-5, 10)))
    for integer in INTEGERS:
        for name in ("bit_length", "bit_count", "conjugate", "as_integer_ratio"):
            method(name, integer)
        for name in ("real", "imag", "numerator", "denominator"):
            write("attr", getattr, (integer, name))
    for real in REALS:
        for name in ("hex", "is_integer", "conjugate", "as_integer_ratio"):
            method(name, real)
        write("attr", getattr, (real, "real"))
        write("attr", getattr, (real, "imag"))
    for name in ("start", "stop", "step"):
        write("attr", getattr, (range(1, 9, 2), name))
    for value, name in [(1, "x"), ("a", "x"), ([], "x"), (None, "x"), (1.5, "numerator"), (range(3), "x"), ({}, "x"), ((), "append"), (True, "real")]:
        write("attr", getattr, (value, name))
    for number in [2**200, -2**200, 7**150, 10**50 + 1]:
        for other in [3, -3, 2**100, -2**100 + 1, 10**25, 2**199, 2**32, 2**64 - 1, 2**96 - 2**32]:
            for symbol, function in [("//", operator.floordiv), ("%", operator.mod), ("+", operator.add), ("-", operator.sub), ("*", operator.mul), ("<", operator.lt)]:
                write(symbol, function, (number, other))


def formatting():
    patterns = ["%s", "%r", "%a", "%d", "%i", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x", "%X", "%#X", "%o", "%#o", "%e", "%f", "%g", "%G", "%.2f",
                "%8.3f|", "%-8.1e|", "%c", "%5s|", "%-5s|", "%.2s", "%%", "%u", "%08.3d", "%#010x", "%+.3g", "%#g", "%.0f", "%#.0f", "%ld", "%y", "%5", "%", "x",
                "%(a)s", "%(", "%s %s", "%*d", "%.*f", "%-05d|", "%F", "%.50f", "%+x", "% x", "%.0e", "%5c|", "%(a)s %(b)d", "%é", "é%y"]
    values = [0, 5, -5, 255, 2**70, -2**70, 1.5, -2.675, 1e100, INF, NAN, True, None, "a", "\u00e9t\u00e9", [1], (), (1,), (1, 2), (5, 1.25), {"a": 1}, {"a": "x", "b": 2}, Markup("<")]
    for pattern in patterns:
        for value in values:
            write("%", operator.mod, (pattern, value))
    for pattern in ["%s", "%r", "<%s>%s", "%d", "%(a)s", "%5s|", "%.2s|", "%%", "x"]:
        for value in ["<", Markup("<"), ("<", Markup("<")), ["<"], {"a": "<"}, 5, None, (), 1.5]:
            if not (pattern == "%d" and isinstance(value, str)):
                write("%", operator.mod, (Markup(pattern), value))
    specs = ["", "5", "<5", ">5", "^5", "=5", "05", "\u00e9^7", "+", " ", "-", "#x", "x", "X", "b", "#b", "o", "#o", "c", "d", "n", ",", "_", ",d", "_x", "_b", ",x", "020,", "020_b",
             "e", "f", "g", ".2f", ".0f", "#.0f", "%", ".1%", "+.3e", "010.2f", "010,.2f", "s", ".2", ".2s", "10.3s", "z", "zf", "xx", ".", "<<5", "0<5", "<05", "#06x", "+c", "#c", ",_", "__", ",,", "5z", "r", "G", "E", "F", "=+8d", "*=+8d", "08.3", ".0", ".30g", "{", "99999999999999999999"]
    values = [0, 7, -7, 1234567, -1234567, 2**70, True, 1.5, -1234567.891, 1e16, 1e-7, INF, NAN, -0.0, 100.0, "", "abc", "\u00e9t\u00e9", None, [1], Markup("<")]
    for spec in specs:
        for value in values:
            write("format", formatted, (value, spec))
    cases = [("{}", 1), ("{} {}", 1, 2), ("{1} {0}", 1, 2), ("{0}{}", 1, 2), ("{}{0}", 1), ("{}",), ("{2}", 1), ("{a}",), ("{!r}", "a"), ("{!s}", "a"), ("{!a}", "\u00e9"), ("{!z}", 1),
             ("{!}", 1), ("{!r", 1), ("{!rx}", 1), ("{0.real}", 5), ("{0.x}", 5), ("{0[1]}", [1, 2]), ("{0[a]}", {"a": 7}), ("{0[9]}", [1]), ("{0[a]}", [1]), ("{0[b]}", {"a": 1}), ("{0[]}", 1), ("{0.}", 1),
             ("{0[a}", 1), ("{0[a]b}", {"a": 1}), ("{:{}}", "a", 5), ("{:{}.{}f}", 1.23456, 8, 2), ("{:{:{}}}", 1, 2, 3), ("{{}}",), ("{{{}}}", 1), ("{",), ("}",), ("a}b",), ("a{",), ("{:>5}|", "a"), ("{:,}", 1234567),
             ("{:,}", "a"), ("{0:d} {0:x} {0:o} {0:b}", 42), ("{0!r:>6}", "a"), ("{:", 1), ("{0", 1), ("{0:{", 1), ("{0!", 1), ("{ }", 1), ("{-1}", 1), ("{99999999999999999999999}", 1), ("{0[0][1]}", [[1, 2]]),
             ("{0.start}", range(3)), ("{:05.1f}|{:<8}|{:^8}", 3.14159, "ab", "cd"), ("no fields", 1), ("{0[-1]}", [1]), ("{a{b}",), ("{0}}", 1), ("\u00e9{}\u00e9", "\u00e9"), ("{:\u00e9>3}", 1), ("{:}", [1])]
    for pattern, *arguments in cases:
        method("format", pattern, *arguments)
    method("format", "{a} {b[0]} {c.real}", a=1, b=[2], c=3)
    method("format", "{a!r:>{w}}", a="x", w=6)
    method("format", "{0}{a}", 1, a=2)
    for pattern, mapping in [("{a}", {"a": 1}), ("{}", {}), ("{0}", {}), ("{a[b]}", {"a": {"b": 2}}), ("{x}", {"a": 1}), ("{a:>3}", {"a": 1})]:
        method("format_map", pattern, mapping)
    for pattern, argument in [("{}", "<"), ("{}", Markup("<")), ("{:>5}", "<"), ("{:>5}", Markup("<")), ("{!r}", "<"), ("<{}>", ["<"]), ("{}", 5), ("{:.1f}", 2.25)]:
        method("format", Markup(pattern), argument)


def texts():
    simple = "capitalize casefold isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper lower swapcase title upper split rsplit splitlines strip lstrip rstrip expandtabs".split()
    for name in simple:
        for text in TEXTS:
            method(name, text)
    for text in ["abcabc", "h\u00e9h\u00e9", "", "aXbXc", "aaaa"]:
        for wanted in ["a", "h\u00e9", "", "z", "X", "bc", "aa"]:
            for name in "find rfind index rindex count startswith endswith partition rpartition removeprefix removesuffix".split():
                method(name, text, wanted)
            method("split", text, wanted)
            method("replace", text, wanted, "-")
            method("replace", text, wanted, "\u00e9\u00e9", RANDOM.randint(-1, 3))
            method("rsplit", text, wanted, RANDOM.randint(-1, 2))
            method("split", text, wanted, maxsplit=RANDOM.randint(-1, 2))
            for name in "find rfind index rindex count startswith endswith".split():
                method(name, text, wanted, RANDOM.randint(-7, 7))
                method(name, text, wanted, RANDOM.randint(-7, 7), RANDOM.randint(-7, 7))
                method(name, text, wanted, None, RANDOM.randint(-7, 7))
    for text in ["  a b  c ", "\u00a0x\u2003y", "a", "", "\x1ca\x1d", "   "]:
        for limit in (-1, 0, 1, 2, 10):
            method("split", text, None, limit)
            method("rsplit", text, None, limit)
    for text in ["a\nb\r\nc", "\r\r\n\n", "x\u2028y\x85", "end\n", "\x0b\x0c\x1e\x1f", ""]:
        method("splitlines", text, True)
        method("splitlines", text, keepends=False)
    for text in ["abc", "\u00e9", "", "-5", "+5x", "--"]:
        for width in (-1, 0, 1, 4, 5, 8, True):
            for name in ("center", "ljust", "rjust"):
                method(name, text, width)
                method(name, text, width, "\u00e9")
            method("zfill", text, width)
            method("expandtabs", "a\t" + text + "\tb\nc\t", width)
    for text, characters in [("xxaxx", "x"), ("abcba", "ab"), ("\u00e9a\u00e9", "\u00e9"), ("abc", ""), ("a", None)]:
        for name in ("strip", "lstrip", "rstrip"):
            method(name, text, characters)
    for separator, items in [(",", ["a", "b"]), ("", "abc"), (", ", ("x",)), ("-", []), ("-", {"a": 1, "b": 2}), (",", ["a", 1]), (",", [None]), (",", 5), (",", range(2)), ("\u00e9", "ab")]:
        method("join", separator, items)
    for text, table in [("abc", {97: None, 98: "xy", 99: 100}), ("abc", {}), ("abc", "zzz"), ("abc", []), ("abc", 1), ("a", {97: 1.5}), ("a", {97: -1}), ("\u00e9a", {233: "e"}), ("", 1)]:
        method("translate", text, table)
    for arguments in [("abc", "xyz"), ("abc", "xyz", "d"), ({"a": 1, 2: "b"},), ({"ab": 1},), ({1.5: 1},), ("ab", "c"), (1,), (1, "a"), ("a", 1), ("a", "b", 1), ()]:
        method("maketrans", "", *arguments)
    wrong = [(), (1,), (1, 1), ("a", 1), ("a", "b", 1), ("a", "b", 1.5), (1, 2, 3, 4, 5), (5, "ab"), (5, 1), (None,), (("a", 1),), ("a", "x"), ([],), (2**70,)]
    names = [n for n in dir(str) if not n.startswith("_") and n not in ("encode", "format")]
    for name in names:
        for arguments in wrong:
            if not (name in ("center", "ljust", "rjust", "zfill") and arguments == (2**70,)):
                method(name, "b", *arguments)
        method(name, "b", x=1)
    method("startswith", "abc", ("x", "ab"))
    method("endswith", "abc", ("x", "y"))
    method("split", "a", sep=",", maxsplit=1)
    method("split", "a,b,c", ",", sep=",")


def sequences():
    for items in ([1], [3, 1, 2], ["b", "A", "c"], [], [1, "a"], [1.0, True, 1, 2], [[2], [1]], [(1, "b"), (1, "a")], [NAN]):
        for name in "append clear copy count extend index insert pop remove reverse sort".split():
            for arguments in [(), (1,), (-1,), ("A",), (0, 5), (1, 1, 1), ([1, 2],), (7,), ("ab",), (-10, "x"), (None,), (2**70,), (1, 0, -1)]:
                method(name, items, *arguments)
        method("sort", items, reverse=True)
        method("sort", items, x=1)
        method("append", items, x=1)
        method("sort", items, key=None)
    for items in ((1, 2, 1.0), (), ("a", "b")):
        for name in ("count", "index"):
            for arguments in [(), (1,), ("b",), (1, 1), (1, "a"), (3,)]:
                method(name, items, *arguments)
    for items in (range(5), range(10, 0, -3), range(0)):
        for name in ("count", "index"):
            for arguments in [(), (1,), (7,), ("a",), (4.0,), (1, 2), (2**70,), (1.5,)]:
                method(name, items, *arguments)
    for items in ({}, {"a": 1}, {1: 2, "x": [3]}, {(1, 2): None, True: "t"}):
        for name in "clear copy fromkeys get items keys pop popitem setdefault update values".split():
            for arguments in [(), (1,), ("a",), ("b", 7), ([],), (1, 1, 1), ({"z": 26},), ([("k", "v")],), ([(1,)],), ([1],), (["ab", "cd"],), ([(1, 2, 3)],), ("ab", None), (None,)]:
                method(name, items, *arguments)
        method("update", items, x=1, y=2)
        method("update", items, {"a": 0}, a=5)
        method("get", items, x=1)


def markup():
    texts = ["<b>a &amp; b</b>", "a,b<", "&lt;x&gt;", "", "  x  y ", "caf\u00e9"]
    for text in texts:
        for name in "unescape striptags upper lower title capitalize casefold swapcase strip lstrip rstrip split rsplit splitlines expandtabs isalpha".split():
            method(name, Markup(text))
        for name, arguments in [("replace", ("a", "<")), ("replace", ("a", Markup("<"))), ("partition", (",",)), ("rpartition", (",",)), ("split", (",",)), ("center", (20,)),
                                ("ljust", (20,)), ("rjust", (20, "x")), ("zfill", (20,)), ("removeprefix", ("<b>",)), ("removesuffix", ("<",)), ("find", ("b",)), ("join", (["<", Markup("<"), 1],)),
                                ("join", ("<>",)), ("startswith", ("<",)), ("translate", ({97: "<"},)), ("escape", ("<",)), ("__html__", ())]:
            method(name, Markup(text), *arguments)
        for other in ["<", Markup("<"), 1, None]:
            write("+", operator.add, (Markup(text), other))
            write("+", operator.add, (other, Markup(text)))
        write("*", operator.mul, (Markup(text), 2))
        write("[]", operator.getitem, (Markup(text), 0))
    for value in ["<>&'\"", 1, None, [1, "<"], Markup("<"), 1.5, {"a": "<"}]:
        write("escape", escape, (value,))
    for text in ["&amp;&lt", "&copy&copy;&#60;&#x3C;&#x3cz&#0;&#x110000;&#xD800;&#128;&#1;", "&notit;&notin;&ampx", "&", "&;", "&#;", "&#x;", "&foo;", "&nbsp;x", "&acE;", "a&b", "&AMP", "&lt&gt"]:
        method("unescape", Markup(text))
    for text in ["<p\n>a<br/>b", " a <x", "a>b<c>d", "a<!--b-->c<!--d", "<!-- <b> -->x", "<a\u00a0>x\u00a0 y", "<<b>>", "a <b>\n c</b>"]:
        method("striptags", Markup(text))


def census(name):
    """How many characters have a property, or how a change of case maps all of them: a sum."""
    count, total = 0, 0
    for code in itertools.chain(range(0xD800), range(0xE000, 0x110000)):
        result = getattr(str, name)(chr(code))
        if isinstance(result, bool):
            count += result
            total += result * code
        elif result != chr(code):
            count += 1
            total += code * sum((i + 1) * ord(c) for i, c in enumerate(result))
    return (count, total % 2**61)


def unicode():
    for name in "isalpha isdecimal isdigit isnumeric isspace isprintable islower isupper istitle isidentifier isalnum lower upper title casefold swapcase capitalize".split():
        write("census", census, (name,))


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit("run with Python 3.11")
    operators()
    containers()
    numbers()
    formatting()
    texts()
    sequences()
    markup()
    unicode()


if __name__ == "__main__":
    main()
