import type { Root } from 'hast';
import { type CSSProperties, memo, type ReactNode } from 'react';
import type { Content, Form } from '../api/types';
import { useTranslation } from '../i18n';
import { MarkdownText } from '../text/MarkdownText';
import { Tree } from '../text/Tree';
import { Icon } from '../ui/Icon';
import type { Picture, Ready } from './ready';
import css from './Source.module.css';
import { useSurface } from './surface';

export type Show = Pick<Ready, 'trees' | 'pictures'> & {
  raw: boolean;
  onZoom: (handle: string) => void;
  /** Whether texts say on the page which they are, so that something can be said about a part of them. */
  named?: boolean;
};

/** A text of the item: parsed ahead, or as it was typed when raw text is asked for. */
export function Words({ show, place, source }: { show: Show; place: string; source: string }) {
  const tree: Root | undefined = show.trees.get(place);
  const surface = useSurface('Text', place);
  if (surface) {
    const { Part, ...rest } = surface;
    return <Part {...rest} source={source} tree={tree} raw={show.raw} />;
  }
  if (show.raw)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      <pre className={css.raw} dir="auto" tabIndex={0}>
        {source}
      </pre>
    );
  if (show.named && tree)
    return (
      <div data-text={place}>
        <Tree tree={tree} />
      </div>
    );
  return tree ? <Tree tree={tree} /> : source ? <MarkdownText source={source} lines="kept" /> : null;
}

/** `on` is what a question about these pictures is answered on. */
export function Pictures({
  show,
  handles,
  on = '',
}: {
  show: Show;
  handles: readonly string[] | undefined;
  on?: string;
}) {
  const { t } = useTranslation('label');
  const surface = useSurface('Pictures', on);
  if (!handles?.length) return null;
  if (surface) {
    const { Part, ...rest } = surface;
    const pictures = handles.map((handle) => show.pictures.get(handle));
    return <Part {...rest} pictures={pictures} onZoom={(at) => show.onZoom(handles[at] ?? '')} />;
  }
  return (
    <div className={css.pictures}>
      {handles.map((handle, at) => (
        <PictureButton
          key={handle}
          picture={show.pictures.get(handle)}
          name={t('image.name', { number: at + 1 })}
          onZoom={() => show.onZoom(handle)}
        />
      ))}
    </div>
  );
}

function PictureButton({
  picture,
  name,
  onZoom,
}: {
  picture: Picture | undefined;
  name: string;
  onZoom: () => void;
}) {
  const { t } = useTranslation('label');
  if (!picture) return <p className={css.missing}>{t('image.missing')}</p>;
  return (
    <button
      type="button"
      className={css.picture}
      style={{ '--width': picture.width, '--ratio': picture.width / picture.height } as CSSProperties}
      onClick={onZoom}
      title={t('image.zoom')}
    >
      <img src={picture.url} width={picture.width} height={picture.height} alt={name} draggable={false} />
      <span className={css.zoom}>
        <Icon name="zoomIn" size={16} />
        <kbd>Z</kbd>
      </span>
    </button>
  );
}

/** On a phone documents start closed, or the responses would be pages away. */
const ROOMY = globalThis.matchMedia?.('(min-width: 48rem)').matches ?? true;

/** What the item shows apart from its responses, in the order the form names. */
export const Source = memo(function Source({
  form,
  content,
  show,
}: {
  form: Form;
  content: Content;
  show: Show;
}) {
  const { t } = useTranslation('label');
  const parts: Record<Exclude<Form['shows'][number], 'responses'>, () => ReactNode> = {
    prompt: () =>
      content.prompt && (
        <Part title={t('content.prompt')} strong>
          <Words show={show} place="prompt" source={content.prompt.text ?? ''} />
          <Pictures show={show} handles={content.prompt.images} on={content.image ? '' : 'item'} />
        </Part>
      ),
    text: () =>
      content.text && (
        <Part title={t('content.text')}>
          <Words show={show} place="text" source={content.text} />
        </Part>
      ),
    image: () =>
      content.image && (
        <Part>
          <Pictures show={show} handles={[content.image]} on="item" />
        </Part>
      ),
    messages: () =>
      content.messages?.length ? (
        <Part title={t('content.messages')}>
          <ol className={css.messages}>
            {content.messages.map((message) => (
              <li key={message.id} className={css.message} data-role={message.role}>
                <span className={css.role}>{t(`content.role.${message.role}`)}</span>
                <Words show={show} place={`messages.${message.id}`} source={message.text ?? ''} />
                <Pictures show={show} handles={message.images} />
              </li>
            ))}
          </ol>
        </Part>
      ) : null,
    context: () =>
      content.context?.length ? (
        <Part title={t('content.context', { count: content.context.length })}>
          {content.context.map((document, at) => (
            <details key={document.id} className={css.document} open={ROOMY}>
              <summary>{document.title || t('content.document', { number: at + 1 })}</summary>
              <Words show={show} place={`context.${document.id}`} source={document.text} />
            </details>
          ))}
        </Part>
      ) : null,
  };
  return form.shows.map((key) => (key === 'responses' ? null : <div key={key}>{parts[key]()}</div>));
});

function Part({ title, strong, children }: { title?: string; strong?: boolean; children: ReactNode }) {
  return (
    <section className={css.part} data-strong={strong || undefined}>
      {title && <h2 className={css.title}>{title}</h2>}
      {children}
    </section>
  );
}
