"""Texts that try to run. Each would set `window.ran` if it did, and carries words that people must be able to read."""

RUN = "window.ran=1"

SHORT = [  # for names, which hold 120 characters
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"\"><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"'-({RUN})-'",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"</title></script><script>{RUN}</script>",
    f"javascript:{RUN}",
]
LONG = [
    *SHORT,
    f'<a href="javascript:{RUN}">click</a>',
    f"[click](javascript:{RUN})",
    f"[click](  JaVaScRiPt&#58;{RUN})",
    "[click](data:text/html;base64,PHNjcmlwdD5wYXJlbnQucmFuPTE8L3NjcmlwdD4=)",
    f"<javascript:{RUN}>",
    f'![x](https://tracker.invalid/x.png"onerror="{RUN})',
    f"![x](javascript:{RUN})",
    f"[a]: javascript:{RUN} '\"onmouseover={RUN} '\n\n[a]",
    f"$\\href{{javascript:{RUN}}}{{x}}$ and $$\\htmlData{{x=1}}{{\\includegraphics{{javascript:{RUN}}}}}$$",
    f"$\\html@mathml{{<img src=x onerror={RUN}>}}{{}}$ \\(</math><script>{RUN}</script>\\)",
    f"<!-- --><!--><img src=x onerror={RUN}>-->",
    f"<!--[if gte IE 4]><script>{RUN}</script><![endif]-->",
    f"<svg><script>{RUN}</script><animate onbegin={RUN} attributeName=x></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<form action=javascript:{RUN}><button autofocus onfocus={RUN}>",
    f'<object data="data:text/html,<script>parent.{RUN}</script>">',
    f"<style>@import 'javascript:{RUN}';*{{background:url(\"javascript:{RUN}\")}}</style>",
    f"<base href=javascript:/><link rel=stylesheet href=data:,*{{x:expression({RUN})}}>",
    f'```"><script>{RUN}</script>\n<img src=x onerror={RUN}>\n```',
    f"<x onclick={RUN} style=position:fixed;inset:0>",
    f"| <img src=x onerror={RUN}> |\n|--|\n| <script>{RUN}</script> |",
]


def marked(text: str, number: int) -> str:
    """The text with its readable words behind it."""
    return f"{text} {seen(number)}" if "\n" not in text else f"{text}\n\n{seen(number)}"


def seen(number: int) -> str:
    """The words that stand behind the text of that number."""
    return f"seen{number:02}"
