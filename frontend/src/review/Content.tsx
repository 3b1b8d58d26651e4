import { memo, useMemo } from 'react';
import { useTranslation } from '../i18n';
import type { Ready } from '../label/ready';
import { Pictures, type Show, Source, Words } from '../label/Source';
import { letterOf } from '../questions/target';
import css from './review.module.css';

/** What the annotators saw: what is asked about, and the responses in the order in which they were imported. */
export const Content = memo(function Content(props: { ready: Ready; onZoom: (handle: string) => void }) {
  const { t } = useTranslation(['review', 'label']);
  const { ready, onZoom } = props;
  const { form, content } = ready.assignment;
  const show = useMemo(
    (): Show => ({ trees: ready.trees, pictures: ready.pictures, raw: false, onZoom, named: true }),
    [ready.trees, ready.pictures, onZoom],
  );
  const responses = form.shows.includes('responses') ? (content.responses ?? []) : [];
  return (
    <section
      className={css.content}
      aria-label={t('content.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      data-scrolls="main"
    >
      <Source form={form} content={content} show={show} />
      {responses.map((response, at) => (
        <article key={response.id} className={css.candidate} aria-labelledby={`candidate-${response.id}`}>
          <h3 id={`candidate-${response.id}`}>
            <span className="visually-hidden">{t('label:responseWord')} </span>
            {letterOf(at)}
          </h3>
          <div>
            <Words show={show} place={`responses.${response.id}`} source={response.text ?? ''} />
            <Pictures show={show} handles={response.images} on={`responses.${response.id}`} />
          </div>
        </article>
      ))}
    </section>
  );
});
