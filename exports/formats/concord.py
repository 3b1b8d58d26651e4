"""`concord`: everything there is about a data set, so that it can be read back without loss.

A JSON line for the data set, then one for each item, keys sorted at every level. The first is
`{"concord": 1, "project", "client", "created_at", "licence", "release", "notes", "form", "forms": [each version],
"guidelines"}` with whatever `About.more` adds:

    "people"               [{"id", "name", "email"}], where the reader may know them; else there is no such key
    "guidelines_versions"  [{"version", "text", "created_at", "by"}], oldest first
    "workflow"             as `annotation.distribution.workflow` writes it
    "settings"             {"overlap", "lease_minutes", "shuffle_responses", "skip_reason_required", "suggestions"}

An item's is `{"id", "external_id", "position", "state", "content", "content_version", "metadata", "agreement",
"split", "annotations", "media"}` with whatever `ItemRecord.more` adds, lists oldest first:

    "priority", "due_at", "overlap", "created_at", "provenance"   as the item has them
    "contents"     [{"version", "content", "replaced_at"}]: what the item showed before
    "suggestions"  [{"number", "agent", "score", "answers", "created_at"}]
    "annotations"  {id: {"number", "content_version", "independent_answers", "agreement",
                         "revisions": [{"number", "answers", "form_version", "content_version", "seconds",
                                        "suggestions", "by", "created_at"}]}}: what is added to each annotation
    "withdrawn"    [{"id", "annotator", "form_version", "answers", "shown", "revision", "submitted_at", "seconds",
                     "verdict", "withdrawn_at"} and the above]: annotations that do not count at present, because they
                   were returned, rejected or taken back
    "verdicts"     [{"annotation", "revision", "verdict", "reason", "comment", "corrected", "by", "created_at",
                     "appeal", "appealed_at", "appeal_closed_at"}]
    "resolutions"  [{"kind", "answers", "form_version", "content_version", "taken", "reason", "comment", "by",
                     "created_at", "replaced_at"}]
    "skips"        [{"annotator", "reason", "shown", "form_version", "at"}]
    "gold"         null or {"answers", "hints", "form_version", "by", "created_at"}
    "marks"        [{"annotation", "question", "on", "score", "correct", "created_at"}]: how right answers to gold were
    "comments"     [{"by", "text", "flag", "anchor", "thread", "created_at", "resolved_at", "resolved_by"}]; `thread`
                   is whose thread with the managers it is in, null for one among managers and reviewers

Keys may be missing, values of `more` are JSON already. Times are written as by `jsonl.timestamp`. `annotator` and `by`
are people's ids or pseudonyms throughout, "" where the reader may not tell people apart, null where it was no person.
"""
