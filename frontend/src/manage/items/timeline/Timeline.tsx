import '../../../review/words';
import { useMemo } from 'react';
import type { Answer, Content, Form, Item } from '../../../api';
import { Changes } from '../../../compare/Changes';
import { useTranslation } from '../../../i18n';
import { reasonWords } from '../../../review/wording';
import { Icon } from '../../../ui';
import { Query } from '../../parts/Query';
import { When } from '../../parts/When';
import { useAnnotations, useProjectForm } from '../../queries';
import items from '../items.module.css';
import { useKinds } from '../SideBySide';
import { useTimeline } from './calls';
import { iconOf, tell, toneOf } from './tell';
import css from './timeline.module.css';
import type { Difference, Moment } from './types';

type Known = { form: Form; content: Content };

/** What happened to the item: who did what and when, what they said, and what each new version changed. */
export function Timeline({ project, item }: { project: string; item: Item }) {
  const { t } = useTranslation('items');
  const timeline = useTimeline(project, item.id);
  const form = useProjectForm(project).data?.form;
  const annotations = useAnnotations(project, item.id).data;
  const whose = useMemo(
    () => new Map(annotations?.map(({ id, member }) => [id, member.name] as const)),
    [annotations],
  );
  return (
    <section aria-label={t('timeline.title')}>
      <h3 className={items.heading}>{t('timeline.title')}</h3>
      <Query of={timeline}>
        {(moments) => (
          <ol className={css.timeline}>
            {form &&
              moments.map((moment, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: what happened keeps its order
                <Told key={at} moment={moment} whose={whose} form={form} content={item.content} />
              ))}
          </ol>
        )}
      </Query>
    </section>
  );
}

function Told(props: Known & { moment: Moment; whose: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('items');
  const { moment, whose } = props;
  const { actor, at, data, diff, kind } = moment;
  return (
    <li data-tone={toneOf(moment)}>
      <span className={css.icon}>
        <Icon name={iconOf(moment)} size={15} />
      </span>
      <div className={css.said}>
        <p>
          <strong>{actor?.name ?? t('timeline.nobody')}</strong> {tell(moment, t, whose)}
          <span className={css.when}>
            <When at={at} />
          </span>
        </p>
        {kind !== 'skipped' && <Words data={data} />}
        {diff && diff.length > 0 && <Changed diff={diff} form={props.form} content={props.content} />}
      </div>
    </li>
  );
}

/** The reason and the words that went with it. */
function Words({ data }: { data: Moment['data'] }) {
  const { reason, comment, text } = data;
  const said = [comment, text].find((each): each is string => typeof each === 'string' && each !== '');
  return (
    <>
      {typeof reason === 'string' && reason && <p className={css.reason}>{reasonWords(reason)}</p>}
      {said && (
        <blockquote className={css.quote} dir="auto">
          {said}
        </blockquote>
      )}
    </>
  );
}

const answersOf = (diff: readonly Difference[], which: 'before' | 'after'): Answer[] =>
  diff.flatMap(({ question, on, [which]: value }) => (value ? [{ question, on, value }] : []));

function Changed({ diff, form, content }: { diff: readonly Difference[]; form: Form; content: Content }) {
  const { t } = useTranslation('items');
  const kinds = useKinds(form);
  return (
    <details className={css.diff}>
      <summary>{t('timeline.changes', { count: diff.length })}</summary>
      {kinds.ready && (
        <Changes
          form={form}
          content={content}
          before={answersOf(diff, 'before')}
          after={answersOf(diff, 'after')}
        />
      )}
    </details>
  );
}
