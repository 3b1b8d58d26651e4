// Markdown source to a safe tree, in plain data: it is made in a Worker and drawn on the page (Tree.tsx).
import type { Element, Root } from 'hast';
import type {
  Code,
  Html,
  Image,
  ImageReference,
  InlineCode,
  Parents,
  PhrasingContent,
  Root as Source,
  Text,
} from 'mdast';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { type Lines, plainTree } from './plain';

/** Marks a link that stands for a picture from elsewhere. */
const REMOTE_IMAGE = 'remote-image';

const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !['img', 'picture', 'source', 'input'].includes(name),
  ),
  protocols: { href: ['http', 'https', 'mailto'] },
  attributes: {
    a: ['href', 'title', ['className', REMOTE_IMAGE]],
    code: [['className', /^language-./, 'math-inline', 'math-display']],
    ol: ['start'],
    td: ['align'],
    th: ['align'],
    '*': [],
  },
  // Foot notes need ids, and ids of strangers clash with those of the page.
  clobberPrefix: 'text-',
} as typeof defaultSchema;

/**
 * Models write \( \) and \[ \] as often as $. The replacement is as long as the original, so positions stay true;
 * `restored` gives back what turned out to be no formula. A mark of byte order would shift every position by one.
 */
const withDollars = (source: string): string =>
  source
    .replace(/^\uFEFF/, ' ')
    .replace(FORMULA, (match) => (match === '\\\\' ? match : `$$${match.slice(2, -2)}$$`));
// A pair of backslashes is one, so what follows is not escaped; formulas end with their paragraph.
const FORMULA = /\\\\|\\\((?:(?!\n\s*\n)[^\\]|\\[^()])*?\\\)|\\\[(?:(?!\n\s*\n)[^\\]|\\[^[\]])*?\\\]/g;

/** Code, HTML and words say what their author wrote, where \( \) stands in them after all. */
function restored() {
  return (tree: Source, file: VFile) => {
    const { source, prepared } = file.data as { source: string; prepared: string };
    if (source === prepared) return;
    visit(tree, ['code', 'inlineCode', 'html', 'text'], (node) => {
      const written = node as Code | InlineCode | Html | Text;
      const from = node.position?.start.offset;
      const to = node.position?.end.offset;
      if (from === undefined || to === undefined || !written.value.includes('$')) return;
      const runs = [...prepared.slice(from, to).matchAll(/\$+/g)].map(({ 0: run, index }) =>
        source.slice(from + index, from + index + run.length),
      );
      const plain = node.type === 'text' ? runs.map((run) => run.replace(/\\([()[\]])/g, '$1')) : runs;
      if (written.value.match(/\$+/g)?.length !== runs.length) return;
      written.value = written.value.replace(/\$+/g, () => plain.shift() ?? '');
    });
  };
}

/** What a labeler judges must be seen: HTML in a text is shown as text, never dropped. */
function showHtml() {
  return (tree: Source) => {
    visit(tree, 'html', (node: Html, index, parent) => {
      if (!parent || index === undefined) return;
      const text: Text = { type: 'text', value: node.value, position: node.position };
      const block = !isPhrasing(parent);
      parent.children[index] = block
        ? { type: 'paragraph', children: [text], position: node.position }
        : text;
    });
  };
}
const isPhrasing = (parent: Parents): boolean =>
  !['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(parent.type);

/** A picture from elsewhere would tell its owner who reads the text and when; it becomes a link that says so. */
function linkImages() {
  return (tree: Source) => {
    visit(tree, ['image', 'imageReference'], (node, index, parent) => {
      if (!parent || index === undefined) return;
      const image = node as Image | ImageReference;
      const words: Text = {
        type: 'text',
        value: image.alt || ('url' in image ? image.url : ''),
        position: node.position,
      };
      const replacement: PhrasingContent =
        'url' in image
          ? {
              type: 'link',
              url: image.url,
              position: node.position,
              children: [words],
              data: { hProperties: { className: [REMOTE_IMAGE] } },
            }
          : words;
      (parent as Parents).children[index] = replacement as never;
      return SKIP;
    });
  };
}

/** A line break in the source is a line break on the page. */
function keepBreaks() {
  return (tree: Source, file: { toString(): string }) => {
    const source = String(file);
    visit(tree, 'text', (node: Text, index, parent) => {
      if (!parent || index === undefined || !node.value.includes('\n')) return;
      const lines = node.value.split('\n');
      const places = lineRanges(node, source, lines.length);
      const pieces = lines.flatMap((value, at): PhrasingContent[] => [
        ...(at > 0 ? [{ type: 'break' } as const] : []),
        ...(value ? [{ type: 'text', value, position: places[at] } as const] : []),
      ]);
      (parent as Parents).children.splice(index, 1, ...(pieces as never[]));
      return index + pieces.length;
    });
  };
}

/** Where each line of a text stands in the source, if its lines are those of the source. */
function lineRanges({ position }: Text, source: string, count: number): Text['position'][] {
  const from = position?.start.offset;
  const to = position?.end.offset;
  if (!position || from === undefined || to === undefined) return [];
  const lines = source.slice(from, to).split('\n');
  if (lines.length !== count) return [];
  let at = from;
  return lines.map((line) => {
    const start = { ...position.start, offset: at };
    at += line.length + 1;
    return { start, end: { ...position.end, offset: at - 1 } };
  });
}

/** `$$…$$` and `\\[…\\]` on one line are display formulas too, when nothing else is on their line. */
function displayFormulas() {
  return (tree: Source, file: { toString(): string }) => {
    const source = String(file);
    visit(tree, 'inlineMath', (node, index, parent) => {
      const at = node.position?.start.offset ?? 0;
      const end = node.position?.end.offset ?? at;
      const before = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
      const after = source.slice(end).match(/^[^\n]*/)?.[0] ?? '';
      const opens = source.startsWith('$$', at) || source.startsWith('\\[', at);
      if (!parent || index === undefined || !opens || before.trim() || after.trim()) return;
      node.data = { ...node.data, hProperties: { className: ['language-math', 'math-display'] } };
    });
  };
}

/** Formulas become `<span data-math="inline|block">TeX</span>`, drawn by KaTeX where there is a page. */
function markFormulas() {
  return (tree: Root) => {
    visit(tree, 'element', (node, index, parent) => {
      const classes = node.properties.className;
      if (!Array.isArray(classes) || !parent || index === undefined) return;
      const display = classes.includes('math-display');
      if (!display && !classes.includes('math-inline')) return;
      const formula: Element = {
        type: 'element',
        tagName: 'span',
        properties: { dataMath: display ? 'block' : 'inline' },
        children: node.children,
        position: node.position ?? parent.position,
      };
      // A display formula comes as <pre><code>: it is no code, so the <pre> goes.
      if (parent.type === 'element' && parent.tagName === 'pre')
        Object.assign(parent, { tagName: 'div', properties: {}, children: [formula] });
      else parent.children[index] = formula;
      return SKIP;
    });
  };
}

const pipelineFor = (lines: Lines) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(restored)
    .use(displayFormulas)
    .use(showHtml)
    .use(linkImages)
    .use(lines === 'kept' ? keepBreaks : () => undefined)
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(markFormulas)
    .freeze();
const PIPELINES = { kept: pipelineFor('kept'), joined: pipelineFor('joined') };

/**
 * The source as a tree of allowed elements only. Never throws: what cannot be parsed is shown as it is.
 * `positions`: texts know their place in the source, for marking.
 */
export async function parseMarkdown(source: string, lines: Lines = 'kept', positions = false): Promise<Root> {
  try {
    const prepared = withDollars(source);
    const file = new VFile({ value: source, data: { source, prepared } });
    const tree = await PIPELINES[lines].run(PIPELINES[lines].parse(prepared), file);
    if (/```|~~~/.test(prepared)) (await import('./code')).colourCode(tree);
    if (positions) (await import('./positions')).keepPositions(tree, source);
    forgetPositions(tree);
    return tree;
  } catch (error) {
    console.error(error);
    return plainTree(source);
  }
}

/** The parser's positions are most of a tree's bytes; what was kept of them stands in `data`. */
function forgetPositions(tree: Root): void {
  visit(tree, (node) => {
    delete node.position;
    const { data } = node as { data?: { at?: number } };
    if (data && data.at === undefined) delete (node as { data?: unknown }).data;
  });
}
