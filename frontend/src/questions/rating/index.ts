import type { RatingQuestion, RatingValue } from '../../api/types';
import type { Kind } from '../kind';
import { Field } from './Field';
import { meets, press, summary } from './rules';

export const rating: Kind<RatingQuestion, RatingValue> = {
  isEmpty: (value) => value.rating === undefined || value.rating === null,
  gap: () => null,
  meets,
  canonical: (_question, value) => ({ rating: value.rating }),
  press,
  summary,
  Field,
};
