import type { Option, Region } from '../../api';
import { labelColour, labelTitles } from '../../compare/marked';
import { drawn, topOf } from '../../compare/shapes';
import { useTranslation } from '../../i18n';
import { useAsset } from '../queries';
import own from './answers.module.css';

/** The pictures of a target with what one person drew on them, each under the words that say it. */
export function DrawnRegions(props: {
  pictures: readonly string[];
  regions: readonly Region[];
  options: readonly Option[];
  words: string;
}) {
  return (
    <div className={own.pictures}>
      <p>{props.words}</p>
      {props.pictures.map((id, at) => (
        <Overlay
          key={id}
          id={id}
          regions={props.regions.filter(({ image = 0 }) => image === at)}
          options={props.options}
          words={props.words}
        />
      ))}
    </div>
  );
}

function Overlay(props: {
  id: string;
  regions: readonly Region[];
  options: readonly Option[];
  words: string;
}) {
  const { t } = useTranslation('manage');
  const { data, error } = useAsset(props.id);
  if (error) return <span className={own.nothing}>{t('content.noImage')}</span>;
  if (!data?.url || !data.width || !data.height) return null;
  const { width, height } = data;
  const unit = Math.max(width, height) / 100;
  return (
    <a className={own.overlay} href={data.url} target="_blank" rel="noreferrer">
      <img src={data.url} alt={data.filename} width={width} height={height} />
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={props.words}>
        {props.regions.map((region, at) => (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of regions is what tells them apart
            key={at}
            style={{ color: `var(--mantine-color-${labelColour(props.options, region.labels[0])}-4)` }}
          >
            <title>{labelTitles(props.options, region.labels)}</title>
            <Shape region={region} unit={unit} />
            <text x={topOf(region)[0]} y={Math.max(4 * unit, topOf(region)[1] - unit)} fontSize={3.6 * unit}>
              {labelTitles(props.options, region.labels)}
            </text>
          </g>
        ))}
      </svg>
    </a>
  );
}

function Shape({ region, unit }: { region: Region; unit: number }) {
  const shape = drawn(region);
  if (!shape) return null;
  if (shape.tag === 'circle') return <circle cx={shape.cx} cy={shape.cy} r={1.2 * unit} />;
  const Tag = shape.tag;
  return <Tag points={shape.points} data-open={Tag === 'polyline' || undefined} />;
}
