# SPDX-License-Identifier: Apache-2.0
"""Cases made by enumeration: every filter, test and method with its argument forms on every kind
of value, every operator on every pair of kinds, format specifications, undefineds, syntax.

The families are generators of (source, options); `all_cases` numbers them.
"""
import itertools

# What the sources below name. Kept small: each case carries only what it names.
CONTEXT = {
    "none": None,
    "yes": True,
    "no": False,
    "zero": 0,
    "seven": 7,
    "minus": -13,
    "big": 123456789012345678901234567890,
    "nbig": -(2**64),
    "half": 1.5,
    "nhalf": -2.5,
    "tiny": 1e-07,
    "huge": 1e22,
    "inf": {"$float": "inf"},
    "nan": {"$float": "nan"},
    "blank": "",
    "word": "Hello",
    "text": "the quick brown fox, jumps\nover\tthe lazy dog",
    "digits": "42",
    "real": " -3.75e2 ",
    "hex": "0x1F",
    "odd": "ßǅİ ŉ ﬁ\u00b2½ Ⅷ١ \u200b\u00adé\u0301",
    "emoji": "a👍🏽\U0001f1e9\U0001f1ea z\u2028b\x85c",
    "html": "<a href=\"x\">'&amp;</a>",
    "url": "see https://example.com/a_(b)?x=1&y=2, www.example.org. or me@example.net <b>",
    "safe": {"$markup": "<i>k & w</i>"},
    "empty": [],
    "ints": [3, 1, 2, 1],
    "words": ["b", "A", "c", "a"],
    "mixed": [1, "x", None, 2.5, True],
    "nested": [[2, "b"], [1, "a"], [2, "A"]],
    "people": [
        {"name": "Zoe", "age": 30, "job": {"title": "x"}},
        {"name": "adam", "age": 25, "job": {"title": "Y"}},
        {"name": "Bob", "age": 30, "job": {"title": "x"}},
    ],
    "ragged": [{"name": "a", "n": 2}, {"n": 1}, {"name": "B", "n": None}],
    "nil": {"$tuple": []},
    "one": {"$tuple": [5]},
    "pair": {"$tuple": ["k", 2]},
    "none_dict": {},
    "table": {"b": 2, "A": 1, "c": [1]},
    "keyed": {"$dict": [[1, "one"], [{"$tuple": [1, 2]}, "t"], [None, 0], [2.5, "r"]]},
    "attrs": {"class": "a b", "id": None, "on": True, "x": "<&\">"},
    "span": {"$range": [1, 10, 3]},
}
KINDS = [*CONTEXT, "missing", "table.nope", "word.upper", "range", "(words|map('upper'))"]
SMALL = [
    "none", "yes", "zero", "seven", "minus", "big", "half", "nan", "blank", "word", "digits",
    "safe", "empty", "ints", "nested", "nil", "pair", "none_dict", "table", "span", "missing",
]
TEXTS = ["blank", "word", "text", "digits", "real", "odd", "emoji", "html", "safe", "url"]

# Argument lists of each filter; '' stands for none.
COMMON = ["", "()", "(1)", "('x')", "(none)", "(1, 2, 3, 4, 5, 6, 7)", "(nope=1)", "(missing)"]
FILTERS = {
    "abs": [],
    "attr": ["('upper')", "('name')", "(0)", "('__class__')", "(name='real')"],
    "batch": ["(2)", "(2, 'x')", "(linecount=3, fill_with=0)", "(0)", "(-1)", "('2')", "(1.5)"],
    "capitalize": [],
    "center": ["(9)", "(width=3)", "(-1)", "('9')", "(10.0)"],
    "count": [],
    "d": ["('x')", "('x', true)", "(default_value=1)", "(boolean=true)", "('', boolean=yes)"],
    "default": ["('x', false)", "(0, 1)", "(none, true)"],
    "dictsort": [
        "(true)", "(false, 'value')", "(by='value', reverse=true)", "(by='nope')", "(reverse=yes)",
        "(case_sensitive=true)", "(true, 'key', true)",
    ],
    "e": [],
    "escape": [],
    "filesizeformat": ["(true)", "(binary=false)"],
    "first": [],
    "float": ["(1.5)", "(default='x')", "('x')"],
    "forceescape": [],
    "format": ["(1)", "('a', 'b')", "(a=1)", "(1, a=2)"],
    "groupby": [
        "('name')", "('age')", "('age', 0)", "(attribute='job.title')", "(0)", "('0')",
        "('name', default='', case_sensitive=true)", "('name', case_sensitive=false)", "(1)",
        "('n')", "('name', default='a')",
    ],
    "indent": [
        "(2)", "(2, true)", "(width='> ')", "(4, first=true, blank=true)", "(blank=true)", "(0)",
        "(-1)", "('--', yes, no)", "(1.5)", "(safe)",
    ],
    "int": ["(7)", "(default='x')", "(0, 16)", "(base=2)", "(0, 8)", "(0, 0)", "(0, 37)", "('x')"],
    "items": [],
    "join": [
        "(', ')", "('-', 'name')", "(d='|')", "(attribute='age')", "(attribute=0)", "(1)",
        "(safe)", "(d=safe, attribute='name')", "(none)",
    ],
    "last": [],
    "length": [],
    "list": [],
    "lower": [],
    "map": [
        "('upper')|list", "(attribute='name')|list", "(attribute='name', default='?')|list",
        "('int', 5)|list", "('nope')|list", "(attribute=0)|list", "()|list",
        "(attribute='job.title')|list", "('default', 'd')|list", "(attribute='n', x=1)|list",
        "(upper)|list", "('join', ',')|list", "('string')|join('/')", "(attribute='age')|sum",
    ],
    "max": ["(true)", "(attribute='age')", "(case_sensitive=true)", "(attribute='name')", "(attribute=0)"],
    "min": ["(true)", "(attribute='age')", "(case_sensitive=true)", "(attribute='name')", "(attribute=1)"],
    "pprint": [],
    "random": ["|string|length"],
    "reject": ["|list", "('odd')|list", "('none')|list", "('nope')|list", "('eq', 1)|list"],
    "rejectattr": [
        "('name')|list", "('age', 'eq', 30)|list", "('name', 'none')|list", "()|list",
        "('age', 'nope')|list", "('job.title', 'upper')|list",
    ],
    "replace": [
        "('o', '0')", "('a', 'b', 1)", "(old='e', new='')", "('', '-')", "('l', '<')", "(safe, '')",
        "('x', safe)", "(1, 2)", "('a', 'b', none)", "('a', 'b', -1)", "('a', 'b', count=0)",
        "('<', safe)", "('i', 1)",
    ],
    "reverse": ["|list", "|join"],
    "round": [
        "(1)", "(2, 'ceil')", "(method='floor')", "(-1)", "(0, 'nope')", "(precision=3)",
        "(-1, 'floor')", "('1')", "(1.0)", "(400)", "(-400)", "(none, 'ceil')",
    ],
    "safe": [],
    "select": ["|list", "('odd')|list", "('string')|list", "('gt', 1)|list", "('in', ints)|list"],
    "selectattr": [
        "('name')|list", "('age', 'gt', 26)|list", "('name', 'defined')|list", "(0)|list",
        "('job.title', 'eq', 'x')|map(attribute='name')|list", "('n', 'none')|list", "(1, 'odd')|list",
    ],
    "slice": ["(2)|list", "(2, 'x')|list", "(slices=3, fill_with=0)|list", "(0)|list", "('2')|list"],
    "sort": [
        "(true)", "(reverse=true)", "(attribute='name')", "(attribute='age,name')", "(false, true)",
        "(attribute=0)", "(attribute='job.title,-age')", "(case_sensitive=true)", "(false, false, 'n')",
        "(attribute='1')",
    ],
    "string": [],
    "striptags": [],
    "sum": ["('age')", "(attribute='age', start=10)", "(start=1.5)", "(start='x')", "(start=empty)", "(0)"],
    "title": [],
    "tojson": ["(2)", "(indent=0)", "(indent=1)", "(none)", "('--')", "(true)"],
    "trim": ["('x')", "('Ho')", "(chars='th ')", "('')", "(1)"],
    "truncate": [
        "(5)", "(5, true)", "(6, true, '')", "(9, false, '..', 0)", "(length=8, leeway=0)",
        "(2)", "(10, end='~', leeway=none)", "(5, yes, 'abcdefgh')", "('5')", "(12, leeway=2)", "(3, leeway=0)",
    ],
    "unique": ["|list", "(true)|list", "(attribute='age')|list", "(case_sensitive=false, attribute='name')|list"],
    "upper": [],
    "urlencode": [],
    "urlize": [
        "(10)", "(nofollow=true)", "(target='_blank')", "(rel='a b')", "(5, true, '_x', 'y')",
        "(extra_schemes=['ftp:'])", "(trim_url_limit=12, nofollow=yes)", "(extra_schemes=['x'])",
    ],
    "wordcount": [],
    "wordwrap": [
        "(8)", "(8, false)", "(width=5, break_long_words=true, wrapstring='|')", "(10, wrapstring='\\n> ')",
        "(6, true, none, false)", "(break_on_hyphens=false, width=7)", "(0)", "(1)", "(-1)", "('8')",
    ],
    "xmlattr": ["(false)", "(autospace=false)", "(true)"],
}
TESTS = {
    "boolean": [], "callable": [], "defined": [], "divisibleby": ["(2)", " 3", "(0)", "('x')", "(1.5)"],
    "eq": ["(7)", " none"], "==": ["(1)"], "equalto": ["('Hello')"], "escaped": [], "even": [],
    "false": [], "filter": [], "float": [], "ge": ["(1)", "('H')"], ">=": ["(0)"], "gt": ["(none)"],
    ">": ["(1)"], "greaterthan": ["(1.5)"], "in": ["(ints)", "('Hello!')", " table", "(seven)"],
    "integer": [], "iterable": [], "le": ["(1)"], "<=": ["(1)"], "lower": [], "lt": ["(big)"],
    "<": ["(1)"], "lessthan": ["([2])"], "mapping": [], "ne": ["(1)"], "!=": ["(none)"],
    "none": [], "number": [], "odd": [], "sameas": ["(none)", "(empty)", " true"], "sequence": [],
    "string": [], "test": [], "true": [], "undefined": [], "upper": [],
}

METHODS = {
    "capitalize": [""], "casefold": [""], "lower": [""], "upper": [""], "title": [""], "swapcase": [""],
    "center": ["20", "20, '*'", "3", "", "'x'", "20, ''", "20, 'ab'", "width=5", "-3", "20, 1", "yes"],
    "ljust": ["15, '.'", "15", "none"], "rjust": ["15, 'é'", "15", "1.5"], "zfill": ["10", "-1", "'x'", "", "0"],
    "count": ["'o'", "''", "'o', 2", "'o', -3, none", "'l', 1, 3", "1", "", "'the', 5, 100", "'o', 'x'", "'', 3, 2"],
    "find": ["'o'", "''", "'o', 2", "'zz'", "'o', none, 3", "'', 100", "none", "'o', -4, -1", "'', 5, 5"],
    "rfind": ["'o'", "''", "'o', 2, 30", "'zz'", "'', 2, 3"], "index": ["'o'", "'zz'", "'e', 2", "''"],
    "rindex": ["'o'", "'zz'", "'e', -9"],
    "startswith": ["'H'", "''", "('x', 'the')", "('', )", "'e', 1", "1", "['a']", "(1,)", "'', 99", "()", "", "'k', 2, none"],
    "endswith": ["'o'", "''", "('g', 'o')", "'l', 0, 4", "none", "'g', -1", "'', 3, 1"],
    "encode": ["", "'utf-8'", "'ascii', 'ignore'", "encoding='utf8'", "'nope'", "'ascii', 'xmlcharrefreplace'"],
    "expandtabs": ["", "4", "0", "tabsize=2", "-1", "'x'"],
    "format": ["", "1", "1, 2", "a=1", "*[1]", "none"], "format_map": ["{}", "table", "1"],
    "isalnum": [""], "isalpha": [""], "isascii": [""], "isdecimal": [""], "isdigit": [""], "isidentifier": [""],
    "islower": [""], "isnumeric": [""], "isprintable": [""], "isspace": [""], "istitle": [""], "isupper": ["", "1"],
    "join": ["words", "empty", "'abc'", "mixed", "table", "none", "", "['a', safe]", "missing", "(words|map('upper'))"],
    "strip": ["", "' H'", "none", "'o'", "1", "'', ''"], "lstrip": ["", "'Ht'", "chars='x'"], "rstrip": ["", "'go'", "none"],
    "partition": ["' '", "'zz'", "''", "", "1"], "rpartition": ["' '", "'zz'", "''"],
    "removeprefix": ["'He'", "''", "1", "'Hello!'"], "removesuffix": ["'lo'", "''", "none"],
    "replace": ["'o', '0'", "'l', 'L', 1", "'', '.'", "'', '.', 3", "'o'", "'o', 'x', -1", "'a', 'b', count=1", "1, 2", "'o', 'x', 0", "'o', safe"],
    "split": ["", "' '", "none, 1", "'o', 1", "sep='e'", "maxsplit=1", "''", "'o', maxsplit=0", "1", "' ', -1", "none, 0", "sep=none, maxsplit=2"],
    "rsplit": ["", "' '", "none, 1", "'o', 1", "maxsplit=2", "''", "none, 0"], "splitlines": ["", "true", "keepends=yes", "1", "'x'"],
    "translate": ["{104: 'J', 101: none}", "{}", "{111: 48}", "none", "'abc'", "word.maketrans('lo', '01')", "word.maketrans('l', 'L', 'e')", "word.maketrans({'e': 'EE'})"],
    "maketrans": ["'ab', 'cd'", "{'a': 1}", "'ab', 'c'", "{'ab': 1}", "1"],
    "nope": [""],
}
FORMAT_VALUES = [
    "0", "7", "-13", "123456789", "big", "1.5", "-0.0", "1e300", "12345.678", "0.00001", "inf", "nan", "true", "'Hello'", "''",
    "none", "ints", "safe", "65", "'é'", "missing",
]
PERCENT_SPECS = [
    "%s", "%r", "%a", "%d", "%i", "%u", "%x", "%X", "%#x", "%o", "%#o", "%e", "%E", "%.3e", "%f", "%F", "%.0f", "%.2f", "%#.0f",
    "%g", "%G", "%.3g", "%#g", "%c", "%5d", "%-5d|", "%05d", "%+d", "% d", "%+.1f", "%010.3f", "%-10s|", "%10s", "%.2s", "%5.1s|",
    "%%", "%", "%y", "%5", "%.d", "%.5d", "%ld", "%hd", "%+x", "%#X", "%-+8d|", "% 08d", "%s %s", "x", "%(a)s", "%5%", "%.50f", "%08s", "%0-8d|",
]
BRACE_SPECS = [
    "", "s", "d", "5", "<5", ">8", "^9", "*^9", "=8", "08", "+", "-", " ", "+d", "x", "X", "#x", "#o", "#b", "b", "o", "c", "n",
    "e", "E", ".2e", "f", "F", ".0f", ".2f", "#.0f", "g", ".3g", "G", "%", ".1%", ",", "_", ",d", "_x", ",.2f", "010,.1f", "10.4", ".2", ".0",
    "z.0f", "zf", "?", "5s", ".2s", "_b", "#_x", "<010", "é>6", "}", "0=+10,d", "^+8.1f", "ss", "5.", ",_", ",s", "08,d", "+s", "#s", "=s", "{", "_d", ".3d", "020,.2f", "y",
]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
OPERANDS = [
    "none", "true", "0", "3", "-2", "big", "1.5", "-0.5", "inf", "'ab'", "''", "'%s'", "safe", "[]", "[1, 'a']", "(1,)", "()",
    "{}", "{'a': 1}", "span", "missing", "word.upper", "dict", "nan", "(words|map('upper'))", "table.keys()", "namespace(a=1)", "1e300", "2**70",
]
CHAINS = ["1 < 2 < 3", "1 < 3 < 2", "3 > 2 in [2]", "1 == 1.0 == true", "1 in [1] in [[1]]", "not 1 == 2", "1 < 'a' < 2", "2 < 1 < 'a'",
    "missing == missing", "missing < 1", "1 < 2 < missing", "1 != 2 != 1", "'a' in 'abc' in ['abc']", "1 if 2 < 3 else 4", "not not 3", "1 <2<3<4<3",
    "-2 ** 2", "(-2) ** 2", "2 ** -1", "2 ** 3 ** 2", "-seven ** 2", "- -3", "+'a'", "-'a'", "-[]", "-true", "+true", "-none", "not none", "-missing", "+safe",
    "1 and missing", "0 and missing", "missing or 1", "1 or 2/0", "0 and 1/0", "(1/0) if false else 2", "1 if missing", "(1 if false)", "(1 if false) is defined",
    "1 ~ 2 + 3", "1 + 2 ~ 3", "1 * 2 ~ 3", "1 ~ 2 * 3", "'a' ~ none ~ true", "[] ~ {}", "-1 ~ 2", "1 - 2 ~ 1", "7 // 2 * 2 + 7 % 2", "-7 // 2", "-7 % 3", "7 % -3", "-7.5 // 2", "7.5 % -2",
    "1.0 // 0", "1 % 0", "1.5 % 0", "0 ** -1", "0.0 ** -1", "2 ** 0.5", "big ** 2", "big // 7", "big % 97", "-big // 7", "big / 3", "big * 1.5", "big - big", "big == big + 0.0",
    "10 ** 400 / 10 ** 399", "10 ** 400 * 1.0", "1e400", "1e-400", "0x_ff", "0b11_0", "0o17", "1_000", "1__0", "0777", "1_", "1e5", "1E-5", "1.e5", "1._5", "1.5.real", "1 .real", "1.real", "00", "0_0", "0xFFFFFFFFFFFFFFFFFF",
    "'\\x41\\u00e9\\U0001F44D\\101\\n\\'\\\"\\\\'", "'\\q'", "'\\x4'", "'\\N{BULLET}'", "'\\N{greek small letter alpha}'", "'\\N{nope}'", "'\\N'", "'\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{HANGUL SYLLABLE GA}\\N{CJK UNIFIED IDEOGRAPH-4E00}\\N{LF}\\N{snowman}'",
    "'\\u12'", "'\\U00110000'", "'\\400'", "'\\\n'", "'a' 'b'", "'a' ~ 'b' 'c'", "\"it's\"", "'tab\\tend'", "'\\a\\b\\f\\v\\0'|e", "'é'|length", "'日本'[1]", "'日本'[::-1]",
]
SUBSCRIPTS = ["[0]", "[-1]", "[9]", "[1:]", "[:2]", "[::2]", "[::-1]", "[-2:]", "[1:-1]", "[5:1:-2]", "[none:2]", "['a':]", "[::0]", "['b']", "['name']", "[none]", "[true]", "[1.0]", "[1:2, 3]", "[1, 2]", "[missing]", "[()]", "[[]]", "[big]", "[:big]", "[-big::big]",
    ".b", ".name", ".0", ".nope", ".nope.x", ".upper", ".upper()", ".items", ".keys()", ".real", ".__class__", ".__len__()", "()", "(1)", "[1:2:3:4]", "[:]", "[::]", "[0].x", "[0][0]", "[0:1][0]", ".b.c", "['b'].c", "[0, 1]"]
CONTAINER_METHODS = {
    "ints": ["append(5)", "append()", "append(1, 2)", "extend('ab')", "extend(1)", "extend(table)", "insert(1, 'x')", "insert(-9, 0)", "insert('x', 0)", "pop()", "pop(0)", "pop(9)", "pop(-1)", "pop('x')", "remove(1)", "remove(9)", "clear()", "copy()", "count(1)", "count(1.0)", "index(2)", "index(9)", "index(1, 2)", "index(1, 2, 3)", "index(1, -1)", "reverse()", "sort()", "sort(reverse=true)", "sort(true)", "sort(key=none)", "index()", "count()", "index(none)"],
    "words": ["sort()", "sort(reverse=1)", "sort(key=word.upper)", "index('A')", "sort(reverse='x')", "sort(reverse=none)"],
    "mixed": ["sort()", "index(none)", "index(true)", "count(true)", "remove(none)"],
    "pair": ["index('k')", "index(9)", "count('k')", "append(1)", "index(2, 1, 2)", "index('k', 1)"],
    "table": ["get('b')", "get('x')", "get('x', 1)", "get()", "get('x', default=1)", "get([])", "items()", "keys()", "values()", "pop('b')", "pop('x')", "pop('x', 5)", "pop()", "popitem()", "setdefault('b', 9)", "setdefault('n')", "setdefault('n', [])", "update({'z': 1})", "update([('q', 1)])", "update(z=1)", "update({'a': 1}, y=2)", "update(1)", "update([1])", "update([(1,2,3)])", "update('ab')", "update(['ab'])", "update()", "clear()", "copy()", "fromkeys('ab')", "fromkeys([1,2], 0)", "fromkeys()", "nope()", "items()|list", "keys()|list", "values()|list", "keys()|sort", "items()|first", "keys() | length", "values()|sum", "items(1)", "keys()[0]", "keys().isdisjoint(['z'])", "values() is iterable", "keys() == table.keys()", "items() is sequence", "keys() is sequence", "keys().mapping"],
    "none_dict": ["popitem()", "get('a')", "items()|list"],
    "span": ["count(4)", "index(4)", "index(5)", "count('x')", "start", "stop", "step", "append(1)", "index('x')", "count(4.0)"],
    "seven": ["bit_length()", "bit_count()", "as_integer_ratio()", "conjugate()", "real", "imag", "numerator", "denominator", "to_bytes(2, 'big')", "is_integer()", "hex()", "bit_length(1)", "from_bytes"],
    "minus": ["bit_length()", "bit_count()", "as_integer_ratio()", "conjugate()", "numerator"],
    "big": ["bit_length()", "bit_count()", "as_integer_ratio()", "real"],
    "yes": ["bit_length()", "real", "numerator", "conjugate()", "as_integer_ratio()"],
    "half": ["as_integer_ratio()", "is_integer()", "hex()", "conjugate()", "real", "imag", "fromhex('0x1p3')", "numerator", "hex(1)"],
    "nhalf": ["as_integer_ratio()", "is_integer()", "hex()"], "tiny": ["hex()", "as_integer_ratio()"], "huge": ["hex()", "is_integer()", "as_integer_ratio()"],
    "inf": ["hex()", "is_integer()", "as_integer_ratio()"], "nan": ["hex()", "as_integer_ratio()", "is_integer()"],
    "safe": ["unescape()", "striptags()", "escape('<')", "join(['<', safe])", "upper()", "split()", "partition(' ')", "replace('<', '&')", "format('<')", "format(x='<')", "center(40, '<')", "strip('<')", "splitlines()", "__html__()", "title()", "zfill(20)", "ljust(20)", "removeprefix('<i>')", "translate({60: '('})", "expandtabs()", "rsplit('&')", "capitalize()", "casefold()", "swapcase()", "lower()", "lstrip('<')", "format_map({})", "encode()", "find('k')", "rpartition('w')", "join('<>')", "isupper()", "__class__"],
}


def context_of(source):
    import re

    return {name: CONTEXT[name] for name in CONTEXT if re.search(rf"\b{name}\b", source)}


def filter_cases():
    for name, forms in FILTERS.items():
        suffix = "|list" if name in ("map", "select", "reject", "selectattr", "rejectattr", "unique", "slice", "reverse", "batch") else ""
        for form in dict.fromkeys([form + suffix for form in COMMON] + forms):
            for kind in KINDS:
                yield f"{{{{ {kind}|{name}{form} }}}}", {}


def literal_filter_cases():
    """Constants are folded when the template is compiled."""
    values = ["none", "'a<b'", "''", "-3", "2.75", "[3, 1, 2]", "{'b': 1, 'a': 2}", "('x', 'y')", "[]", "true", "'12'", "1e18", "[[1, 2], [3]]"]
    for name, forms in FILTERS.items():
        for form in ["", *forms]:
            for value in values:
                yield f"{{{{ {value}|{name}{form} }}}}", {}


def escaped_filter_cases():
    for name, forms in FILTERS.items():
        for form in ["", *forms]:
            for kind in ["html", "safe", "words", "people", "attrs", "missing", "seven", "url", "[html, safe]", "{'<': '>'}"]:
                yield f"{{{{ {kind}|{name}{form} }}}}", {"autoescape": True}


def test_cases():
    for name, forms in TESTS.items():
        for form in dict.fromkeys(["", "()", "(1, 2, 3)", "(nope=1)", *forms]):
            if not name[0].isalpha():
                for kind in SMALL:
                    yield f"{{{{ [{kind}]|select('{name}'{', ' + form[1:-1] if form[1:-1] else ''})|list }}}}", {}
                continue
            for kind in KINDS:
                yield f"{{{{ {kind} is {name}{form} }}}}", {}
                if not form:
                    yield f"{{{{ {kind} is not {name} }}}}", {}


def method_cases():
    for name, forms in METHODS.items():
        for form in forms:
            for kind in TEXTS:
                yield f"{{{{ {kind}.{name}({form}) }}}}", {}
            yield f"{{{{ 'Hello World'.{name}({form}) }}}}", {}
    for kind, calls in CONTAINER_METHODS.items():
        for call in calls:
            yield f"{{{{ {kind}.{call} }}}}|{{{{ {kind} }}}}", {}


def operator_cases():
    for left, operator, right in itertools.product(OPERANDS, OPERATORS, OPERANDS):
        if (operator, right) == ("**", "big"):
            continue  # Python would calculate for ever
        yield f"{{{{ {left} {operator} {right} }}}}", {}
    for left, operator, right in itertools.product(SMALL, OPERATORS, SMALL):
        if (operator, right) == ("**", "big"):
            continue
        yield f"{{{{ {left} {operator} {right} }}}}", {"undefined": "StrictUndefined"}
    for source in CHAINS:
        yield f"{{{{ {source} }}}}", {}
        yield f"{{{{ {source} }}}}", {"undefined": "StrictUndefined"}
    for kind, subscript in itertools.product(KINDS, SUBSCRIPTS):
        yield f"{{{{ {kind}{subscript} }}}}", {}


def format_cases():
    for spec, value in itertools.product(PERCENT_SPECS, FORMAT_VALUES):
        yield f"{{{{ '{spec}' % {value} }}}}", {}
        yield f"{{{{ '{spec}' % ({value},) }}}}", {}
    for spec, value in itertools.product(PERCENT_SPECS, ["seven", "word", "half"]):
        yield f"{{{{ '{spec.replace('%', '%(a)', 1)}' % {{'a': {value}}} }}}}", {}
        yield f"{{{{ '{spec.replace('%', '%*', 1)}' % (8, {value}) }}}}", {}
        yield f"{{{{ '{spec}'|format({value}) }}}}", {}
    for spec, value in itertools.product(BRACE_SPECS, FORMAT_VALUES):
        yield f"{{{{ '{{:{spec}}}'.format({value}) }}}}", {}
    for field in ["{}", "{0}", "{1}", "{a}", "{a.b}", "{a[b]}", "{0[0]}", "{0.real}", "{!r}", "{!s:>5}", "{!a}", "{!x}", "{", "}", "{{}}", "{}{}", "{0}{}", "{}{0}", "{:{}}", "{:{a}}", "{a[}", "{a[]}", "{.x}", "{[0]}", "{-1}", "{ }", "{a!r:^9}", "{0:{1}}", "{:>{w}.{p}}", "{a.b.c}", "{a[0][1]}", "{0[x]}", "{!}", "{a!}", "{:{:{}}}", "{0.}", "{a..b}", "{00}", "{0[-1]}", "{0!rr}", "{a[b]c}"]:
        for arguments in ["", "1", "'x', 8", "a=5", "a={'b': 1}", "a=table, w=9, p=2", "[1, 2]", "'é', a=ints", "half, w=8, p=2", "missing, a=missing"]:
            yield f"{{{{ '{field}'.format({arguments}) }}}}", {}
            yield f"{{{{ ('{field}'|safe).format({arguments}) }}}}", {}


def undefined_cases():
    uses = ["{{ X }}", "{{ X.a }}", "{{ X.a.b }}", "{{ X['a'] }}", "{{ X() }}", "{{ X + 1 }}", "{{ 1 + X }}", "{{ X ~ 'a' }}", "{{ X|upper }}", "{{ X|default('d') }}", "{{ X.a|default('d') }}", "{% if X %}a{% else %}b{% endif %}", "{% for i in X %}a{% else %}b{% endfor %}", "{{ X is defined }}", "{{ X == 1 }}", "{{ X != X }}", "{{ X == X }}", "{{ X < 1 }}", "{{ 1 in X }}", "{{ X in [1] }}", "{{ X in 'a' }}", "{{ [X] }}", "{{ {'a': X} }}", "{{ X|length }}", "{{ X|list }}", "{{ X|join }}", "{{ X|string }}", "{{ X|int }}", "{{ X|e }}", "{{ X|tojson }}", "{{ not X }}", "{{ X or 1 }}", "{{ X and 1 }}", "{{ -X }}", "{{ X ** 2 }}", "{{ '%s' % X }}", "{{ '%d' % X }}", "{{ '{}'.format(X) }}", "{{ 'a'.join(X) }}", "{{ dict(X) }}", "{{ range(X) }}", "{{ X if X else 2 }}", "{% set y = X %}{{ y }}", "{% set y = X %}{{ y.z }}", "{{ X|first }}", "{{ X|sum }}", "{{ X|map('upper')|list }}", "{{ X|sort }}", "{{ [X]|sort }}", "{{ [X, 1]|max }}", "{% include X %}", "{% extends X %}", "{% import X as y %}", "{% with a = X %}{{ a }}{% endwith %}", "{{ X|replace('a', 'b') }}", "{{ 'a'|replace(X, 'b') }}", "{{ ints[X] }}", "{{ table[X] }}", "{{ ints[X:] }}", "{{ X is none }}", "{{ X is iterable }}", "{{ X is sequence }}", "{{ X is mapping }}", "{{ X is callable }}", "{{ X is string }}", "{{ X is in [1] }}", "{{ X is eq 1 }}", "{{ X is sameas X }}", "{{ X|abs }}", "{{ X|attr('x') }}", "{{ X|batch(2)|list }}", "{{ X|round }}", "{{ X|float }}", "{{ X|dictsort }}", "{{ X|items|list }}", "{{ X|trim }}", "{{ X|pprint }}", "{{ X|urlencode }}", "{{ X|xmlattr }}", "{{ X|reverse }}", "{{ X|safe }}", "{{ X|wordcount }}", "{{ X|random }}", "{{ X(1, a=2) }}", "{{ X.y() }}", "{{ word is X }}", "{{ X % 2 }}", "{{ X // 2 }}", "{{ X.__class__ }}", "{{ X['__class__'] }}", "{{ X.__html__ }}", "{% autoescape true %}{{ X }}{{ X|e }}{{ X ~ '<' }}{% endautoescape %}", "{% macro m(a) %}{{ a }}{{ a is defined }}{% endmacro %}{{ m(X) }}{{ m() }}", "{{ cycler(X).next() }}", "{{ namespace(X) }}", "{{ X|groupby('a')|list }}", "{{ X|unique|list }}", "{{ X|filesizeformat }}", "{{ X|indent }}", "{{ X|truncate }}", "{{ X|center }}", "{{ X|format(1) }}", "{{ X|count }}", "{{ X|last }}", "{{ X|min }}", "{{ X|select|list }}", "{{ X|striptags }}", "{{ X|title }}", "{{ X|urlize }}", "{{ X|wordwrap }}"]
    subjects = ["missing", "word.nope", "table.nope", "table['no pe']", "ints[9]", "none.x", "(1 if false)", "seven.x", "people[0].nope", "empty|first", "missing.x"]
    for undefined, use, subject in itertools.product(["Undefined", "StrictUndefined", "ChainableUndefined", "DebugUndefined"], uses, subjects):
        yield use.replace("X", f"({subject})" if "|" in subject else subject), {"undefined": undefined}


# Wrappers put one statement into another; X is what they hold.
WRAPPERS = [
    "X", "{% if yes %}X{% endif %}", "{% if no %}{% else %}X{% endif %}", "{% for i in ints %}X{% endfor %}",
    "{% for a in words if a != 'c' %}X{% else %}E{% endfor %}", "{% with a = 'w' %}X{% endwith %}",
    "{% block b %}X{% endblock %}", "{% block b scoped %}X{% endblock %}", "{% macro m(a, c=1) %}X{% endmacro %}{{ m('p') }}",
    "{% macro m() %}({{ caller() }}){% endmacro %}{% call m() %}X{% endcall %}", "{% filter upper %}X{% endfilter %}",
    "{% set s %}X{% endset %}[{{ s }}]", "{% autoescape true %}X{% endautoescape %}", "{% raw %}X{% endraw %}", "{# X #}",
    "{% for a in ints recursive %}{% if loop.depth < 2 and loop.first %}{{ loop([7]) }}{% endif %}X{% endfor %}",
    "{% macro m(a) %}X{% if a %}{{ m(0) }}{% endif %}{% endmacro %}{{ m(1) }}", "{% include 'one' %}X{% include 'one' without context %}",
    "{% import 'lib' as lib with context %}X{{ lib.show('q') }}", "{% from 'lib' import show as f, v %}X{{ f(v) }}",
]
STATEMENTS = [
    "{{ a }}", "{% set a = 'n' %}{{ a }}", "{% set a, c = 1, 2 %}{{ a }}{{ c }}", "{% set a = a ~ '+' %}{{ a }}", "{{ a }}{% set a = 'l' %}",
    "{% if no %}{% set a = 1 %}{% endif %}{{ a }}", "{% for a in ints %}{{ a }}{% endfor %}{{ a }}", "{% for i in ints %}{% set a = i %}{% endfor %}{{ a }}",
    "{{ loop.index if loop is defined else '-' }}", "{% set ns = namespace(n=0) %}{% for i in ints %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}{{ ns }}",
    "{% include 'one' %}", "{% include 'one' without context %}", "{% include ['no', 'one'] %}", "{% include 'no' ignore missing %}", "{% include 'no' %}",
    "{% import 'lib' as l %}{{ l.show(a) }}{{ l.v }}{{ l.no }}", "{% from 'lib' import show, no %}{{ show(a) }}{{ no }}", "{% from 'lib' import show with context %}{{ show() }}",
    "{% macro k(a, b=a, *d) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}", "{% macro k(a, b=a) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ k(1) }}{{ k(1, 2, 3, z=4) }}{{ k() }}",
    "{% macro k(a) %}{{ a }}{% endmacro %}{{ k.name }}{{ k.arguments }}{{ k.catch_kwargs }}{{ k.catch_varargs }}{{ k.caller }}{{ k(1, 2) }}", "{% macro k(b='x', a) %}{{ a }}{% endmacro %}{{ k(1, 2) }}",
    "{% macro k() %}{{ caller('u', x=1) }}{% endmacro %}{% call(v, x) k() %}{{ v }}{{ x }}{{ a }}{% endcall %}", "{% macro k() %}{% endmacro %}{% call k() %}{{ a }}{% endcall %}", "{% macro k() %}{{ caller }}{% endmacro %}{{ k() }}",
    "{% with %}{% set a = 9 %}{{ a }}{% endwith %}{{ a }}", "{% with a = 1, c = a %}{{ a }}{{ c }}{% endwith %}", "{% filter replace('n', a) %}nn{{ a }}{% endfilter %}", "{% set t | upper %}x{{ a }}{% endset %}{{ t }}",
    "{{ self.b() if self.b is defined else 'none' }}", "{{ super() }}", "{% extends 'base' %}", "{% extends 'base' %}{% block b %}[{{ super() }}{{ a }}]{% endblock %}", "{% extends no_parent %}", "{% block x required %}{% endblock %}",
    "{% for i in ints %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.cycle('x', 'y') }}{{ loop.depth }}{{ loop.depth0 }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.changed(i) }},{% endfor %}",
    "{% for k, v in table.items() %}{{ k }}:{{ v }};{% endfor %}", "{% for k, v in ints %}{% endfor %}", "{% for (k, v), w in [[(1, 2), 3]] %}{{ k }}{{ v }}{{ w }}{% endfor %}", "{% for i in 5 %}{% endfor %}", "{% for i in ints %}{{ loop }}{{ loop(1) }}{% endfor %}",
    "{% for i in words|sort if i is upper %}{{ loop.length }}{{ i }}{% else %}none{% endfor %}", "{% for i in [] %}{% else %}{{ i }}{{ a }}{% endfor %}", "{% for i in range(3) %}{% for j in range(i) %}{{ loop.depth }}{{ i }}{{ j }}{% endfor %}{% endfor %}",
    "{% set loop = 5 %}{{ loop }}", "{% set _p = 1 %}{{ _p }}", "{% set x.y = 1 %}", "{% set a = 1 %}{% block z %}{{ a }}{% endblock %}", "{% for i in ints %}{% block z %}{{ i }}{% endblock %}{% endfor %}", "{% for i in ints %}{% block z scoped %}{{ i }}{% endblock %}{% endfor %}",
    "{% if a is defined %}{{ a }}{% elif yes %}y{% else %}n{% endif %}", "{% if no %}1{% elif no %}2{% elif a %}3{% endif %}", "{% print a %}", "{% print a, 1 %}", "{{ joiner('|')() }}", "{% set j = joiner() %}{{ j() }}{{ j() }}", "{% set y = cycler(1, 2) %}{{ y.next() }}{{ y.next() }}{{ y.current }}{{ y.reset() }}",
    "{{ dict(a=1, **{'b': 2}) }}{{ dict([('x', 1)], y=2) }}", "{{ range(*[1, 9, 3])|list }}", "{{ lipsum is callable }}", "{{ 1", "{% if %}", "{% endif %}", "{% for %}", "{% nope %}", "{{ a b }}", "{% block b %}{% endblock x %}", "{{ a|nope }}", "{{ a is nope }}", "{{ (1 }}", "{% macro 1() %}", "{% set 1 = 2 %}", "{% set a %}", "{% for a b %}", "{% include %}", "{% from 'lib' import %}", "{% from 'lib' import _x %}", "{% import 'lib' %}", "{{ 'a", "{{ a[ }}", "{{ a. }}", "{{ @ }}", "{% raw %}", "{#", "{{ }}", "{% call %}", "{% with a %}", "{{ {1: } }}", "{% else %}", "{% elif 1 %}", "{{ a if }}", "{% autoescape %}",
]
SUPPORT = {
    "one": "<{{ a }}{{ i }}{{ loop is defined }}{% set a = 'inc' %}>", "lib": "{% set v = 'lv' %}{% set _x = 1 %}{% macro show(x='d') %}({{ x }}{{ a }}){% endmacro %}text",
    "base": "B{% block b %}base{{ a }}{% endblock %}E{{ self.b() }}",
}
BLANKS = ["", " ", "\n", "\n  ", "  \n"]
MARKS = ["", "-", "+"]


def statement_cases():
    for wrapper, statement in itertools.product(WRAPPERS, STATEMENTS):
        for options in ({}, {"undefined": "StrictUndefined"}):
            yield "{% set a = 'A' %}" + wrapper.replace("X", statement) + "|{{ a }}", options
    for outer, inner, statement in itertools.product(WRAPPERS[:19], WRAPPERS[:12], STATEMENTS[:10]):
        if "block b" not in outer or "block b" not in inner:
            yield outer.replace("X", inner.replace("X", statement)) + "|{{ a }}", {}


def whitespace_cases():
    options = [
        {}, {"trim_blocks": True}, {"lstrip_blocks": True}, {"trim_blocks": True, "lstrip_blocks": True},
        {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}, {"newline_sequence": "\r\n"},
        {"line_statement_prefix": "%", "line_comment_prefix": "##"},
        {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "${", "variable_end_string": "}", "comment_start_string": "<#", "comment_end_string": "#>", "lstrip_blocks": True},
    ]
    bodies = [
        ("{%", " if yes ", "%}", "{%", " endif ", "%}"), ("{%", " set q = 1 ", "%}", "{{", " q ", "}}"), ("{#", " c ", "#}", "{{", " 1 ", "}}"),
        ("{%", " raw ", "%}", "{%", " endraw ", "%}"), ("{%", " for i in [1, 2] ", "%}", "{%", " endfor ", "%}"), ("{{", " 'v\n' ", "}}", "{#", " d ", "#}"),
    ]
    for option, body, blank, after in itertools.product(options, bodies, BLANKS, BLANKS):
        for left, right in itertools.product(MARKS, MARKS):
            first = body[0] + (left if body[0] != "{{" or left != "+" else "") + body[1] + (right if body[2] != "}}" or right != "+" else "") + body[2]
            second = body[3] + (right if body[3] != "{{" or right != "+" else "") + body[4] + (left if body[5] != "}}" or left != "+" else "") + body[5]
            source = f"a{blank}{first}{after}b{blank}{second}{after}c\n"
            if "block_start_string" in option:
                for old, new in (("{%", "<%"), ("%}", "%>"), ("{{", "${"), ("}}", "}"), ("{#", "<#"), ("#}", "#>")):
                    source = source.replace(old, new)
            yield source, option
    lines = ["% for i in [1, 2]:", "%- if yes", "  % set q = i ## note", "{{ q }} ## note", "text", "% endif", "% endfor", "## only a note", "%% no", "% raw", "% endraw", "  %+ if yes", "% for i in (1,", "  2)"]
    for parts in itertools.permutations(lines, 4):
        if parts[0].lstrip().startswith("%") and hash_of(parts) % 9 == 0:
            yield "\n".join(parts) + "\n% endif\n% endfor\n", {"line_statement_prefix": "%", "line_comment_prefix": "##"}


def hash_of(parts):
    import zlib

    return zlib.crc32("|".join(parts).encode())


def extension_cases():
    sources = [
        "{% do ints.append(9) %}{{ ints }}", "{% do %}", "{% do missing.x %}", "{% do 1, 2 %}", "{% for i in ints %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}",
        "{% for i in ints %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% else %}E{% endfor %}", "{% break %}", "{% for i in ints %}{{ loop.index }}{% continue %}{% endfor %}", "{% macro m() %}{% break %}{% endmacro %}",
        "{% trans %}hello{% endtrans %}", "{% trans x=word %}hi {{ x }}{% endtrans %}", "{% trans count=seven %}one {{ count }}{% pluralize %}many {{ count }}{% endtrans %}", "{% trans a=1, b=2 %}{{ a }}{% pluralize b %}{{ b }}s{% endtrans %}",
        "{% trans trimmed %}  a\n   b  {% endtrans %}", "{% trans notrimmed %}  a\n   b  {% endtrans %}", "{% trans 'ctx' %}x{% endtrans %}", "{% trans 'ctx', n=2 %}x{% pluralize %}{{ n }} y{% endtrans %}", "{% trans %}100%{% endtrans %}", "{% trans word %}{{ word }}{% endtrans %}",
        "{% trans %}{{ word.upper() }}{% endtrans %}", "{% trans %}{% if 1 %}{% endif %}{% endtrans %}", "{% trans x=1, x=2 %}{% endtrans %}", "{{ _('hello') }}", "{{ gettext('x %(a)s', a=1) }}", "{{ ngettext('%(num)s a', '%(num)s b', 2) }}", "{% trans %}{{ missing }}{% endtrans %}",
        "{% trans n=missing %}{{ n }}{% pluralize %}b{% endtrans %}", "{% trans %}a{% pluralize %}b{% endtrans %}", "{% trans html %}{{ html }}<{% endtrans %}", "{% debug x %}",
    ]
    for source in sources:
        for options in ({}, {"autoescape": True}, {"policies": {"ext.i18n.trimmed": True}}):
            yield source, {"extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n", "jinja2.ext.debug"], **options}
        yield source, {}


FAMILIES = [
    filter_cases, literal_filter_cases, escaped_filter_cases, test_cases, method_cases, operator_cases, format_cases, undefined_cases,
    statement_cases, whitespace_cases, extension_cases,
]


def all_cases():
    for family in FAMILIES:
        name = family.__name__.removesuffix("_cases")
        for number, (source, options) in enumerate(family()):
            templates = SUPPORT if name == "statement" else {}
            yield {
                "id": f"{name}-{number}", "env": options, "templates": templates, "source": source, "name": None,
                "context": context_of(source),
            }
