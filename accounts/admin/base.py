"""Bases of every admin page: what may be looked at, filtered by and changed."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin_scope import AdminPlace, admin_place
from accounts.models import Member
from accounts.queries.events import events_of
from accounts.refusals import Refused

FILTER_ENDS = frozenset(
    f"__{end}" if end else ""
    for end in ("", "exact", "id__exact", "isnull", "in", "gte", "gt", "lt", "lte", "year", "month", "day")
)


class LookingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """A page to look at: nothing is added, changed or deleted, and only what it lists can be filtered by."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    hidden: ClassVar[Sequence[str]] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """`fields` where given, otherwise everything but what is `hidden`."""
        return self.fields or [
            field.name
            for field in self.model._meta.concrete_fields
            if field.name not in {"organisation", *self.hidden} and field.get_internal_type() != "BinaryField"
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field for field in self.get_fields(request, obj) if field not in self.editable_fields(request)]

    def editable_fields(self, request: HttpRequest) -> Sequence[str]:
        """The fields that this person may change here."""
        return ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django lets every local column be filtered by, hashes of secrets included."""
        filters = [
            entry if isinstance(entry, str) else getattr(entry, "parameter_name", "") for entry in self.list_filter
        ]
        ends = [
            lookup.removeprefix(name) for name in [*filters, self.date_hierarchy] if name and lookup.startswith(name)
        ]
        return any(end in FILTER_ENDS for end in ends)


class TenantAdmin(LookingAdmin):
    """Rows of the organisation whose admin this is.

    `changeable` fields are written by `change`, one call of an action, which records the Event; in a support
    session nothing is changed. Without an organisation there are no rows.
    """

    changeable: ClassVar[Sequence[str]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        place = admin_place(request)
        if place is None:
            return QuerySet(self.model).none()  # the manager's own would raise: there is no scope
        return self.visible(super().get_queryset(request), place)

    def visible(self, rows: QuerySet[Any], place: AdminPlace) -> QuerySet[Any]:
        """Narrows the rows where the database's wall between clients does not."""
        return rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin_place(request) is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.editable_fields(request))

    def editable_fields(self, request: HttpRequest) -> Sequence[str]:
        place = admin_place(request)
        return self.changeable if place is not None and place.member_id is not None else ()

    def change(self, row: Any, changes: dict[str, Any], *, by: Member, at: datetime) -> None:
        """Write what was changed, by an action; `row` is fresh and locked."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        place = admin_place(request)
        if place is None or not form.changed_data:
            return
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        row = self.model._default_manager.select_for_update().get(pk=obj.pk)
        self.change(row, changes, by=place.member(), at=timezone.now())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, f"{refused.title}. {refused.detail}")
            return HttpResponseRedirect(request.get_full_path())

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The action wrote an Event."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The action wrote an Event."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:  # type: ignore[override]
        """The action wrote an Event."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The Events of one row, newest first."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return, attr-defined]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        page = self.get_paginator(request, events_of(row), self.list_per_page).get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "object": row,
            "opts": self.opts,
            "events": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
        }
        return render(request, "admin/object_history.html", context)


class TenantInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to the one on the page, to look at."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin_place(request) is not None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def as_json(field: str, *, description: str = "") -> Callable[[Any], SafeString | str]:
    """A column that shows a JSON field as it would be written by hand."""

    @admin.display(description=description or field.replace("_", " "))
    def shown(row: Any) -> SafeString | str:
        value = getattr(row, field)
        text = json.dumps(value, indent=2, ensure_ascii=False)
        return "" if value is None else format_html('<pre class="json">{}</pre>', text)

    return shown
