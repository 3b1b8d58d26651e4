import { useQueries } from '@tanstack/react-query';
import {
  Component,
  type ReactNode,
  type RefObject,
  useDeferredValue,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { Asset, Content, Form } from '../../api';
import { api, ask } from '../../api';
import { picturesOf } from '../../compare/rows';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Preview } from '../../label/Preview';
import { useSlug } from '../queries';
import type { Example } from './example';
import css from './form.module.css';
import placeholder from './placeholder.svg';
import { Tool } from './Tool';

/** The labeling screen over the form as it stands, a moment after the last key was pressed. */
export function FormPreview({
  form,
  example,
  at,
}: {
  form: Form;
  example: Example;
  /** The name of the question that is being edited: it is brought into sight. */
  at?: string | undefined;
}) {
  const { t } = useTranslation('manage');
  const settled = useSettled(JSON.stringify(form), 350);
  const shown = useDeferredValue(settled);
  const ready = (JSON.parse(shown) as Form).questions.length > 0;
  const { content } = example;
  const assets = usePictures(content);
  const place = useRef<HTMLDivElement>(null);
  useFollow(place, at, shown);
  return (
    <div ref={place} className={css.preview}>
      <div className={css.previewHead}>
        <h3>{t('form.preview')}</h3>
        <Through example={example} />
      </div>
      {ready ? (
        <Careful
          key={`${shown} ${JSON.stringify(content)}`}
          fallback={<p className={css.none}>{t('form.noPreview')}</p>}
        >
          <Preview form={JSON.parse(shown)} content={content} assets={assets} />
        </Careful>
      ) : (
        <p className={css.none}>{t('form.noneToPreview')}</p>
      )}
    </div>
  );
}

/**
 * Scrolls the labeling screen, and nothing around it, to a question. The screen is drawn a moment after the form has
 * changed, so it is looked for until it is there.
 */
function useFollow(place: RefObject<HTMLElement | null>, at: string | undefined, shown: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another form is another screen
  useEffect(() => {
    if (!at || !place.current) return;
    const find = (): boolean => {
      const question = place.current?.querySelector(`[data-question="${CSS.escape(at)}"]`);
      const scroller = question && scrollerOf(question, place.current);
      if (question && scroller)
        scroller.scrollTop +=
          question.getBoundingClientRect().top -
          scroller.getBoundingClientRect().top -
          scroller.clientHeight / 4;
      return Boolean(question);
    };
    if (find()) return;
    const changes = new MutationObserver(() => find() && changes.disconnect());
    changes.observe(place.current, { childList: true, subtree: true });
    return () => changes.disconnect();
  }, [place, at, shown]);
}

/** What scrolls around an element, up to a limit. */
function scrollerOf(element: Element, limit: Element | null): Element | null {
  for (let each = element.parentElement; each && each !== limit; each = each.parentElement)
    if (each.scrollHeight > each.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(each).overflowY))
      return each;
  return null;
}

/** Which item is shown, and the way through the others. */
function Through({ example }: { example: Example }) {
  const { t } = useTranslation('manage');
  const { position, previous, next } = example;
  if (position === null) return <span className={css.hint}>{t('form.exampleContent')}</span>;
  return (
    <span className={css.through}>
      <Tool icon="arrowLeft" label={t('form.previousItem')} off={!previous} onClick={() => previous?.()} />
      <span role="status">{t('items.one', { position: number(position) })}</span>
      <Tool icon="arrowRight" label={t('form.nextItem')} off={!next} onClick={() => next?.()} />
    </span>
  );
}

/** A half-typed form may be more than the screen can draw; the editor must live on. */
export class Careful extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

function useSettled(value: string, delay: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}

/** For the examples of templates, which name an asset that exists nowhere. */
const PLACEHOLDER = { url: placeholder, width: 640, height: 440, media_type: 'image/svg+xml' };

/** The pictures that a content names, by the names it uses. */
export function usePictures(content: Content) {
  const organisation = useSlug();
  const ids = picturesOf(content);
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: [organisation, 'asset', id],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<Asset> =>
        ask(
          api.GET('/api/v1/{organisation}/assets/{asset_id}', {
            params: { path: { organisation, asset_id: id } },
            signal,
          }),
        ),
      enabled: !id.startsWith('00000000-'),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return Object.fromEntries(ids.map((id, index) => [id, pictureOf(found[index]?.data)]));
}

const pictureOf = (asset: Asset | undefined) =>
  asset?.url && asset.width && asset.height
    ? { url: asset.url, width: asset.width, height: asset.height, media_type: asset.media_type }
    : PLACEHOLDER;
