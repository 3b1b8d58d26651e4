import type { RankingQuestion, RankingValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { RankBoard } from '../../rank/RankBoard';
import type { FieldProps } from '../kind';

export function Field({
  question,
  value,
  onChange,
  target: { responses },
  response,
  onResponse,
  active,
}: FieldProps<RankingQuestion, RankingValue>) {
  const { t } = useTranslation('label');
  return (
    <RankBoard
      title={question.title}
      responses={responses}
      ranks={value?.ranks ?? []}
      ties={question.ties}
      current={active ? response : null}
      hint={t(question.ties ? 'ranking.hintTies' : 'ranking.hint', { last: Math.min(9, responses.length) })}
      onPick={onResponse}
      onChange={(ranks) => onChange(ranks.length > 0 ? { ranks } : undefined)}
    />
  );
}
