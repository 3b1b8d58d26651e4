import { useState } from 'react';
import type { RegionsQuestion } from '../api/types';
import { useTranslation } from '../i18n';
import type { Picture } from '../label/ready';
import { Icon } from '../ui/Icon';
import { dashOf, lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { labelTitles } from './marked';
import { type RegionBy, regionsBy } from './marks';
import { valueWords } from './rows';
import { drawn, topOf } from './shapes';
import { Toggles, useShownPeople } from './Toggles';
import { Who } from './Who';

const ZOOMS = [1, 1.5, 2, 3, 4, 6];

/** Everybody's shapes over the same picture, in the colour and the line of who drew them; and a list of them. */
export default function Regions(props: CompareProps & { question: RegionsQuestion }) {
  const { row, annotators, pictures } = props;
  const { t } = useTranslation('review');
  const { shown, hidden, toggle } = useShownPeople(annotators);
  const [zoom, setZoom] = useState(0);
  const [lit, setLit] = useState<string | null>(null);
  const all = regionsBy(row, annotators);
  const seen = all.filter(({ by }) => shown.includes(by));
  return (
    <div className={css.stack}>
      <div className={css.bar}>
        <Toggles annotators={annotators} hidden={hidden} onToggle={toggle} />
        <span className={css.zooms}>
          <button
            type="button"
            disabled={zoom === 0}
            onClick={() => setZoom(zoom - 1)}
            aria-label={t('compare.zoomOut')}
          >
            <Icon name="minus" size={15} />
          </button>
          <button
            type="button"
            disabled={zoom === ZOOMS.length - 1}
            onClick={() => setZoom(zoom + 1)}
            aria-label={t('compare.zoomIn')}
          >
            <Icon name="plus" size={15} />
          </button>
        </span>
      </div>
      {row.target.pictures.map((handle, image) => (
        <Drawing
          key={handle}
          picture={pictures.get(handle)}
          label={t('compare.drawn', { title: row.title, number: image + 1 })}
          regions={seen.filter(({ region }) => (region.image ?? 0) === image)}
          zoom={ZOOMS[zoom] ?? 1}
          question={props.question}
          lit={lit}
        />
      ))}
      <List {...props} all={all} onLight={setLit} />
    </div>
  );
}

const keyOf = ({ by, at }: RegionBy): string => `${by.id} ${at}`;

function Drawing(props: {
  picture: Picture | undefined;
  label: string;
  regions: readonly RegionBy[];
  zoom: number;
  question: RegionsQuestion;
  lit: string | null;
}) {
  const { t } = useTranslation('label');
  const { picture, zoom } = props;
  if (!picture) return <p className={css.nothing}>{t('image.missing')}</p>;
  const { width, height } = picture;
  const unit = Math.max(width, height) / 100 / zoom;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className={css.drawing} tabIndex={0} role="group" aria-label={props.label} data-scrolls="">
      <div style={{ width: `${zoom * 100}%` }}>
        <img src={picture.url} width={width} height={height} alt="" draggable={false} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {props.regions.map((each) => (
            <Shape
              key={keyOf(each)}
              {...each}
              unit={unit}
              question={props.question}
              lit={props.lit === keyOf(each)}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}

function Shape({
  region,
  by,
  unit,
  question,
  lit,
}: RegionBy & { unit: number; question: RegionsQuestion; lit: boolean }) {
  const shape = drawn(region);
  if (!shape) return null;
  const [x, top] = topOf(region);
  const dash = dashOf(by.number);
  const outline =
    shape.tag === 'circle' ? (
      <circle cx={shape.cx} cy={shape.cy} r={1.2 * unit} />
    ) : (
      <shape.tag points={shape.points} data-open={shape.tag === 'polyline' || undefined} />
    );
  return (
    <g data-person={lookOf(by.number)} data-lit={lit || undefined}>
      <g className={css.edge}>{outline}</g>
      <g className={css.shape} strokeDasharray={dash || undefined}>
        {outline}
      </g>
      <text x={x} y={Math.max(2.3 * unit, top - 0.7 * unit)} fontSize={2.1 * unit}>
        {[by.number, labelTitles(question.options, region.labels)].filter(Boolean).join(' ')}
      </text>
    </g>
  );
}

/** What each person drew, in words; pointing at one brings it out on the picture. */
function List({
  row,
  annotators,
  question,
  action,
  all,
  onLight,
  onAnchor,
}: CompareProps & {
  question: RegionsQuestion;
  all: readonly RegionBy[];
  onLight: (key: string | null) => void;
}) {
  const { t } = useTranslation(['review', 'label']);
  return (
    <ul className={css.drawers}>
      {annotators.map((annotator, person) => {
        const value = row.values[person];
        const theirs = all.filter(({ by }) => by === annotator);
        return (
          <li key={annotator.id} data-person={lookOf(annotator.number)}>
            <Who annotator={annotator}>{value && action?.(annotator)}</Who>
            <p className={css.small}>{value ? valueWords(value, row) : t('compare.nothing')}</p>
            {theirs.length > 0 && (
              <ol>
                {theirs.map((each) => {
                  const name = `${t(`label:regions.shape.${each.region.shape}`)} ${each.at + 1}${
                    each.region.labels.length > 0
                      ? `: ${labelTitles(question.options, each.region.labels)}`
                      : ''
                  }`;
                  return (
                    <li
                      key={each.at}
                      onPointerEnter={() => onLight(keyOf(each))}
                      onPointerLeave={() => onLight(null)}
                    >
                      <button
                        type="button"
                        className={css.region}
                        disabled={!onAnchor || !annotator.judged}
                        onFocus={() => onLight(keyOf(each))}
                        onBlur={() => onLight(null)}
                        title={onAnchor && annotator.judged ? t('remark.about') : undefined}
                        onClick={() =>
                          onAnchor?.({ question: question.name, on: row.target.on, region: each.at }, name)
                        }
                      >
                        {name}
                      </button>
                    </li>
                  );
                })}
              </ol>
            )}
          </li>
        );
      })}
    </ul>
  );
}
