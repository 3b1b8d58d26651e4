import type { components } from '../../api/schema';
import { i18n } from '../../i18n';

/** Why there is no figure, or why it tells nobody from anybody: a code with its numbers. */
export type Reason = components['schemas']['ReasonShape'];

/** The same in the reader's language. Reports made before reasons had codes have a sentence in English. */
export function reasonText(reason: Reason | string | null | undefined): string {
  if (!reason || typeof reason === 'string') return reason ?? '';
  return i18n.getFixedT('manage')(`reason.${reason.code}`, { n: reason.n, needed: reason.needed });
}
