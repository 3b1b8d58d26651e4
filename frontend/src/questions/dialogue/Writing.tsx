import { memo, type ReactNode, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { MarkdownText } from '../../text/MarkdownText';
import { Icon } from '../../ui/Icon';
import type { Gap } from '../kind';
import { countOf } from './count';
import css from './Dialogue.module.css';
import { blockOf, useDesk } from './desk';
import { PICTURE_TYPES, type Place } from './pictures';
import { useImages } from './useImages';

/** A prompt or a response while it is written: grows with its text, shows it as Markdown, takes pictures. */
export function Writing(props: {
  place: Place;
  name: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  takesImages: boolean;
  images: readonly string[];
  /** More buttons of the row below the text. */
  tools?: ReactNode;
  /** Stands in place of the text, as the view for marking does. */
  instead?: ReactNode;
}) {
  const { t } = useTranslation('label');
  const { place, name, text } = props;
  const { current, missing, id } = useDesk();
  const [preview, setPreview] = useState(false);
  const area = useGrowing(text);
  const images = useImages(place, props.takesImages, props.images.length);
  const block = blockOf(place);
  const fieldId = `${id}-${block.replace('/', '-')}`;
  const gap = missing.find((each) => each.turn === place.turn && each.response === place.response)?.gap;
  return (
    <div className={css.writing} data-over={images.over || undefined} {...images.handlers}>
      {props.instead ||
        (preview ? (
          <div
            className={css.preview}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
            tabIndex={0}
            role="group"
            aria-label={`${name}, ${t('dialogue.preview')}`}
          >
            <MarkdownText source={text} lines="kept" />
          </div>
        ) : (
          <textarea
            ref={area}
            id={fieldId}
            className={css.area}
            data-write={current === block || undefined}
            data-area
            dir="auto"
            rows={place.response ? 3 : 2}
            value={text}
            placeholder={props.placeholder}
            aria-label={name}
            aria-describedby={`${fieldId}-count`}
            aria-invalid={gap && inText(gap) ? true : undefined}
            onChange={(event) => props.onText(event.currentTarget.value)}
          />
        ))}
      {images.over && (
        <p className={css.dropHere}>{t(props.takesImages ? 'dialogue.dropHere' : 'dialogue.noImages')}</p>
      )}
      <div className={css.foot}>
        <Count id={`${fieldId}-count`} text={text} />
        {gap && inText(gap) && <GapWords gap={gap} />}
        <span className={css.spring} />
        {props.tools}
        {!props.instead && (
          <button
            type="button"
            className={css.quiet}
            aria-pressed={preview}
            onClick={() => setPreview(!preview)}
          >
            {t('dialogue.preview')}
          </button>
        )}
        {props.takesImages && <ImageButton name={name} onFiles={images.add} />}
      </div>
    </div>
  );
}

const inText = ({ reason }: Gap): boolean =>
  reason === 'prompt' || reason === 'response' || reason === 'long' || reason === 'unlabelled';

export function GapWords({ gap }: { gap: Gap }) {
  const { t } = useTranslation('label');
  const words =
    gap.reason === 'long' || gap.reason === 'short'
      ? t(`gap.${gap.reason}`, { count: gap.by })
      : t(`gap.${gap.reason}`);
  return (
    <span className={css.gapWords}>
      <Icon name="alert" size={14} />
      {words}
    </span>
  );
}

/** Counting takes a while in long texts: only where the text changes, and after it was drawn. */
const Count = memo(function Count({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation('label');
  const drawn = useDeferredValue(text);
  const { words, characters } = useMemo(() => countOf(drawn), [drawn]);
  return (
    <span id={id} className={css.count}>
      {characters > 0 &&
        `${t('dialogue.words', { count: words })} · ${t('dialogue.characters', { count: characters })}`}
    </span>
  );
});

function ImageButton({ name, onFiles }: { name: string; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('label');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={css.quiet}
        aria-label={t('dialogue.addImageTo', { block: name })}
        onClick={() => input.current?.click()}
      >
        <Icon name="image" size={15} />
        {t('dialogue.addImage')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={PICTURE_TYPES.join()}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

const GROWS = globalThis.CSS?.supports?.('field-sizing', 'content') ?? false;
/** Browsers that cannot size a field by its content get its height from here. */
function useGrowing(text: string) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what it grows with
  useLayoutEffect(() => {
    const element = area.current;
    if (GROWS || !element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
  return area;
}
