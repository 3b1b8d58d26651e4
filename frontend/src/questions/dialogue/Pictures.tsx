import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n';
import { Icon } from '../../ui/Icon';
import css from './Dialogue.module.css';
import { useDesk } from './desk';
import {
  fetchPicture,
  forgetPicture,
  type Place,
  pictureOf,
  retryPicture,
  type Sending,
  sending,
} from './pictures';

/** The pictures of a prompt or response. With a place they can be removed, and those on their way stand behind them. */
export function Pictures({
  images,
  name,
  place,
}: {
  images: readonly string[];
  name: string;
  place?: Place;
}) {
  const { question } = useDesk();
  const all = useSyncExternalStore(sending.subscribe, sending.get);
  const onTheirWay = place
    ? all.filter(
        (each) =>
          each.question === question &&
          each.place.turn === place.turn &&
          each.place.response === place.response,
      )
    : [];
  if (images.length === 0 && onTheirWay.length === 0) return null;
  return (
    <ul className={css.pictures}>
      {images.map((asset, at) => (
        <Arrived key={asset} asset={asset} at={at} name={name} all={images} place={place} />
      ))}
      {onTheirWay.map((each) => (
        <OnItsWay key={each.id} entry={each} />
      ))}
    </ul>
  );
}

function Arrived(props: {
  asset: string;
  at: number;
  name: string;
  all: readonly string[];
  place: Place | undefined;
}) {
  const { t } = useTranslation('label');
  const { composer, offer, onZoom, sender } = useDesk();
  const { asset, place } = props;
  const picture = usePicture(asset, sender?.organisation);
  const of = { number: props.at + 1, block: props.name };
  const remove = (from: Place) => {
    composer.changeImages(from, (images) => images.filter((each) => each !== asset));
    offer(t('dialogue.gone.image'), () =>
      composer.changeImages(from, (images) =>
        images.includes(asset) ? images : images.toSpliced(props.at, 0, asset),
      ),
    );
  };
  return (
    <li className={css.thumb}>
      {picture ? (
        <button
          type="button"
          className={css.look}
          title={t('image.zoom')}
          onClick={() => onZoom(props.all, asset)}
        >
          <img src={picture.url} alt={t('dialogue.image', of)} draggable={false} />
        </button>
      ) : (
        <span className={css.noPicture}>{t('image.missing')}</span>
      )}
      {place && (
        <button
          type="button"
          className={css.thumbClose}
          aria-label={t('dialogue.removeImage', of)}
          onClick={() => remove(place)}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </li>
  );
}

/** A picture that came neither with the item nor from this machine is asked for. */
function usePicture(asset: string, organisation: string | undefined) {
  const { item } = useDesk();
  const [, seen] = useState(0);
  const picture = pictureOf(asset, item.assets);
  useEffect(() => {
    if (picture || !organisation) return;
    void fetchPicture(organisation, asset).then(() => seen((count) => count + 1));
  }, [asset, organisation, picture]);
  return picture;
}

/** Shown at once, dimmed until the server has taken it. */
function OnItsWay({ entry }: { entry: Sending }) {
  const { t } = useTranslation('label');
  const { id, file, url, progress } = entry;
  const { phase, problem } = progress;
  const stopped = phase === 'failed' || phase === 'refused';
  const words =
    phase === 'refused'
      ? t('dialogue.refusedImage', { reason: progress.asset?.reason ?? '' })
      : phase === 'failed'
        ? problem?.offline
          ? t('dialogue.waitingImage')
          : `${t('dialogue.failedImage')}: ${problem?.message ?? ''}`
        : t(phase === 'verifying' ? 'dialogue.checkingImage' : 'dialogue.sendingImage');
  return (
    <li className={css.thumb} data-sending data-stopped={stopped || undefined}>
      <img src={url} alt={file.name} draggable={false} />
      <span className={css.sendingWords} role="status">
        {words}
      </span>
      {!stopped && (
        <progress className={css.meter} max={file.size || 1} value={progress.sent} aria-label={file.name} />
      )}
      {phase === 'failed' && (
        <button type="button" className={css.quiet} onClick={() => retryPicture(id)}>
          {t('dialogue.tryAgain')}
        </button>
      )}
      <button
        type="button"
        className={css.thumbClose}
        aria-label={t('dialogue.removeImage', { number: '', block: file.name })}
        onClick={() => forgetPicture(id)}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}
