import { useState } from 'react';
import type { Form, Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Button, Icon, Panel } from '../../ui';
import parts from '../parts/parts.module.css';
import { Table } from '../parts/Table';
import { ToItems } from '../parts/ToItems';
import { givenTo, useItemsAddress } from '../quality/drill';
import { useProjectForm } from '../queries';
import { Dot } from '../standing/Dot';
import { answerTitle, keyOf } from './answers';
import { byAnswer, rateChangeWords } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import { Thresholds } from './Thresholds';
import type { Rate, RateChange, Verdict } from './types';

const LOOKS = {
  pass: { icon: 'check', tone: 'good' },
  fail: { icon: 'alert', tone: 'bad' },
  undecided: { icon: 'clock', tone: 'warn' },
} as const satisfies Record<Verdict, unknown>;

/** How often each model's responses fail, against the most that is allowed. */
export function Rates(props: { project: Project; rates: readonly Rate[]; changes: readonly RateChange[] }) {
  const { project, rates, changes } = props;
  const { t } = useTranslation('standing');
  const [editing, setEditing] = useState(false);
  const manages = useMay('manage');
  const form = useProjectForm(project.id).data?.form;
  return (
    <Panel
      title={t('rates.title')}
      help={t('rates.help')}
      actions={
        manages &&
        form && (
          <Button kind="default" icon="settings" onClick={() => setEditing(true)}>
            {t('rates.set')}
          </Button>
        )
      }
    >
      {rates.length === 0 ? (
        <p className={parts.small}>{t(manages ? 'rates.noneYet' : 'rates.none')}</p>
      ) : (
        <RatesByAnswer rates={rates} changes={changes} form={form} project={project.id} />
      )}
      {editing && form && <Thresholds project={project} form={form} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

type Rated = { changes: readonly RateChange[]; form: Form | undefined; project: string };

/** The models by each answer: first by those of which so many are allowed. */
export function RatesByAnswer({ rates, ...rest }: Rated & { rates: readonly Rate[] }) {
  const { t } = useTranslation('standing');
  const groups = byAnswer(rates);
  const limited = groups.filter(([rate]) => rate?.threshold != null);
  const others = groups.filter(([rate]) => rate?.threshold == null);
  const group = (rows: Rate[]) => <Group key={rows[0] && keyOf(rows[0])} rows={rows} {...rest} />;
  return (
    <div className={css.question}>
      {limited.map(group)}
      {others.length > 0 && (
        <details className={css.how} open={limited.length === 0}>
          <summary>{t('rates.others')}</summary>
          <div className={css.question}>{others.map(group)}</div>
        </details>
      )}
    </div>
  );
}

/** The models by one answer that counts against them. */
function Group(props: Rated & { rows: readonly Rate[] }) {
  const { rows, form, project } = props;
  const { t } = useTranslation('standing');
  const address = useItemsAddress(project);
  const [first] = rows;
  if (!first) return null;
  const title = answerTitle(first.question, first.category, form);
  const changes = props.changes.filter((change) => keyOf(change) === keyOf(first));
  const most = Math.max(0.1, ...rows.flatMap(({ high, threshold }) => [high ?? 0, threshold ?? 0]));
  const axis = { from: 0, to: Math.min(1, Math.ceil(most * 20) / 20) };
  return (
    <section>
      <h3>{title}</h3>
      <p className={css.note}>
        {first.threshold === null
          ? t('rates.noThreshold')
          : t('rates.threshold', { most: percent(first.threshold, 1) })}
      </p>
      <div className={css.board}>
        <Table
          caption={title}
          rows={rows}
          rowKey={({ model }) => model}
          columns={[
            { title: t('board.model'), main: true, cell: ({ model }) => <ModelName model={model} /> },
            {
              title: t('rates.share'),
              cell: (rate) =>
                rate.share === null ? (
                  '–'
                ) : (
                  <span className={css.strength}>
                    <Dot
                      axis={axis}
                      value={rate.share}
                      low={rate.low}
                      high={rate.high}
                      marks={rate.threshold === null ? [] : [rate.threshold]}
                      tone={rate.verdict ? LOOKS[rate.verdict].tone : undefined}
                    />
                    <span>
                      <strong>{percent(rate.share, 1)}</strong>{' '}
                      {rate.low !== null &&
                        rate.high !== null &&
                        t('between', { low: number(rate.low * 100, 1), high: percent(rate.high, 1) })}
                    </span>
                  </span>
                ),
            },
            {
              title: t('rates.failing'),
              end: true,
              cell: ({ model, question, category, failing, n }) => {
                const figure = t('rates.ofAll', {
                  failing: number(failing, failing % 1 ? 1 : 0),
                  n: number(n),
                });
                return (
                  <ToItems
                    to={failing > 0 ? address(givenTo(model, question, category)) : null}
                    label={t('see.given', { figure, model, answer: title })}
                  >
                    {figure}
                  </ToItems>
                );
              },
            },
            { title: t('rates.verdict'), cell: ({ verdict }) => <Judged verdict={verdict} /> },
          ]}
        />
      </div>
      {changes.length > 0 && (
        <ul className={css.changes}>
          {changes.map((change) => (
            <li key={`${change.from_model} ${change.to_model}`}>{rateChangeWords(change, t)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Judged({ verdict }: { verdict: Verdict | null }) {
  const { t } = useTranslation('standing');
  if (!verdict) return <span className={css.note}>–</span>;
  const { icon, tone } = LOOKS[verdict];
  return (
    <span className={css.verdict} data-tone={tone} title={t(`verdictHelp.${verdict}`)}>
      <Icon name={icon} size={15} />
      {t(`verdict.${verdict}`)}
    </span>
  );
}
