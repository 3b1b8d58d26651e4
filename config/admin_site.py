"""Django admin, one organisation at a time."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_replace
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.support import LONGEST_MINUTES, leave_support_session, open_support_session
from accounts.admin_scope import CHOICE, admin_place, admitted_places
from accounts.models import User
from accounts.queries.doors import Membership, platform_organisations
from accounts.queries.events import events
from accounts.refusals import Refused
from accounts.tenancy import organisation_scope


class SupportForm(forms.Form):
    """What a superuser says before looking into an organisation."""

    organisation = forms.ChoiceField()
    reason = forms.CharField(max_length=500, help_text="The organisation reads it in its audit trail.")
    minutes = forms.IntegerField(min_value=1, max_value=LONGEST_MINUTES, initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(identity), f"{name} ({slug})") for identity, slug, name in platform_organisations()]
        self.fields["organisation"] = forms.ChoiceField(choices=choices)


class ConcordAdminSite(admin.AdminSite):
    """The admin of one organisation, entered by its owners and managers or by a superuser's support session."""

    site_header = "Concord"
    site_title = "Concord"
    index_title = "Administration"
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers, and whoever is an owner or manager somewhere."""
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_superuser or bool(admitted_places(user))

    def admin_view(
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        """Render inside the view's transaction: after it, the database shows no tenant row."""
        checked = super().admin_view(view, cacheable)

        def rendered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = checked(request, *args, **kwargs)
            render_now = getattr(response, "render", None)
            return response if render_now is None else render_now()

        # Django's admin scripts know no Trusted Types; everything else of the policy stays.
        relaxed = csp_replace({"require-trusted-types-for": None})(rendered)
        return update_wrapper(relaxed, checked)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own, without the view that looks up any object of any table, and with the choice of organisation."""
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [
            path("organisation/", self.admin_view(require_http_methods(["GET", "POST"])(self.choose)), name="choose"),
            path("organisation/leave/", self.admin_view(require_POST(self.leave)), name="leave"),
            *urls,
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """What can be looked at here; whoever belongs to several organisations chooses one first."""
        if admin_place(request) is None and not request.user.is_superuser:
            return redirect("admin:choose")
        return super().index(request, extra_context)

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Choose one of one's own organisations or, as a superuser, open a support session."""
        user = request.user
        assert isinstance(user, User)
        places = admitted_places(user)
        support = SupportForm(request.POST if "reason" in request.POST else None) if user.is_superuser else None
        if request.method == "POST":
            entered = self._open(request, user, support) if "reason" in request.POST else self._enter(request, places)
            if entered:
                return redirect("admin:index")
        context = {**self.each_context(request), "title": "Organisation", "places": places, "support_form": support}
        return render(request, "admin/choose_organisation.html", context)

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Leave the organisation; a support session's early end is written down."""
        place = admin_place(request)
        if place is not None and place.support is not None:
            with organisation_scope(place.organisation_id):
                leave_support_session(session=place.support, user=place.support.user, at=timezone.now())
        request.session.pop(CHOICE, None)
        return redirect("admin:choose")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in is the product's own page, with its throttling and second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{target}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """None: what happened in an organisation is in its Events."""
        return LogEntry.objects.none()

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        place = admin_place(request)
        context = super().each_context(request)
        recent = events().order_by("-id")[:10] if place is not None and not self._is_choosing(request) else []
        return {**context, "place": place, "recent_events": recent}

    def _is_choosing(self, request: HttpRequest) -> bool:
        return request.resolver_match is not None and request.resolver_match.url_name in {"choose", "leave"}

    def _enter(self, request: HttpRequest, places: list[Membership]) -> bool:
        wanted = request.POST.get("organisation")
        if wanted not in {str(place.organisation_id) for place in places}:
            return False
        request.session[CHOICE] = {"organisation": wanted}
        return True

    def _open(self, request: HttpRequest, user: User, form: SupportForm | None) -> bool:
        if form is None or not form.is_valid():
            return False
        organisation_id = UUID(form.cleaned_data["organisation"])
        asked = {"reason": form.cleaned_data["reason"], "minutes": form.cleaned_data["minutes"]}
        try:
            session = open_support_session(organisation_id=organisation_id, user=user, **asked, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.detail)
            return False
        request.session[CHOICE] = {"organisation": str(organisation_id), "support": str(session.pk)}
        return True
