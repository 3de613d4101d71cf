"""Evaluates templates with Python itself, one JSON list of cases a line, one list of results a line.

A case is {"parts": [...], "scope": {...}}; a part is a text or a field
{"e": expression, "c": "" or "s" or "r" or "a", "f": null or [parts]}.
A result is {"r": text} or {"e": error}. The functions and null are those of docs/templates.md.
"""
import json
import re
import resource
import sys
import unicodedata
import warnings

warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

LONGEST = 65536

LETTERS = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d",
    "Ł": "L", "ł": "l", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Þ": "Th", "þ": "th", "ẞ": "SS", "ß": "ss",
    "ı": "i",
}


def not_null(value):
    if value is None:
        raise TypeError("null")
    return value


def shown(value):
    """str(value), where null at any depth is an error."""
    not_null(value)
    if isinstance(value, list):
        for element in value:
            shown(element)
    if isinstance(value, dict):
        for element in value.values():
            shown(element)
    return str(value)


def text(value):
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def whole(value):
    if not isinstance(value, int):
        raise TypeError("whole")
    return value


def slug(value, separator="-"):
    text(separator)
    kept = []
    for letter in unicodedata.normalize("NFKD", shown(value)):
        if unicodedata.category(letter) != "Mn":
            kept.append(LETTERS.get(letter, letter))
    return separator.join(re.findall("[A-Za-z0-9]+", "".join(kept)))


def number_only(value):
    if not isinstance(value, (int, float)):
        raise TypeError("number")
    return value


def strip(value, *chars):
    return shown(value).strip(*[text(c) for c in chars])


FUNCTIONS = {
    "__builtins__": {},
    "slug": slug,
    "lower": lambda value: shown(value).lower(),
    "upper": lambda value: shown(value).upper(),
    "title": lambda value: shown(value).title(),
    "zfill": lambda value, width: shown(value).zfill(whole(width)),
    "replace": lambda value, old, new: shown(value).replace(text(old), text(new)),
    "strip": strip,
    "str": shown,
    "int": lambda value, *base: int(not_null(value), *[whole(not_null(b)) for b in base]),
    "float": lambda value: float(not_null(value)),
    "round": lambda number, *ndigits: round(number_only(number), *[whole(not_null(n)) for n in ndigits]),
    "len": len,
}


def render(parts, scope):
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
            continue
        value = not_null(eval("(" + part["e"] + "\n)", FUNCTIONS, scope))
        as_text = shown(value)
        if part["c"]:
            value = {"s": str, "r": repr, "a": ascii}[part["c"]](value)
        spec = "" if part["f"] is None else render(part["f"], scope)
        out.append(format(value, spec) if spec else as_text if not part["c"] else value)
    return "".join(out)


def result(case):
    try:
        rendered = render(case["parts"], case["scope"])
        if len(rendered) > LONGEST:
            raise OverflowError("longer than templates may be")
        return {"r": rendered}
    except Exception as error:
        return {"e": type(error).__name__ + ": " + str(error)[:200]}


print(json.dumps({"version": list(sys.version_info[:2]), "unicode": unicodedata.unidata_version}), flush=True)
for line in sys.stdin:
    print(json.dumps([result(case) for case in json.loads(line)]), flush=True)
