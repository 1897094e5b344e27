"""Rule bodies keep to the arithmetic that every engine does alike."""

import ast
import importlib
import inspect
import pkgutil
import textwrap

import pytest

import naungan.law.benefits
import naungan.law.contributions
from naungan.law import arithmetic
from naungan.law.graph import Definition

WORDS = {
    "choose", "both", "either", "negate", "at_most", "at_least", "share", "share_of_large", "share_of_layers",
    "weigh_layers", "divided", "lookup",
}  # fmt: skip
OPERATORS = (ast.Add, ast.Sub, ast.Mult)
COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def definitions() -> list[Definition]:
    found = {}
    for package in (naungan.law.contributions, naungan.law.benefits):
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for value in vars(module).values():
                if isinstance(value, Definition):
                    found[value.function.__module__, value.function.__name__] = value
    return list(found.values())


ALL = definitions()


def body_of(definition: Definition) -> list[ast.stmt]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(definition.function)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    return function.body[1:]


def faults(statements: list[ast.stmt]) -> list[str]:
    found = []
    if len(statements) != 1 or not isinstance(statements[0], ast.Return):
        found.append("a rule is one returned expression")
    for node in (inner for statement in statements for inner in ast.walk(statement)):
        if isinstance(
            node, ast.If | ast.IfExp | ast.For | ast.While | ast.BoolOp | ast.UnaryOp | ast.Attribute
        ):
            found.append(f"{type(node).__name__}")
        elif isinstance(node, ast.BinOp) and not isinstance(node.op, OPERATORS):
            found.append(f"operator {type(node.op).__name__}")
        elif isinstance(node, ast.Compare) and (
            len(node.ops) != 1 or not isinstance(node.ops[0], COMPARISONS)
        ):
            found.append("comparison")
        elif isinstance(node, ast.Call) and (
            not isinstance(node.func, ast.Name) or node.func.id not in WORDS
        ):
            found.append(f"call of {ast.unparse(node.func)}")
        elif isinstance(node, ast.Constant) and (
            type(node.value) not in (int, bool) or node.value not in (0, 1)
        ):
            found.append(f"the figure {node.value!r} belongs in a parameter")
    return found


def test_there_are_rules_to_look_at():
    assert len(ALL) > 50


def test_a_rule_uses_only_plain_arithmetic_and_the_words():
    found = {f"{d.function.__module__}.{d.function.__name__}": faults(body_of(d)) for d in ALL}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_rule_names_its_article_and_says_what_it_is():
    for definition in ALL:
        assert any(word in definition.reference for word in ("PP ", "UU ", "Permenaker ", "PMK ")), definition
        assert definition.summary.endswith("."), definition


@pytest.mark.parametrize(
    "text",
    [
        *("return a & b", "return a | b", "return a // b", "return a / b", "return a * 1.5", "return -a"),
        *("return round(a)", "return int(a)", "return a.cast(b)", "return sum([a, b])", "return a < b < 5"),
        *("return a if b else 0", "return not a", "return a and b", "if a:\n    return b\nreturn a"),
        "return a * 37000",
    ],
)
def test_the_linter_sees_what_engines_do_differently(text):
    assert faults(ast.parse(text).body)


def test_every_word_is_a_word_of_the_arithmetic():
    assert all(callable(getattr(arithmetic, word)) for word in WORDS)
