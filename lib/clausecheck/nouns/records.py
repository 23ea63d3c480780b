"""Dataclasses whose methods are written when they are first called.

`dataclasses.dataclass` writes and compiles six methods for every class while its module is imported, which takes longer than
everything else that an import does; an audit calls a few of them. This one has the same words, fields and meaning (`fields`,
`replace`, `asdict`, pickling and pydantic see a dataclass), and a class that is loaded and not used costs next to nothing.
"""

import dataclasses
from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`; a class that has an order is made by that."""

        def made(cls: type) -> type:
            whole = {"frozen": False, "slots": False, "kw_only": False, "eq": True, **options}
            if options.get("order"):
                return dataclasses.dataclass(**whole)(cls)
            late = {"frozen": False, "init": False, "repr": False, "eq": False}
            return _with_methods(dataclasses.dataclass(**{**whole, **late})(cls), **whole)

        return made if cls is None else made(cls)


Fields = dict[str, dataclasses.Field[Any]]


def _with_methods(cls: type, *, frozen: bool, slots: bool, eq: bool, **_: bool) -> type:
    """Gives a class the methods of a dataclass, but for those that it has itself."""
    own = set(vars(cls))
    fields: Fields = {one.name: one for one in dataclasses.fields(cls)}
    methods: dict[str, Any] = {"__init__": _later(cls, "__init__", lambda: _init(cls, fields, frozen))}
    methods["__repr__"] = _repr
    compared = [name for name, one in fields.items() if one.compare]
    if eq:
        methods["__eq__"] = _later(cls, "__eq__", lambda: _eq(compared))
        methods["__hash__"] = _later(cls, "__hash__", lambda: _hash(compared)) if frozen else None
    if frozen:
        methods |= {"__setattr__": _no_change, "__delattr__": _no_change}
        if slots:
            methods |= _kept(tuple(fields))
    if "__eq__" in own and vars(cls).get("__hash__") is None:
        own.discard("__hash__")  # Python's own answer to `__eq__`
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _later(cls: type, name: str, write: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that puts the one that it stands for in its own place when it is first called."""

    def first(self: Any, /, *given: Any, **named: Any) -> Any:
        method = write()
        method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)
        return method(self, *given, **named)

    return first


_FACTORY = object()
"""Stands in a signature for a default that is made anew each time."""


def _init(cls: type, fields: Fields, frozen: bool) -> Callable[..., Any]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_FACTORY": _FACTORY}
    positional: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for name, one in fields.items():
        default, value = "", name
        if one.default_factory is not dataclasses.MISSING:
            known |= {f"_default_{name}": _FACTORY, f"_made_{name}": one.default_factory}
            default, value = f"_default_{name}", f"_made_{name}() if {name} is _FACTORY else {name}"
        elif one.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = one.default
            default = f"_default_{name}"
        if one.init:
            (by_name if one.kw_only else positional).append(f"{name}={default}" if default else name)
        elif default:
            value = f"_made_{name}()" if known[default] is _FACTORY else default
        if one.init or default:
            lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    signature = ", ".join(["self", *positional, *(["*", *by_name] if by_name else [])])
    return _written(signature, lines or ["pass"], known)


def _eq(compared: list[str]) -> Callable[..., Any]:
    ours, theirs = ("".join(f"{whose}.{name}, " for name in compared) for whose in ("self", "other"))
    same = f"return ({ours}) == ({theirs}) if other.__class__ is self.__class__ else NotImplemented"
    return _written("self, other", [same], {})


def _hash(compared: list[str]) -> Callable[..., Any]:
    return _written("self", [f"return hash(({''.join(f'self.{name}, ' for name in compared)}))"], {})


def _written(signature: str, lines: list[str], known: dict[str, Any]) -> Callable[..., Any]:
    """The function of a signature and its lines, all made of the names of fields; `known`: what it calls."""
    exec(f"def method({signature}):\n " + "\n ".join(lines), known)
    method: Callable[..., Any] = known.pop("method")
    return method


@recursive_repr()
def _repr(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({said})"


def _no_change(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{name!r} of {self.__class__.__qualname__} cannot be changed")


def _kept(names: tuple[str, ...]) -> dict[str, Any]:
    """How a record without `__dict__` is pickled, and made again although it cannot be changed."""

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def set_state(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": state, "__setstate__": set_state}
