import type { RankingQuestion, RankingValue } from '../../api/types';
import type { Kind } from '../kind';
import { Field } from './Field';
import { canonical, gap, isEmpty, press, settle, summary } from './rules';

export const ranking: Kind<RankingQuestion, RankingValue> = {
  isEmpty,
  gap,
  meets: () => false,
  canonical,
  settle,
  press,
  summary: (_question, value, target) => summary(value, target),
  Field,
};
