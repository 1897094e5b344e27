"""Saved views on list pages: the links, the form, and the two buttons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from naungan.accounts.access import signed_in
from naungan.accounts.models import SavedView, User
from naungan.accounts.saved import forget_view, kept_query, save_view


def views_of_list(request: HttpRequest, _obj: object) -> SafeString | None:
    """The part of a list page: the viewer's own views of this list; nothing for a visitor."""
    if not isinstance(request.user, User):
        return None
    query = kept_query(request.META.get("QUERY_STRING", ""))
    views = list(request.user.saved_views.filter(path=request.path).order_by("name"))
    context = {
        "views": [(view, view.query == query) for view in views],
        "query": query,
        "known": any(view.query == query for view in views),
    }
    return render_to_string("accounts/saved_views.html", context, request=request)


@signed_in
@require_POST
def view_save(request: HttpRequest) -> HttpResponseBase:
    """Keep the list as it is filtered now."""
    assert isinstance(request.user, User)
    view = save_view(
        request.user,
        path=request.POST.get("path", ""),
        query=request.POST.get("query", ""),
        name=request.POST.get("name", ""),
    )
    return redirect(f"{view.path}?{view.query}")


@signed_in
@require_POST
def view_forget(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let one of one's own views go; the list stays as it was."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    path = view.path
    forget_view(view)
    return redirect(path)
