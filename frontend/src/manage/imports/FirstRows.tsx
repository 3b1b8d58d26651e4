import { lazy, Suspense, useState } from 'react';
import type { Answer, Content, Form } from '../../api';
import { useTranslation } from '../../i18n';
import { Icon, Panel } from '../../ui';
import { ItemContent, type KnownPictures, Pictures } from '../items/ItemContent';
import { type Column, SideBySide } from '../items/SideBySide';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { usePreview } from './calls';
import { changesBetween } from './difference';
import own from './imports.module.css';
import { FATES, type Import, type PreviewRow } from './types';

const Diff = lazy(() => import('../../text/Diff').then(({ Diff }) => ({ default: Diff })));
const TONES = { created: 'done', updated: 'paused', skipped: 'known', refused: 'refused' } as const;

/** The first rows as the items that they would become, drawn as they will be shown. */
export function FirstRows({ job, form }: { job: Import; form: Form | undefined }) {
  const { t } = useTranslation('data');
  const [fate, setFate] = useState('');
  const preview = usePreview(job.id);
  const read = preview.data?.pages.flatMap(({ results }) => results) ?? [];
  const pictures: KnownPictures = Object.assign({}, ...read.map(({ assets }) => assets));
  const rows = read.filter((row) => !fate || row.fate === fate);
  return (
    <Panel title={t('imports.first')} help={t('imports.firstHelp')} flush>
      <fieldset className={own.fates}>
        <legend className="visually-hidden">{t('imports.show')}</legend>
        {['', ...FATES].map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="fate"
              className="visually-hidden"
              checked={fate === each}
              onChange={() => setFate(each)}
            />
            {each === '' ? t('imports.everything') : t(`imports.fate.${each as 'created'}`)}
          </label>
        ))}
      </fieldset>
      <Query of={preview}>
        {() =>
          rows.length === 0 ? (
            <p className={own.noRows}>{t('imports.noRows')}</p>
          ) : (
            <Pictures value={pictures}>
              <ol className={own.rows}>
                {rows.map((row, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: places may repeat, and rows keep their order
                  <Row key={`${row.where}/${at}`} row={row} form={form} />
                ))}
              </ol>
            </Pictures>
          )
        }
      </Query>
      <More list={preview} />
    </Panel>
  );
}

function Row({ row, form }: { row: PreviewRow; form: Form | undefined }) {
  const { t } = useTranslation('data');
  const { where, fate, item, before, problems } = row;
  return (
    <li className={own.rowItem}>
      <header className={css.between}>
        <span className={css.row}>
          <State state={TONES[fate]} title={t(`imports.fate.${fate}`)} />
          {item && <code>{item.external_id}</code>}
        </span>
        <span className={css.small}>{where}</span>
      </header>
      {problems.length > 0 && (
        <ul className={own.rowProblems}>
          {problems.map(({ pointer, detail }) => (
            <li key={pointer + detail}>
              <Icon name="alert" size={15} />
              <span>
                {pointer && <code>{pointer}</code>} {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
      {item && before && fate === 'updated' ? (
        <Changed before={before} after={item} />
      ) : (
        item && <ItemContent content={item.content} />
      )}
      {item && <Beside item={item} form={form} />}
    </li>
  );
}

/** What an update would change, word by word. */
function Changed(props: {
  before: NonNullable<PreviewRow['before']>;
  after: NonNullable<PreviewRow['item']>;
}) {
  const { t } = useTranslation('data');
  const changes = changesBetween(props.before, props.after);
  if (changes.length === 0) return <p className={css.small}>{t('imports.noChange')}</p>;
  return (
    <dl className={own.changes}>
      {changes.map(({ part, before, after }) => (
        <div key={part}>
          <dt>{part}</dt>
          <dd>
            <Suspense fallback={after}>
              <Diff before={before} after={after} />
            </Suspense>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What comes with the item: metadata, what models propose, what people answered. */
function Beside({ item, form }: { item: NonNullable<PreviewRow['item']>; form: Form | undefined }) {
  const { t } = useTranslation('data');
  const columns = columnsOf(item, t);
  const metadata = Object.entries(item.metadata);
  return (
    <>
      {metadata.length > 0 && (
        <dl className={own.metadata}>
          {metadata.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {columns.length > 0 && form && (
        <details className={own.beside}>
          <summary>{t('imports.withAnswers', { count: columns.length })}</summary>
          <SideBySide
            label={t('imports.withAnswers', { count: columns.length })}
            form={form}
            content={item.content as Content}
            columns={columns}
          />
        </details>
      )}
    </>
  );
}

function columnsOf(
  { annotations, suggestions }: NonNullable<PreviewRow['item']>,
  t: ReturnType<typeof useTranslation<'data'>>['t'],
): Column[] {
  const answers = (given: readonly Answer[] | undefined): readonly Answer[] => given ?? [];
  return [
    ...annotations.map((each, at) => ({
      id: `a${at}`,
      heading: each.annotator?.name || each.annotator?.email || each.annotator?.id || t('imports.somebody'),
      answers: answers(each.answers),
    })),
    ...suggestions.map((each, at) => ({
      id: `s${at}`,
      heading: each.agent || t('imports.model'),
      answers: answers(each.answers),
    })),
  ];
}
