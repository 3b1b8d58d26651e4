import type { Element, Root } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import { createLowlight } from 'lowlight';
import { visit } from 'unist-util-visit';

const low = createLowlight({ bash, cpp, java, javascript, json, python, sql, typescript });
low.registerAlias({
  bash: ['sh', 'shell'],
  cpp: ['c', 'c++'],
  javascript: ['js', 'jsx'],
  python: ['py'],
  typescript: ['ts', 'tsx'],
});
const LONGEST = 20_000;

/** Colours fenced code of a known language; its text is unchanged. */
export function colourCode(tree: Root): void {
  visit(tree, 'element', (node: Element) => {
    const classes = node.properties.className;
    const language = Array.isArray(classes)
      ? classes
          .map(String)
          .find((name) => name.startsWith('language-'))
          ?.slice('language-'.length)
      : undefined;
    const [text] = node.children;
    if (node.tagName !== 'code' || !language || text?.type !== 'text') return;
    if (text.value.length > LONGEST || !low.registered(language)) return;
    node.children = low.highlight(language, text.value).children as Element['children'];
  });
}
