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
const BLOCKS = new Set('p li ul ol h1 h2 h3 h4 h5 h6 blockquote td th dd dt'.split(' '));
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const TABLE_FRAME = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
const SAFE_LINK = /^(https?:|mailto:)/i;
const REMOTE_IMAGE = 'remote-image';
const CLASS = /^(hljs-[\w-]+|language-[\w+#.-]+)$/;

/**
 * Draws a parsed text with React elements; innerHTML is never used, so a strict CSP and Trusted Types hold.
 * pieces.ts counts its texts: what is left out here is left out there.
 */
export const Tree = memo(function Tree({ tree }: { tree: Root }) {
  const mixed = RIGHT_TO_LEFT.test(textOf(tree));
  return (
    <div className={css.text} dir="auto">
      {draw(tree.children, { bare: false, mixed })}
    </div>
  );
});

/**
 * `bare`: inside the frame of a table, where HTML allows no white space.
 * `mixed`: some of the text runs from right to left, so each block says which way it goes.
 */
type Around = { bare: boolean; mixed: boolean };

function draw(nodes: readonly (RootContent | ElementContent)[], around: Around): ReactNode[] {
  return nodes.map((node, at) => {
    if (node.type === 'text') return around.bare && node.value.trim() === '' ? null : node.value;
    if (node.type !== 'element') return null;
    return drawElement(node, at, around);
  });
}

function drawElement(
  node: Extract<ElementContent, { type: 'element' }>,
  key: number,
  { mixed }: Around,
): ReactNode {
  const { tagName, properties } = node;
  if (properties.dataMath)
    return <Formula key={key} tex={textOf(node)} block={properties.dataMath === 'block'} />;
  if (!ELEMENTS.has(tagName)) return draw(node.children, { bare: false, mixed });
  if (tagName === 'table')
    return (
      // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      <div key={key} className={css.wide} tabIndex={0} role="group">
        <table dir={mixed ? directionOf(node) : undefined}>
          {draw(node.children, { bare: true, mixed })}
        </table>
      </div>
    );
  const props: Record<string, unknown> = { key };
  const children = draw(node.children, { bare: TABLE_FRAME.has(tagName), mixed });
  if (mixed && BLOCKS.has(tagName)) props.dir = directionOf(node);
  if (tagName === 'a') Object.assign(props, linkProps(String(properties.href ?? '')));
  if (tagName === 'pre') Object.assign(props, preProps(properties.dataPlain === true));
  if (tagName === 'ol' && Number.isInteger(properties.start)) props.start = properties.start;
  if (tagName === 'td' || tagName === 'th') props.style = { textAlign: alignment(properties.align) };
  const named = Array.isArray(properties.className) ? properties.className.map(String) : [];
  if (named.includes(REMOTE_IMAGE))
    children.unshift(<Icon key="image" name="image" size={16} className={css.image} />);
  const classes = named.filter((name) => CLASS.test(name));
  if (classes.length > 0) props.className = classes.join(' ');
  return createElement(tagName, props, ...children);
}

/** Code runs from left to right whatever the words around it do; a text shown as it is goes line by line. */
const preProps = (plain: boolean) => ({
  tabIndex: 0,
  'data-plain': plain || undefined,
  dir: plain ? undefined : 'ltr',
});

/** The direction of the first letter that has one. */
const directionOf = (node: ElementContent): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(textOf(node).match(/\p{L}/u)?.[0] ?? '') ? 'rtl' : 'ltr';

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
