import '../../standing/words';
import type { Form } from '../../../api';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { Panel } from '../../../ui';
import { answerTitle } from '../../models/answers';
import { byAnswer } from '../../models/judge';
import { Leaderboard } from '../../models/Leaderboard';
import { ModelName } from '../../models/ModelName';
import { OverTime } from '../../models/OverTime';
import { Scores } from '../../models/Scores';
import { Sentences } from '../../models/Sentences';
import type { Rate } from '../../models/types';
import { Wins } from '../../models/Wins';
import { State } from '../../parts/State';
import { Table } from '../../parts/Table';
import { Dot } from '../../standing/Dot';
import type { Models, Question } from '../types';
import css from './report.module.css';

const STATES = { pass: 'done', fail: 'failed', undecided: 'paused' } as const;

/** What people's answers say of the models that wrote the responses. */
export function ModelsPart({ models, questions }: { models: Models; questions: readonly Question[] }) {
  const { t } = useTranslation('quality');
  const form = formOf(questions);
  const titleOf = (name: string): string => answerTitle(name, null, form);
  return (
    <>
      <h2 className={css.part} id="models">
        {t('part.models')}
      </h2>
      {models.questions.map((question) => (
        <Panel
          key={question.question}
          title={titleOf(question.question)}
          help={tiesWords(question.ties, question.wins, t)}
        >
          <div className={css.stack}>
            <Leaderboard rows={question.leaderboard} title={titleOf(question.question)} />
            <Sentences question={question} />
            <OverTime question={question} title={titleOf(question.question)} by="week" />
            <Wins question={question} title={titleOf(question.question)} />
          </div>
        </Panel>
      ))}
      {byAnswer(models.rates).map((rates) => (
        <Failing key={`${rates[0]?.question} ${rates[0]?.category}`} rates={rates} form={form} />
      ))}
      <Scores scores={models.scores} form={form} />
    </>
  );
}

/** What the report knows of the form as it was: names, titles and options. */
const formOf = (questions: readonly Question[]): Form =>
  ({
    version: 0,
    shows: [],
    questions: questions.map(({ question, kind, title, options }) => ({
      name: question,
      kind,
      title,
      options,
    })),
  }) as unknown as Form;

type Table2 = readonly (readonly number[])[];
const sumOf = (table: Table2): number => table.flat().reduce((sum, count) => sum + count, 0);

/** How many of all comparisons nobody won; a tie stands in both halves of its table. */
function tiesWords(ties: Table2, wins: Table2, t: ReturnType<typeof useTranslation<'quality'>>['t']): string {
  const [tied, won] = [sumOf(ties) / 2, sumOf(wins)];
  if (tied + won === 0) return '';
  return t('models.ties', { share: percent(tied / (tied + won), 1), n: number(tied + won) });
}

/** How often each model's responses were given an answer that counts against them. */
function Failing({ rates, form }: { rates: readonly Rate[]; form: Form }) {
  const { t } = useTranslation('quality');
  const words = useTranslation('standing').t;
  const [first] = rates;
  if (!first) return null;
  const title = answerTitle(first.question, first.category, form);
  const most = Math.max(0.1, ...rates.flatMap(({ high, threshold }) => [high ?? 0, threshold ?? 0]));
  return (
    <Panel title={title} help={t('models.rateHelp')} flush>
      <Table
        caption={title}
        rows={rates}
        rowKey={({ model }) => model}
        columns={[
          { title: t('models.model'), main: true, cell: ({ model }) => <ModelName model={model} /> },
          {
            title: t('models.share'),
            cell: ({ share, low, high, threshold }) =>
              share === null ? (
                '–'
              ) : (
                <span className={css.rate}>
                  <Dot
                    axis={{ from: 0, to: most }}
                    value={share}
                    low={low}
                    high={high}
                    marks={threshold === null ? [] : [threshold]}
                  />
                  <span>
                    {percent(share, 1)}
                    {low !== null && high !== null && (
                      <small>
                        {' '}
                        {words('between', { low: number(low * 100, 1), high: percent(high, 1) })}
                      </small>
                    )}
                  </span>
                </span>
              ),
          },
          {
            title: t('models.failing'),
            end: true,
            cell: ({ failing, n }) => t('figures.of', { some: number(failing), all: number(n) }),
          },
          {
            title: t('models.threshold'),
            end: true,
            cell: ({ threshold }) => (threshold === null ? '–' : percent(threshold, 1)),
          },
          {
            title: t('models.verdict'),
            cell: ({ verdict, threshold }) =>
              verdict && threshold !== null ? (
                <State state={STATES[verdict]} title={words(`verdict.${verdict}`)} />
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Panel>
  );
}
