import type { CSSProperties } from 'react';
import type { AssetView, DialogueQuestion, DialogueValue, WrittenResponse, WrittenTurn } from '../api/types';
import { useTranslation } from '../i18n';
import { MarkdownText } from '../text/MarkdownText';
import { type Annotator, lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { labelTitles } from './marked';
import { Who } from './Who';

/** Dialogues turn by turn: what each person asked and the responses they wrote or ranked, best first. */
export default function Turns({
  row,
  annotators,
  question,
  action,
}: CompareProps & { question: DialogueQuestion }) {
  const { t } = useTranslation('review');
  const dialogues = row.values.map((value) => (value as DialogueValue | undefined)?.turns ?? []);
  const most = Math.max(0, ...dialogues.map(({ length }) => length));
  const columns = { '--columns': annotators.length } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
    <div className={css.scroll} tabIndex={0} role="group" aria-label={row.title} data-scrolls="">
      <div className={css.turns} style={columns}>
        {annotators.map((annotator) => (
          <div key={annotator.id} className={css.turnHead} data-judged={annotator.judged || undefined}>
            <Who annotator={annotator}>
              {row.values[annotators.indexOf(annotator)] ? (
                action?.(annotator)
              ) : (
                <span className={css.nothing}>{t('compare.nothing')}</span>
              )}
            </Who>
          </div>
        ))}
        {Array.from({ length: most }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a turn is its place
          <section key={at} className={css.turn} aria-label={t('compare.turn', { number: at + 1 })}>
            <h4>{t('compare.turn', { number: at + 1 })}</h4>
            {dialogues.map((turns, person) => (
              <Turn
                key={annotators[person]?.id}
                turn={turns[at]}
                last={at === turns.length - 1}
                annotator={annotators[person] as Annotator}
                question={question}
              />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

function Turn(props: {
  turn: WrittenTurn | undefined;
  last: boolean;
  annotator: Annotator;
  question: DialogueQuestion;
}) {
  const { turn, annotator } = props;
  if (!turn) return <div className={css.cell} data-empty />;
  return (
    <div className={css.cell} data-person={lookOf(annotator.number)}>
      {(turn.prompt.text || turn.prompt.images.length > 0) && (
        <div className={css.prompt}>
          <MarkdownText source={turn.prompt.text} lines="kept" />
          <Images ids={turn.prompt.images} assets={annotator.assets} />
        </div>
      )}
      {ranked(turn).map(({ response, rank }) => (
        <Response
          key={response.id}
          {...props}
          response={response}
          rank={rank}
          goesOn={!props.last && turn.continues_with === response.id}
        />
      ))}
    </div>
  );
}

function ranked({ responses, ranks }: WrittenTurn): { response: WrittenResponse; rank: number }[] {
  const rankOf = (id: string) => ranks.findIndex((rank) => rank.includes(id)) + 1;
  return responses
    .map((response) => ({ response, rank: rankOf(response.id) }))
    .sort((one, other) => (one.rank || responses.length + 1) - (other.rank || responses.length + 1));
}

function Response(props: {
  response: WrittenResponse;
  rank: number;
  goesOn: boolean;
  annotator: Annotator;
  question: DialogueQuestion;
}) {
  const { t } = useTranslation('review');
  const { response, question } = props;
  const ratings = question.ratings.flatMap(({ name, title, options }) => {
    const value = response.ratings?.[name];
    const point = options.find((each) => each.value === value);
    return value === undefined ? [] : [`${title}: ${[value, point?.title].filter(Boolean).join(' · ')}`];
  });
  const facts = [
    ...((response.tags ?? []).length > 0 ? [labelTitles(question.tags, response.tags)] : []),
    ...ratings,
    ...((response.spans ?? []).length > 0 ? [t('compare.spans', { count: response.spans.length })] : []),
    ...(props.goesOn ? [t('compare.goesOn')] : []),
  ];
  return (
    <div className={css.response}>
      <span className={css.rank} title={t('compare.rankOf', { rank: props.rank })}>
        {props.rank || '–'}
      </span>
      <div>
        <MarkdownText source={response.text} lines="kept" />
        <Images ids={response.images ?? []} assets={props.annotator.assets} />
        {facts.length > 0 && <p className={css.small}>{facts.join(' · ')}</p>}
      </div>
    </div>
  );
}

function Images(props: { ids: readonly string[]; assets: Readonly<Record<string, AssetView>> | undefined }) {
  const { t } = useTranslation('review');
  if (props.ids.length === 0) return null;
  return (
    <div className={css.thumbs}>
      {props.ids.map((id) => {
        const asset = props.assets?.[id];
        return asset ? (
          <a key={id} href={asset.url} target="_blank" rel="noreferrer">
            <img src={asset.url} width={asset.width} height={asset.height} alt={t('compare.picture')} />
          </a>
        ) : (
          <span key={id} className={css.nothing}>
            {t('compare.noPicture')}
          </span>
        );
      })}
    </div>
  );
}
