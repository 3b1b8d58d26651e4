import { Signal } from '../queue/signal';
import { type Preferences, preferences } from '../ui/preferences';

/**
 * How the annotator looks at items. `layout` is kept with the person: responses as they fit, one under the other, or
 * one at a time. The rest lasts as long as the page.
 */
export type View = {
  layout: Preferences['layout'];
  raw: boolean;
  /** Whether the column with what is judged is folded away. */
  folded: boolean;
  /** Whether responses side by side scroll together, in frames of equal height. */
  together: boolean;
};
const LAYOUTS: readonly View['layout'][] = ['auto', 'stacked', 'focus'];
const chosen = (): View['layout'] => preferences.get().layout ?? 'auto';

export const view = new Signal<View>({ layout: chosen(), raw: false, folded: false, together: false });
preferences.subscribe(() => {
  if (view.get().layout !== chosen()) view.set({ ...view.get(), layout: chosen() });
});

/** The next layout in turn, and its name for those who are told. */
export function turnLayout(): View['layout'] {
  const next = LAYOUTS[(LAYOUTS.indexOf(view.get().layout) + 1) % LAYOUTS.length] ?? 'auto';
  preferences.set({ layout: next });
  return next;
}
const toggle = (name: 'raw' | 'folded' | 'together') => (): void =>
  view.set({ ...view.get(), [name]: !view.get()[name] });
export const toggleRaw: () => void = toggle('raw');
export const toggleFolded: () => void = toggle('folded');
export const toggleTogether: () => void = toggle('together');
