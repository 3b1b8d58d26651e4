import type { RankingQuestion, RankingValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { RankBoard } from '../../rank/RankBoard';
import type { FieldProps } from '../kind';
import TypedDigits from '../TypedDigits';
import { useTyped } from '../typed';
import { rankKeys } from './rules';

export function Field({
  question,
  value,
  onChange,
  target: { responses },
  response,
  onResponse,
  active,
  live,
  item,
}: FieldProps<RankingQuestion, RankingValue>) {
  const { t } = useTranslation('label');
  const digits = useTyped(item, question, response ?? '', rankKeys(responses), active && live);
  return (
    <>
      <RankBoard
        title={question.title}
        responses={responses}
        ranks={value?.ranks ?? []}
        ties={question.ties}
        current={active ? response : null}
        hint={t(question.ties ? 'ranking.hintTies' : 'ranking.hint', { last: responses.length })}
        onPick={onResponse}
        onChange={(ranks) => onChange(ranks.length > 0 ? { ranks } : undefined)}
      />
      {digits && <TypedDigits digits={digits} />}
    </>
  );
}
