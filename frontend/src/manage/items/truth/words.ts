import type { Form, Item } from '../../../api';
import { percent } from '../../../i18n/format';
import type { Resolution } from '../timeline/types';
import type { Words } from '../words';

const NEARLY = 0.9995;

/** A probability in percent; what is not quite sure is never written as sure. */
export function chance(share: number): string {
  if (share < 1 && share >= NEARLY) return `> ${percent(0.999, 1)}`;
  if (share > 0 && share < 1 - NEARLY) return `< ${percent(0.001, 1)}`;
  return percent(share, 1);
}

/** What an item waits for. */
export function waitsWords({ state, overlap, submitted }: Item, t: Words): string {
  if (state === 'open') return t('truth.waits.open', { count: Math.max(1, overlap - submitted) });
  return t(`truth.waits.${state}`);
}

/** Why an item's final answer is what it is, or why it has none. */
export function finalWords(resolution: Resolution | undefined, item: Item, form: Form, t: Words): string {
  if (!resolution) return t(item.state === 'done' ? 'truth.final.undecided' : 'truth.final.none');
  const { certainty, left_out } = resolution;
  const titles = left_out.map(
    ({ question }) => form.questions.find(({ name }) => name === question)?.title ?? question,
  );
  return [
    t(`truth.final.${reasonOf(resolution)}`, {
      name: resolution.member?.name ?? '',
      share: certainty === null ? '' : chance(certainty),
    }),
    titles.length > 0 ? t('truth.final.leftOut', { titles: [...new Set(titles)].join(', ') }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What was put together was decided by a probability where it has one, else by majorities. */
function reasonOf({ kind, certainty }: Resolution): 'agreed' | 'adjudicated' | 'majority' | 'posterior' {
  if (kind !== 'aggregated') return kind;
  return certainty === null ? 'majority' : 'posterior';
}
