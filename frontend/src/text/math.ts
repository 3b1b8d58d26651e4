import 'katex/dist/katex.min.css';
import katex from 'katex';

/** One formula as DOM nodes. KaTeX never trusts the author: no links, no pictures, bounded macros and sizes. */
export function renderFormula(tex: string, displayMode: boolean): HTMLElement {
  const element = document.createElement('span');
  katex.render(tex, element, {
    displayMode,
    trust: false,
    strict: 'ignore',
    maxSize: 20,
    maxExpand: 500,
    throwOnError: false,
    output: 'htmlAndMathml',
  });
  return element;
}
