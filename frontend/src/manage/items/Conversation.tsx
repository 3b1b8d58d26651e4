import type { AssetView, DialogueQuestion, DialogueValue, WrittenResponse, WrittenTurn } from '../../api';
import { labelTitles } from '../../compare/marked';
import { useTranslation } from '../../i18n';
import { Rich } from '../parts/Rich';
import own from './answers.module.css';
import { Marked } from './Marked';

type Assets = { readonly [id: string]: AssetView };

/** A dialogue that somebody wrote: the prompts, and under each its responses, best first. */
export function Conversation(props: { question: DialogueQuestion; value: DialogueValue; assets: Assets }) {
  const { t } = useTranslation('manage');
  return (
    <ol className={own.turns}>
      {props.value.turns.map((turn, at) => (
        <li key={turn.id} aria-label={t('answers.turn', { number: at + 1 })}>
          <div className={own.prompt}>
            <Rich source={turn.prompt.text} />
            <Images ids={turn.prompt.images} assets={props.assets} />
          </div>
          {ranked(turn).map(({ response, rank, tied }) => (
            <Response
              key={response.id}
              question={props.question}
              response={response}
              rank={rank}
              tied={tied}
              goesOn={turn.continues_with === response.id && at < props.value.turns.length - 1}
              assets={props.assets}
            />
          ))}
        </li>
      ))}
    </ol>
  );
}

/** Best first; a draft may have left some unranked, which stand last. */
function ranked({ responses, ranks }: WrittenTurn) {
  const rows = ranks.flatMap((ids, at) =>
    responses
      .filter(({ id }) => ids.includes(id))
      .map((response) => ({ response, rank: at + 1, tied: ids.length > 1 })),
  );
  const rest = responses.filter(({ id }) => !ranks.flat().includes(id));
  return [...rows, ...rest.map((response) => ({ response, rank: 0, tied: false }))];
}

function Response(props: {
  question: DialogueQuestion;
  response: WrittenResponse;
  rank: number;
  tied: boolean;
  goesOn: boolean;
  assets: Assets;
}) {
  const { t } = useTranslation('manage');
  const { question, response, rank } = props;
  const ratings = question.ratings.flatMap(({ name, title, options }) => {
    const value = response.ratings[name];
    if (value === undefined) return [];
    const point = options.find((each) => each.value === value);
    return [`${title}: ${[value, point?.title].filter(Boolean).join(' · ')}`];
  });
  const facts = [
    ...(props.tied ? [t('answers.tied')] : []),
    ...(response.tags.length > 0 ? [labelTitles(question.tags, response.tags)] : []),
    ...ratings,
    ...(props.goesOn ? [t('answers.goesOn')] : []),
  ];
  return (
    <div className={own.response} data-best={rank === 1 || undefined}>
      <span className={own.rank} title={t('answers.rank', { rank })}>
        {rank || '–'}
      </span>
      <div>
        {response.spans.length > 0 ? (
          <Marked text={response.text} spans={response.spans} options={question.labels} />
        ) : (
          <Rich source={response.text} />
        )}
        <Images ids={response.images} assets={props.assets} />
        {facts.length > 0 && <p className={own.facts}>{facts.join(' · ')}</p>}
      </div>
    </div>
  );
}

function Images({ ids, assets }: { ids: readonly string[]; assets: Assets }) {
  const { t } = useTranslation('manage');
  if (ids.length === 0) return null;
  return (
    <div className={own.thumbs}>
      {ids.map((id) => {
        const asset = assets[id];
        if (!asset?.url) return <span key={id}>{t('content.noImage')}</span>;
        return (
          <a key={id} href={asset.url} target="_blank" rel="noreferrer">
            <img src={asset.url} width={asset.width} height={asset.height} alt={t('content.image')} />
          </a>
        );
      })}
    </div>
  );
}
