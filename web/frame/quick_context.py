"""What a template calls is called at once. Jinja asks each callable what it wants passed, a thousand times a page.

Functions, methods and macros of ours want neither the context nor the environment.
"""

from functools import _lru_cache_wrapper
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro

_PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType, BuiltinMethodType, Macro, _lru_cache_wrapper})


class QuickContext(Context):
    """A template's context that passes plain callables nothing but their arguments."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        if type(__obj) not in _PLAIN or hasattr(__obj, "jinja_pass_arg"):
            return Context.call(__self, __obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)
