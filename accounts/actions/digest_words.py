"""What digests say, in the language that their reader has the pages in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of an e-mail. Of two the first is for one of a kind, the second for several (`n`)."""

    language: str
    subject: tuple[str, str]
    hello: str
    waits: str
    look: str
    preferences: str
    kinds: Mapping[str, tuple[str, str]]
    other: tuple[str, str]

    def told(self, kind: str, n: int) -> str:
        """That something of a kind happened n times in a project."""
        return counted(self.kinds.get(kind, self.other), n)


def counted(sentences: tuple[str, str], n: int, **values: str) -> str:
    """The sentence for one, or for several."""
    one, several = sentences
    return (one if n == 1 else several).format(n=n, **values)


ENGLISH = Words(
    language="en",
    subject=("{organisation}: one thing to know", "{organisation}: {n} things to know"),
    hello="Hello {name},",
    waits="this waits for you at {organisation} on Concord:",
    look="Open",
    preferences="How often these e-mails come, and whether they do, is among your preferences",
    kinds={
        "agreement.miscounted": (
            "Counts of agreement were wrong, and have been set right.",
            "Counts of agreement were wrong {n} times, and have been set right.",
        ),
        "appeal.answered": ("Your appeal was answered.", "{n} of your appeals were answered."),
        "comment.mention": ("You are mentioned in a comment.", "You are mentioned in {n} comments."),
        "person.paused": ("You were paused.", "You were paused."),
        "person.warned": ("There is a warning about your work.", "There are {n} warnings about your work."),
        "project.done": ("Every item is done.", "Every item is done."),
        "release.accepted": ("The client accepted a release.", "The client accepted {n} releases."),
        "release.offered": ("A release can be accepted.", "{n} releases can be accepted."),
        "release.rejected": ("The client rejected a release.", "The client rejected {n} releases."),
        "report.failed": ("A quality report could not be made.", "{n} quality reports could not be made."),
        "report.ready": ("A quality report is ready.", "{n} quality reports are ready."),
        "rule.fired": ("A rule found something about a person's work.", "Rules found something {n} times."),
        "skill.earned": ("You earned a skill.", "You earned {n} skills."),
        "verdict.appealed": ("Somebody appeals against a verdict.", "There are {n} appeals against verdicts."),
        "work.corrected": ("A piece of your work was corrected.", "{n} pieces of your work were corrected."),
        "work.rejected": ("A piece of your work was rejected.", "{n} pieces of your work were rejected."),
        "work.returned": ("A piece of your work came back.", "{n} pieces of your work came back."),
    },
    other=("There is something new.", "There are {n} new things."),
)
SPANISH = Words(
    language="es",
    subject=("{organisation}: una novedad", "{organisation}: {n} novedades"),
    hello="Hola, {name}:",
    waits="esto le espera en {organisation}, en Concord:",
    look="Abrir",
    preferences="Cada cuánto llegan estos correos, y si llegan, se elige en sus preferencias",
    kinds={
        "agreement.miscounted": (
            "Los recuentos de acuerdo eran erróneos y se han corregido.",
            "Los recuentos de acuerdo fueron erróneos {n} veces y se han corregido.",
        ),
        "appeal.answered": ("Se respondió a su reclamación.", "Se respondió a {n} de sus reclamaciones."),
        "comment.mention": ("Se le menciona en un comentario.", "Se le menciona en {n} comentarios."),
        "person.paused": ("Su trabajo está en pausa.", "Su trabajo está en pausa."),
        "person.warned": ("Hay un aviso sobre su trabajo.", "Hay {n} avisos sobre su trabajo."),
        "project.done": ("Todos los elementos están terminados.", "Todos los elementos están terminados."),
        "release.accepted": ("El cliente aceptó una entrega.", "El cliente aceptó {n} entregas."),
        "release.offered": ("Una entrega se puede aceptar.", "{n} entregas se pueden aceptar."),
        "release.rejected": ("El cliente rechazó una entrega.", "El cliente rechazó {n} entregas."),
        "report.failed": ("No se pudo hacer un informe de calidad.", "No se pudieron hacer {n} informes de calidad."),
        "report.ready": ("Un informe de calidad está listo.", "{n} informes de calidad están listos."),
        "rule.fired": (
            "Una regla encontró algo sobre el trabajo de una persona.",
            "Las reglas encontraron algo {n} veces.",
        ),
        "skill.earned": ("Ganó una habilidad.", "Ganó {n} habilidades."),
        "verdict.appealed": ("Alguien reclama contra una revisión.", "Hay {n} reclamaciones contra revisiones."),
        "work.corrected": ("Se corrigió una parte de su trabajo.", "Se corrigieron {n} partes de su trabajo."),
        "work.rejected": ("Se rechazó una parte de su trabajo.", "Se rechazaron {n} partes de su trabajo."),
        "work.returned": ("Se le devolvió una parte de su trabajo.", "Se le devolvieron {n} partes de su trabajo."),
    },
    other=("Hay algo nuevo.", "Hay {n} cosas nuevas."),
)
WORDS: Mapping[str | None, Words] = {"en": ENGLISH, "es": SPANISH}


def words_of(language: str | None) -> Words:
    """Those of a language; English where there are none, or none was ever chosen."""
    return WORDS.get(language, ENGLISH)
