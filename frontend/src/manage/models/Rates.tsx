import { useState } from 'react';
import type { Form, Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Button, Icon, Panel } from '../../ui';
import parts from '../parts/parts.module.css';
import { Table } from '../parts/Table';
import { useProjectForm } from '../queries';
import { Dot } from '../standing/Dot';
import { byAnswer } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import { Thresholds } from './Thresholds';
import type { Rate, Verdict } from './types';

const LOOKS = {
  pass: { icon: 'check', tone: 'good' },
  fail: { icon: 'alert', tone: 'bad' },
  undecided: { icon: 'clock', tone: 'warn' },
} as const satisfies Record<Verdict, unknown>;

/** How often each model's responses fail, against the most that is allowed. */
export function Rates({ project, rates }: { project: Project; rates: readonly Rate[] }) {
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
        <div className={css.question}>
          {byAnswer(rates).map((rows) => (
            <Group key={`${rows[0]?.question} ${rows[0]?.category}`} rows={rows} form={form} />
          ))}
        </div>
      )}
      {editing && form && <Thresholds project={project} form={form} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

/** The models by one answer that counts against them. */
function Group({ rows, form }: { rows: readonly Rate[]; form: Form | undefined }) {
  const { t } = useTranslation('standing');
  const [first] = rows;
  if (!first) return null;
  const title = answerTitle(first, form);
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
              cell: ({ failing, n }) => t('rates.ofAll', { failing: number(failing), n: number(n) }),
            },
            { title: t('rates.verdict'), cell: ({ verdict }) => <Judged verdict={verdict} /> },
          ]}
        />
      </div>
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

/** "Is it safe? – No" */
function answerTitle(
  { question, category }: Pick<Rate, 'question' | 'category'>,
  form: Form | undefined,
): string {
  const asked = form?.questions.find(({ name }) => name === question);
  const option =
    asked && 'options' in asked ? asked.options.find(({ value }) => value === category) : undefined;
  return `${asked?.title ?? question} – ${option?.title ?? category}`;
}
