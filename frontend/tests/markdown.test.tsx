import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../src/text/markdown';
import { Tree } from '../src/text/Tree';

const draw = async (source: string) => render(<Tree tree={await parseMarkdown(source)} />).container;

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<iframe src="//evil.example"></iframe>',
  '<style>*{background:url(//evil.example)}</style>',
  '<a href="javascript:alert(1)">x</a>',
  '<form action="//evil.example"><input name=q></form>',
  '<object data="//evil.example"></object><embed src="//evil.example">',
  '<base href="//evil.example">',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<div style="position:fixed;inset:0">x</div>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](  javascript:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:alert(1))',
  '[x](//evil.example)',
  '<javascript:alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x](javascript:alert(1))',
  '![x][ref]\n\n[ref]: https://evil.example/pixel.png',
  '[x][ref]\n\n[ref]: javascript:alert(1)',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\includegraphics{https://evil.example/pixel.png}$',
  '```html\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```',
  '[^1]\n\n[^1]: <img src=x onerror=alert(1)>',
  '- [x] <input onfocus=alert(1) autofocus>',
];

test.each(ATTACKS)('nothing active is drawn for %j', async (attack) => {
  const page = await draw(attack);
  expect(
    page.querySelectorAll(
      'script,img,svg:not([aria-hidden]),iframe,style,form,input,object,embed,base,link,meta,video,audio',
    ),
  ).toHaveLength(0);
  for (const icon of page.querySelectorAll('svg'))
    expect([...icon.children].map(({ tagName }) => tagName)).toEqual(['path']);
  for (const element of page.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/);
      expect(value).not.toMatch(/javascript:|vbscript:|data:text/i);
      if (name === 'href') expect(value).toMatch(/^(https?:|mailto:)/);
    }
});

test.each(ATTACKS)('the tree itself is clean before it is drawn, for %j', async (attack) => {
  const tree = JSON.stringify(await parseMarkdown(attack));
  expect(tree).not.toMatch(
    /"tagName":"(script|img|svg|iframe|style|form|input|object|embed|base|link|meta)"/,
  );
  expect(tree).not.toMatch(/"(href|src)":"\s*(javascript|vbscript|data):/i);
  expect(tree).not.toMatch(/"(style|on\w+)":/i);
});

test('HTML in a text is shown, not dropped: a labeler must see what the model wrote', async () => {
  expect((await draw('a <b>bold</b> claim')).textContent).toBe('a <b>bold</b> claim');
  expect((await draw('<script>alert(1)</script>')).textContent).toBe('<script>alert(1)</script>');
});
test('a picture from elsewhere becomes a link that says so', async () => {
  const page = await draw('![a chart](https://example.org/chart.png)');
  expect(page.querySelector('a')).toMatchObject({
    textContent: 'a chart',
    rel: 'noopener noreferrer nofollow',
  });
  expect(page.querySelectorAll('a svg')).toHaveLength(1);
});
test('links open elsewhere and tell nothing', async () => {
  const link = (await draw('[x](https://example.org)')).querySelector('a');
  expect(link?.target).toBe('_blank');
  expect(link?.rel).toContain('noreferrer');
});
test('in guidelines a single line break is a space, as Markdown has it', async () => {
  const page = render(<Tree tree={await parseMarkdown('one\ntwo', 'joined')} />).container;
  expect(page.querySelectorAll('br')).toHaveLength(0);
});
test('lines stay lines', async () => {
  expect((await draw('one\ntwo')).querySelectorAll('br')).toHaveLength(1);
});
test('tables, lists and code are drawn; tables scroll and take the focus', async () => {
  const page = await draw('| a | b |\n|---|--:|\n| 1 | 2 |\n\n3. x\n\n```python\ndef f(): pass\n```');
  expect(page.querySelector('td:last-child')).toMatchObject({ style: { textAlign: 'right' } });
  expect(page.querySelector('table')?.parentElement?.tabIndex).toBe(0);
  expect(page.querySelector('ol')?.start).toBe(3);
  expect(page.querySelector('.hljs-keyword')?.textContent).toBe('def');
});
test.each([
  ['$x^2$', 'inline'],
  ['\\(x^2\\)', 'inline'],
  ['so $$x^2$$ it is', 'inline'],
  ['\\[ x^2 \\]', 'block'],
  ['$$x^2$$', 'block'],
  ['$$\nx^2\n$$', 'block'],
])('the formula %j is %s', async (source, kind) => {
  const tree = JSON.stringify(await parseMarkdown(source));
  expect(tree).toContain(`"dataMath":"${kind}"`);
});
test('a price is no formula', async () => {
  expect((await draw('It costs $5.')).textContent).toBe('It costs $5.');
});
test('a huge nest of quotes is shown somehow and quickly', async () => {
  const started = performance.now();
  await parseMarkdown(`${'>'.repeat(2_000)}x`);
  expect(performance.now() - started).toBeLessThan(5_000);
});
test('each block runs as its first letter does; code always from left to right', async () => {
  const page = await draw(
    'שלום `x` hello\n\nhello שלום\n\n- ראשון\n- first\n\n| א | b |\n|---|---|\n| 1 | 2 |\n\n```\nשלום\n```',
  );
  const directions = (selector: string) =>
    [...page.querySelectorAll(selector)].map((element) => element.getAttribute('dir'));
  expect(directions('p')).toEqual(['rtl', 'ltr']);
  expect(directions('ul')).toEqual(['rtl']);
  expect(directions('li')).toEqual(['rtl', 'ltr']);
  expect(directions('table')).toEqual(['rtl']);
  expect(directions('pre')).toEqual(['ltr']);
});
test('a text without such letters says nothing about directions', async () => {
  expect((await draw('one\n\n- two')).querySelectorAll('[dir]:not([dir="auto"])')).toHaveLength(0);
});
test.each([
  ['`\\(x\\)`', '\\(x\\)'],
  ['```\na = r"\\[x\\]"\n```', 'a = r"\\[x\\]"'],
  ['<b title="\\(x\\)">', '<b title="\\(x\\)">'],
  ['a \\( alone', 'a ( alone'],
  ['\\\\(not a formula\\\\)', '\\(not a formula\\)'],
])('brackets that are no formula stay brackets in %j', async (source, shown) => {
  expect((await draw(source)).textContent?.trim()).toBe(shown);
});
test('line breaks in a formula stay in it', async () => {
  expect(JSON.stringify(await parseMarkdown('\\[ a \\\\[2pt] b \\]'))).toContain('a \\\\\\\\[2pt] b');
});
test('many brackets without an end are parsed quickly', async () => {
  const started = performance.now();
  await parseMarkdown('\\( a '.repeat(3_000));
  await parseMarkdown(`\\[${' \n'.repeat(3_000)}`);
  expect(performance.now() - started).toBeLessThan(5_000);
});
