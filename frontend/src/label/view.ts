import { Signal } from '../queue/signal';

/** How the annotator likes to look at items; kept in this browser. */
export type View = { layout: 'auto' | 'stacked'; raw: boolean };
const STORED = 'concord-label-layout';

export const view = new Signal<View>({
  layout:
    typeof localStorage !== 'undefined' && localStorage.getItem(STORED) === 'stacked' ? 'stacked' : 'auto',
  raw: false,
});

export function toggleLayout(): void {
  const layout = view.get().layout === 'auto' ? 'stacked' : 'auto';
  localStorage.setItem(STORED, layout);
  view.set({ ...view.get(), layout });
}
export const toggleRaw = (): void => view.set({ ...view.get(), raw: !view.get().raw });
