import { useEffect, useId, useRef, useState } from 'react';
import type { FieldProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { adopt, CONTENT_KEYS, type DraftForm, KINDS, SCOPES, toForm } from './draft';
import css from './form.module.css';
import { type JsonProblem, pretty, readForm, spotOf } from './json';
import type { OnEdit } from './undo';

const KNOWN = { kinds: KINDS, parts: CONTENT_KEYS, scopes: SCOPES };

/** The form as JSON. While it reads as a form it is the form; what is wrong stands at its line. */
export function JsonView(props: {
  draft: DraftForm;
  saved: DraftForm | undefined;
  problems: readonly FieldProblem[];
  onEdit: OnEdit;
  /** Whether the text does not read as a form, so that the draft is an older one. */
  onBroken: (broken: boolean) => void;
}) {
  const { t } = useTranslation('manage');
  const { draft, saved, onEdit, onBroken } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const said = JSON.stringify(toForm(draft));
  const [text, setText] = useState(() => pretty(toForm(draft)));
  const [local, setLocal] = useState<readonly JsonProblem[]>([]);
  // What this text last made of the draft: when the draft says something else, it was changed elsewhere.
  const made = useRef(said);
  useEffect(() => {
    if (made.current === said) return;
    made.current = said;
    setText(pretty(JSON.parse(said)));
    setLocal([]);
    onBroken(false);
  }, [said, onBroken]);
  useEffect(() => () => onBroken(false), [onBroken]);
  const change = (next: string): void => {
    setText(next);
    const read = readForm(next, KNOWN, {
      syntax: t('json.syntax'),
      object: t('json.object'),
      list: t('json.list'),
      text: t('json.text'),
      value: t('json.value'),
      part: t('json.oneOf', { list: KNOWN.parts.join(', ') }),
      kind: t('json.oneOf', { list: KNOWN.kinds.join(', ') }),
      scope: t('json.oneOf', { list: KNOWN.scopes.join(', ') }),
      name: t('json.name'),
      options: t('json.options'),
      when: t('json.when'),
    });
    setLocal('problems' in read ? read.problems : []);
    onBroken('problems' in read);
    if ('problems' in read) return;
    made.current = JSON.stringify(toForm(adopt(draft, read.form, saved)));
    onEdit((before) => adopt(before, read.form, saved));
  };
  const problems =
    local.length > 0 ? local : props.problems.map((each) => ({ ...each, ...spotOf(text, each.pointer) }));
  const goTo = (line: number): void => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = text.indexOf('\n', start);
    area.current?.focus();
    area.current?.setSelectionRange(start, end < 0 ? text.length : end);
    if (area.current) area.current.scrollTop = (line - 4) * LINE;
  };
  const bad = new Set(problems.map(({ line }) => line));
  const lines = text.split('\n').length;
  return (
    <div className={css.json}>
      <label htmlFor={id}>{t('json.label')}</label>
      <p className={css.hint} id={`${id}-help`}>
        {t('json.help')}
      </p>
      <div className={css.code}>
        <Gutter lines={lines} bad={bad} area={area} />
        <textarea
          ref={area}
          id={id}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          aria-describedby={`${id}-help`}
          aria-invalid={problems.length > 0 || undefined}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </div>
      <div role="status">
        {problems.length > 0 && (
          <ul className={css.problems}>
            {problems.map(({ pointer, detail, line, column }) => (
              <li key={`${pointer} ${detail}`}>
                <button type="button" onClick={() => goTo(line)}>
                  {t('json.at', { line, column })}
                </button>{' '}
                {pointer && <code>{pointer}</code>} {detail}
              </li>
            ))}
          </ul>
        )}
        {local.length > 0 && (
          <Button kind="default" size="small" icon="refresh" onClick={() => change(pretty(toForm(draft)))}>
            {t('json.back')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The height of a line in the text field, in pixels; the style sheet says the same. */
const LINE = 20;

/** Numbers of the lines, scrolled along with the text. */
function Gutter(props: {
  lines: number;
  bad: ReadonlySet<number>;
  area: React.RefObject<HTMLTextAreaElement | null>;
}) {
  const gutter = useRef<HTMLDivElement>(null);
  const { area } = props;
  useEffect(() => {
    const text = area.current;
    const follow = (): void => {
      if (gutter.current && text) gutter.current.scrollTop = text.scrollTop;
    };
    text?.addEventListener('scroll', follow);
    return () => text?.removeEventListener('scroll', follow);
  }, [area]);
  return (
    <div ref={gutter} className={css.gutter} aria-hidden>
      {Array.from({ length: props.lines }, (_, at) => at + 1).map((line) => (
        <span key={line} data-bad={props.bad.has(line) || undefined}>
          {line}
        </span>
      ))}
    </div>
  );
}
