"""Addresses under /api/v1/<organisation>/ for projects, items and work."""

from django.urls import path

from annotation.api import comments, items, projects, suggestions, work

organisation_urls = [
    path("templates", projects.TemplatesView.as_view()),
    path("projects", projects.ProjectsView.as_view()),
    path("projects/<uuid:project_id>", projects.ProjectView.as_view()),
    path("projects/<uuid:project_id>/form", projects.ProjectFormView.as_view()),
    path("projects/<uuid:project_id>/people", projects.PeopleView.as_view()),
    path("projects/<uuid:project_id>/people/<uuid:member_id>", projects.PersonView.as_view()),
    path("projects/<uuid:project_id>/items", items.ItemsView.as_view()),
    path("projects/<uuid:project_id>/items/<uuid:item_id>", items.ItemView.as_view()),
    path("projects/<uuid:project_id>/items/<uuid:item_id>/annotations", items.ItemAnnotationsView.as_view()),
    path("projects/<uuid:project_id>/items/<uuid:item_id>/suggestions", suggestions.SuggestionsView.as_view()),
    path("projects/<uuid:project_id>/items/<uuid:item_id>/comments", comments.ItemCommentsView.as_view()),
    path("projects/<uuid:project_id>/comments", comments.ProjectCommentsView.as_view()),
    path("projects/<uuid:project_id>/guidelines/seen", projects.GuidelinesSeenView.as_view()),
    path("projects/<uuid:project_id>/guidelines/<int:version>", projects.GuidelinesView.as_view()),
    path("projects/<uuid:project_id>/progress", items.ProgressView.as_view()),
    path("projects/<uuid:project_id>/agreement", items.AgreementView.as_view()),
    path("assignments", work.AssignmentsView.as_view()),
    path("assignments/claim", work.ClaimView.as_view()),
    path("assignments/renew", work.RenewView.as_view()),
    path("assignments/summary", work.SummaryView.as_view()),
    path("assignments/projects", work.WorkProjectsView.as_view()),
    path("assignments/<uuid:assignment_id>", work.AssignmentView.as_view()),
    path("assignments/<uuid:assignment_id>/draft", work.DraftView.as_view()),
    path("assignments/<uuid:assignment_id>/submit", work.SubmitView.as_view()),
    path("assignments/<uuid:assignment_id>/skip", work.SkipView.as_view()),
    path("assignments/<uuid:assignment_id>/take-back", work.TakeBackView.as_view()),
    path("assignments/<uuid:assignment_id>/comments", comments.OwnCommentsView.as_view()),
    path("comments/<uuid:comment_id>/resolve", comments.ResolveView.as_view()),
]
