import type { ElementContent, Root, RootContent } from 'hast';
import { createElement, memo, type ReactNode } from 'react';
import { Icon } from '../ui/Icon';
import { Formula } from './Formula';
import css from './Tree.module.css';

// The page's own list, beside the sanitiser's: a tree may ask for these elements and properties and for nothing else.
const ELEMENTS = new Set(
  `a blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr kbd li ol p pre q s samp section span strike
  strong sub summary sup table tbody td tfoot th thead tr tt ul var`.split(/\s+/),
);
const TABLE_FRAME = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
const SAFE_LINK = /^(https?:|mailto:)/i;
const REMOTE_IMAGE = 'remote-image';
const CLASS = /^(hljs-[\w-]+|language-[\w+#.-]+)$/;

/** Draws a parsed text with React elements; innerHTML is never used, so a strict CSP and Trusted Types hold. */
export const Tree = memo(function Tree({ tree }: { tree: Root }) {
  return (
    <div className={css.text} dir="auto">
      {draw(tree.children)}
    </div>
  );
});

/** `bare`: inside the frame of a table, where HTML allows no white space. */
function draw(nodes: readonly (RootContent | ElementContent)[], bare = false): ReactNode[] {
  return nodes.map((node, at) => {
    if (node.type === 'text') return bare && node.value.trim() === '' ? null : node.value;
    if (node.type !== 'element') return null;
    return drawElement(node, at);
  });
}

function drawElement(node: Extract<ElementContent, { type: 'element' }>, key: number): ReactNode {
  const { tagName, properties } = node;
  if (properties.dataMath)
    return <Formula key={key} tex={textOf(node)} block={properties.dataMath === 'block'} />;
  if (!ELEMENTS.has(tagName)) return draw(node.children);
  if (tagName === 'table')
    return (
      // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      <div key={key} className={css.wide} tabIndex={0} role="group">
        <table>{draw(node.children, true)}</table>
      </div>
    );
  const props: Record<string, unknown> = { key };
  const children = draw(node.children, TABLE_FRAME.has(tagName));
  if (tagName === 'a') Object.assign(props, linkProps(String(properties.href ?? '')));
  if (tagName === 'pre') Object.assign(props, { tabIndex: 0, 'data-plain': properties.dataPlain });
  if (tagName === 'ol' && Number.isInteger(properties.start)) props.start = properties.start;
  if (tagName === 'td' || tagName === 'th') props.style = { textAlign: alignment(properties.align) };
  const named = Array.isArray(properties.className) ? properties.className.map(String) : [];
  if (named.includes(REMOTE_IMAGE))
    children.unshift(<Icon key="image" name="image" size={16} className={css.image} />);
  const classes = named.filter((name) => CLASS.test(name));
  if (classes.length > 0) props.className = classes.join(' ');
  return createElement(tagName, props, ...children);
}

const linkProps = (href: string) =>
  SAFE_LINK.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
const alignment = (align: unknown) =>
  align === 'right' || align === 'center' || align === 'left' ? align : undefined;

export const textOf = (node: ElementContent | Root): string =>
  node.type === 'text'
    ? node.value
    : 'children' in node
      ? node.children.map((each) => textOf(each as ElementContent)).join('')
      : '';
