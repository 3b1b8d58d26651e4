"""Label Studio: its JSON and JSON_MIN exports, alone or in an archive with the labeling config beside them.

Source: https://labelstud.io/guide/export and https://labelstud.io/guide/task_format. A whole installation is taken over
by the same reading: see `config/migration`.
"""

from annotation.imports.foreign import Files, Reader, Unreadable
from annotation.imports.label_studio.plan import form_of_config
from annotation.imports.label_studio.rows import form, read
from annotation.imports.label_studio.tasks import array, is_minimal, is_task, task_files

LOOKED_AT = 3
"""So many tasks are enough to recognise a file."""


def detect(files: Files) -> float:
    """Sure where tasks have data and annotations."""
    names = task_files(files)
    if not names:
        return 0.0
    try:
        tasks = [task for _, task in zip(range(LOOKED_AT), array(files, names[0]), strict=False)]
    except Unreadable:
        return 0.0
    if tasks and all(is_task(task) for task in tasks):
        return 0.95
    return 0.9 if tasks and all(isinstance(task, dict) and is_minimal(task) for task in tasks) else 0.0


READER = Reader(name="label_studio", title="Label Studio", detect=detect, read=read, form=form)

__all__ = ["READER", "form_of_config"]
