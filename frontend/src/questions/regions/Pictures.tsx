import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { Canvas } from '../../image/Canvas';
import { Camera } from '../../image/camera';
import { type Desk, imageOf } from '../../image/desk';
import type { Mark } from '../../image/Marks';
import { useMode } from '../../keys/useCommands';
import type { Item } from '../../label/item';
import { keyOf, responseOf } from '../form';
import type { PictureSurfaceProps } from '../kind';
import { deskOf } from './drawing';
import { useGhosts, useProposed } from './ghosts';
import { closeBefore, handlersOf, placeCorner, pressLabel } from './keys';
import css from './Pictures.module.css';
import { light, Tools, Views } from './Toolbar';
import { lookOf, nameOf, titlesOf } from './words';

const NONE: readonly Region[] = [];

/** Pictures that are drawn on. Several questions can ask about them; the active one is drawn, the others are seen. */
export function Pictures({ item, target, questions, live, pictures }: PictureSurfaceProps) {
  const { t } = useTranslation('label');
  const root = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [camera] = useState(() => new Camera());
  const lit = useSyncExternalStore(light.subscribe, light.get);
  const [focused, setFocused] = useState(false);
  const { question: active, answers } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const all = questions as readonly RegionsQuestion[];
  const question = all.find(({ name }) => name === active) ?? (all[0] as RegionsQuestion);
  const desk = deskOf(item, question, target.on);
  desk.sizes = pictures;
  const { image, labels } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const regionsOf = (each: RegionsQuestion) =>
    (answers[keyOf(each.name, target.on)] as RegionsValue | undefined)?.regions ?? NONE;
  const regions = regionsOf(question);
  const drawn = useOthers(all, question, regionsOf, image);
  const proposed = useProposed(item, question, target.on);
  const ghosts = useGhosts(question, proposed, image);
  const others = useMemo(() => [...drawn, ...ghosts], [drawn, ghosts]);
  desk.ghosts = proposed;
  const look = useMemo(() => (region: Region) => lookOf(question, region.labels), [question]);
  const handlers = useMemo(() => handlersOf(desk, camera), [desk, camera]);
  // The canvas itself waits for the space bar to be let go: until then it may be meant for pulling the picture.
  const spaceIsDown = useRef(false);
  const place = () => placeCorner(desk, camera);
  useMode(
    'regions',
    live && focused,
    { ...handlers, place: () => (spaceIsDown.current ? true : place()) },
    (key) => pressLabel(question, desk, key),
  );
  const said = useSaid(desk, question);
  useEffect(() => {
    desk.canvas = frame.current;
    return () => {
      desk.canvas = null;
    };
  });
  const picture = pictures[image];
  const id = `${question.name}-${target.on}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows the focus
    <div
      ref={root}
      className={css.surface}
      onFocus={(event) => {
        setFocused(!event.target.closest('[data-own-keys]'));
        goTo(item, question, target.on);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      }}
      onKeyDown={(event) => {
        if (event.target !== frame.current) return;
        spaceIsDown.current = event.key === ' ';
        closeBefore(event, desk);
      }}
    >
      <Tools desk={desk} question={question} proposed={proposed.length} />
      {pictures.length > 1 && <Strip desk={desk} pictures={pictures} regions={regions} />}
      {picture ? (
        <Canvas
          key={picture.url}
          {...picture}
          on={target.on}
          label={t('regions.canvas', { number: image + 1 })}
          describedBy={`${id}-help`}
          desk={desk}
          camera={camera}
          regions={regions}
          lookOf={look}
          next={lookOf(question, labels)}
          others={others}
          light={lit}
          frame={frame}
          words={{ loading: t('regions.loading'), missing: t('image.missing') }}
          onPlace={place}
        />
      ) : (
        <p className={css.missing}>{t('image.missing')}</p>
      )}
      <Views desk={desk} question={question} camera={camera} />
      <p className="visually-hidden" id={`${id}-help`}>
        {t('regions.help')}
      </p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

function goTo(item: Item, question: RegionsQuestion, on: string): void {
  const place = item.active();
  if (place?.question.name === question.name && place.on === on) return;
  const response = responseOf(on);
  item.goTo({ question: question.name, ...(response ? { response } : { target: on }) });
}

/** What the other questions have on this picture. */
function useOthers(
  all: readonly RegionsQuestion[],
  question: RegionsQuestion,
  regionsOf: (question: RegionsQuestion) => readonly Region[],
  image: number,
): readonly Mark[] {
  const lists = all.filter((each) => each !== question).map((each) => ({ each, regions: regionsOf(each) }));
  const kept = useRef<readonly Mark[]>([]);
  const marks = lists.flatMap(({ each, regions }) =>
    regions
      .filter((region) => imageOf(region) === image)
      .map((region, at): Mark => ({ region, at: -1 - at, ...lookOf(each, region.labels) })),
  );
  const same =
    marks.length === kept.current.length &&
    marks.every(({ region }, at) => region === kept.current[at]?.region);
  if (!same) kept.current = marks.map((mark, at) => ({ ...mark, at: -1 - at }));
  return kept.current;
}

/** Which of several pictures is drawn on, with how many shapes each has. */
function Strip(props: { desk: Desk; pictures: PictureSurfaceProps['pictures']; regions: readonly Region[] }) {
  const { t } = useTranslation('label');
  const { image } = useSyncExternalStore(props.desk.state.subscribe, props.desk.state.get);
  return (
    <div className={css.strip} role="group" aria-label={t('regions.pictures')}>
      {props.pictures.map((picture, at) => {
        const count = props.regions.filter((region) => imageOf(region) === at).length;
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: pictures keep their order
            key={at}
            type="button"
            className={css.thumb}
            aria-pressed={at === image}
            aria-label={t('regions.picture', { number: at + 1, count })}
            onClick={() => props.desk.show(at)}
          >
            {picture && <img src={picture.url} alt="" draggable={false} />}
            <span aria-hidden>{count}</span>
          </button>
        );
      })}
    </div>
  );
}

/** What just happened, for screen readers. */
function useSaid(desk: Desk, question: RegionsQuestion): string {
  const { t } = useTranslation('label');
  const event = useSyncExternalStore(desk.event.subscribe, desk.event.get);
  return useMemo(() => {
    if (!event) return '';
    const { what, at } = event;
    if (what === 'labels') {
      const titles = titlesOf(question, desk.state.get().labels).join(', ');
      return t('regions.said.labels', { labels: titles || t('regions.unlabelled') });
    }
    const region = desk.regions[at];
    const count = desk.regions.length;
    if (what === 'removed' || what === 'undone' || what === 'redone')
      return t(`regions.said.${what}`, { count });
    if (!region) return '';
    const name = nameOf(question, region, at);
    return what === 'added' ? t('regions.said.added', { name, count }) : name;
  }, [event, desk, question, t]);
}
