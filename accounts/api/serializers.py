"""Bases of the shapes, and the fields that several of them have."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import Role
from accounts.permissions import Permission

T = TypeVar("T")


class StrictSerializer(serializers.Serializer[Any]):
    """Input of a request: a field that is not known is refused, never ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            raise serializers.ValidationError({name: ["This field is not known."] for name in sorted(unknown)})
        return super().to_internal_value(data)


UNPRINTABLE = frozenset({"Cc", "Zl", "Zp"})  # controls, line and paragraph separators


class NameField(serializers.CharField):
    """A name on one line, in any script: it stands in mail headers and lists, so controls are refused."""

    default_error_messages = {"unprintable": "A name is one line without control characters."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if any(unicodedata.category(character) in UNPRINTABLE for character in name):
            self.fail("unprintable")
        return name


class RoleField(serializers.ChoiceField):
    """One of the five roles."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Role.choices, **kwargs)


class PermissionField(serializers.ChoiceField):
    """One permission, as a token's scope."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(permission.value, permission.value) for permission in Permission], **kwargs)


class PersonSerializer(serializers.Serializer[Any]):
    """Who a member is."""

    id = serializers.UUIDField()
    name = serializers.CharField()


def shaped(shape: type[serializers.Serializer[Any]], **context: Any) -> Callable[[list[Any]], list[Any]]:
    """How `page` turns rows into this shape."""

    def rows_as_data(rows: list[Any]) -> list[Any]:
        return list(shape(rows, many=True, context=context).data)

    return rows_as_data


def chosen(request: Request, name: str, choices: Mapping[str, T]) -> T | None:
    """A query parameter out of a closed list; None when it is not there, 400 when it is something else."""
    text = request.query_params.get(name)
    if text is not None and text not in choices:
        raise serializers.ValidationError({name: f"One of {', '.join(choices)}."})
    return None if text is None else choices[text]


def identity(request: Request, name: str) -> UUID | None:
    """A query parameter that is an id; None when it is not there, 400 when it is none."""
    text = request.query_params.get(name)
    try:
        return None if text is None else UUID(text)
    except ValueError:
        raise serializers.ValidationError({name: "An id."}) from None
