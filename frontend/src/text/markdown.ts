// Markdown source to a safe tree, in plain data: it is made in a Worker and drawn on the page (Tree.tsx).
import type { Element, Root } from 'hast';
import type { Html, Image, ImageReference, Parents, PhrasingContent, Root as Source, Text } from 'mdast';
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

/** Models write \( \) and \[ \] as often as $. The replacement is as long as the original, so positions stay true. */
const withDollars = (source: string): string => source.replace(/\\[()[\]]/g, '$$$$');

/** What a labeler judges must be seen: HTML in a text is shown as text, never dropped. */
function showHtml() {
  return (tree: Source) => {
    visit(tree, 'html', (node: Html, index, parent) => {
      if (!parent || index === undefined) return;
      const text: Text = { type: 'text', value: node.value };
      const block = !isPhrasing(parent);
      parent.children[index] = block ? { type: 'paragraph', children: [text] } : text;
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
      const words: Text = { type: 'text', value: image.alt || ('url' in image ? image.url : '') };
      const replacement: PhrasingContent =
        'url' in image
          ? {
              type: 'link',
              url: image.url,
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
  return (tree: Source) => {
    visit(tree, 'text', (node: Text, index, parent) => {
      if (!parent || index === undefined || !node.value.includes('\n')) return;
      const pieces = node.value
        .split('\n')
        .flatMap((value, at): PhrasingContent[] => [
          ...(at > 0 ? [{ type: 'break' } as const] : []),
          ...(value ? [{ type: 'text', value } as const] : []),
        ]);
      (parent as Parents).children.splice(index, 1, ...(pieces as never[]));
      return index + pieces.length;
    });
  };
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
    .use(displayFormulas)
    .use(showHtml)
    .use(linkImages)
    .use(lines === 'kept' ? keepBreaks : () => undefined)
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(markFormulas)
    .freeze();
const PIPELINES = { kept: pipelineFor('kept'), joined: pipelineFor('joined') };

/** The source as a tree of allowed elements only. Never throws: what cannot be parsed is shown as it is. */
export async function parseMarkdown(source: string, lines: Lines = 'kept'): Promise<Root> {
  try {
    const prepared = withDollars(source);
    const tree = await PIPELINES[lines].run(PIPELINES[lines].parse(prepared), new VFile(source));
    if (/```|~~~/.test(prepared)) (await import('./code')).colourCode(tree);
    forgetPositions(tree);
    return tree;
  } catch (error) {
    console.error(error);
    return plainTree(source);
  }
}

/** Positions are most of a tree's bytes, and nobody on the page reads them. */
function forgetPositions(tree: Root): void {
  visit(tree, (node) => {
    delete node.position;
    delete (node as { data?: unknown }).data;
  });
}
