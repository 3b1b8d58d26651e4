import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { ToItems } from '../../parts/ToItems';
import { itemsSaid, OF_OPTIONS, useItemsAddress } from '../drill';
import type { Category, Figures, Interval, Question } from '../types';
import { between, codeWords, coefficient, decimals, optionTitle, type Words } from '../words';
import { Fold } from './Fold';
import css from './report.module.css';

const SHARES = ['exact', 'ties', 'top', 'tags'] as const;
const COEFFICIENTS = [
  'fleiss',
  'kendall_w',
  'tau_b',
  'exact_f1',
  'overlap_f1',
  'character_alpha',
  'f1_50',
  'f1_75',
  'mean_overlap',
  'levenshtein',
  'chrf',
] as const;
const MEANS = ['mean_difference', 'count_difference'] as const;

/** Every other figure of the question's kind, and alpha of each option by itself. */
export function MoreFigures({ question, project }: { question: Question; project: string }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  const rows = figureRows(question, t);
  const each = optionRows(question, t);
  if (rows.length + each.length === 0) return null;
  return (
    <Fold title={t('figures.title')}>
      <dl className={css.facts}>
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {each.length > 0 && (
        <dl className={css.facts}>
          {each.map(([title, value, option]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <ToItems
                  to={OF_OPTIONS.has(question.kind) ? address(itemsSaid(question.question, option)) : null}
                  label={t('figures.see', { value, option: optionTitle(question, option, t) })}
                >
                  {value}
                </ToItems>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Fold>
  );
}

function figureRows({ figures, ac1, percent: share }: Question, t: Words): [string, string][] {
  const titled = (name: string, value: string): [string, string] => [codeWords('figure', name, t), value];
  const given = <Name extends keyof Figures>(names: readonly Name[], write: (value: number) => string) =>
    names.flatMap((name) => {
      const value = figures[name];
      return typeof value === 'number' ? [titled(name, write(value))] : [];
    });
  return [
    ...(share === null ? [] : [titled('percent', percent(share, 1))]),
    ...intervals({ ac1, ac2: figures.ac2 ?? null }, t).map(([name, value]) => titled(name, value)),
    ...given(COEFFICIENTS, coefficient),
    ...given(MEANS, decimals),
    ...given(SHARES, (value) => percent(value, 1)),
    ...(figures.triples
      ? [
          titled(
            'circles',
            t('figures.of', { some: number(figures.circles ?? 0), all: number(figures.triples) }),
          ),
        ]
      : []),
  ];
}

const intervals = (found: { [name: string]: Interval | null }, t: Words): [string, string][] =>
  Object.entries(found).flatMap(([name, figure]): [string, string][] =>
    figure?.value == null
      ? []
      : [
          [
            name,
            [coefficient(figure.value), between(figure.low, figure.high, t)].filter(Boolean).join(' · '),
          ],
        ],
  );

/** Alpha of each option against the rest, or of each label of several. */
function optionRows(question: Question, t: Words): [string, string, Category][] {
  const { categories = [], alpha_by_category = [], labels = {} } = question.figures;
  const called = (value: string | number) =>
    t('figures.alphaOf', { option: optionTitle(question, value, t) });
  return [
    ...alpha_by_category.map((alpha, at): [string, string, Category] => [
      called(categories[at] ?? ''),
      coefficient(alpha),
      categories[at] ?? '',
    ]),
    ...Object.entries(labels).map(([label, figure]): [string, string, Category] =>
      typeof figure === 'object' && figure !== null
        ? [
            called(label),
            [coefficient(figure.alpha), figure.share === null ? '' : percent(figure.share, 1)]
              .filter(Boolean)
              .join(' · '),
            label,
          ]
        : [t('figures.f1Of', { option: optionTitle(question, label, t) }), coefficient(figure), label],
    ),
  ];
}
