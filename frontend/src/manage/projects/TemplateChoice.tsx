import { useRef } from 'react';
import { Link } from 'wouter';
import type { Template } from '../../api';
import { useTranslation } from '../../i18n';
import { Preview } from '../../label/Preview';
import { Button, EmptyState, Icon } from '../../ui';
import { Careful, usePictures } from '../form/FormPreview';
import { KIND_ICONS } from '../form/kinds/settings';
import { useFilters } from '../parts/filters';
import bar from '../parts/parts.module.css';
import { matches, Search } from '../parts/Search';
import { useSeen } from '../parts/seen';
import { useSlug } from '../queries';
import css from './projects.module.css';
import { WORKS, type Work, workOf } from './work';

export const BLANK = 'blank';

/** The starting points by kind of work, each a card with a small picture of its screen that leads to the details. */
export function TemplateChoice({ templates }: { templates: Template[] }) {
  const { t } = useTranslation('manage');
  const [{ q, work }, change] = useFilters({ q: '', work: '' });
  const found = templates.filter(
    (template) =>
      matches(q, template.title, template.description, t(`works.${workOf(template)}`)) &&
      (!work || workOf(template) === work),
  );
  const groups = WORKS.map((each) => [each, found.filter((one) => workOf(one) === each)] as const).filter(
    ([, list]) => list.length > 0,
  );
  const offered = WORKS.filter((each) => templates.some((one) => workOf(one) === each));
  return (
    <>
      <div className={bar.bar}>
        <Search
          className={bar.grow ?? ''}
          label={t('newProject.search')}
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <div className={css.works} role="group" aria-label={t('newProject.byWork')}>
          {(['', ...offered] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={work === each}
              onClick={() => change({ work: each })}
            >
              {each ? t(`works.${each}`) : t('newProject.allWork')}
            </button>
          ))}
        </div>
        <span className={`${bar.small} ${bar.push}`} role="status">
          {t('newProject.count', { count: found.length })}
        </span>
      </div>
      {groups.map(([each, list]) => (
        <Group key={each} work={each} templates={list} />
      ))}
      {groups.length === 0 && (
        <EmptyState
          icon="search"
          title={t('newProject.noTemplate')}
          action={
            <Button kind="default" onClick={() => change({ q: '', work: '' })}>
              {t('projects.clearFilters')}
            </Button>
          }
        />
      )}
      <ul className={css.templates}>
        <Card name={BLANK} title={t('newProject.blank')} description={t('newProject.blankHelp')} />
      </ul>
    </>
  );
}

function Group({ work, templates }: { work: Work; templates: readonly Template[] }) {
  const { t } = useTranslation('manage');
  return (
    <section className={css.group} aria-label={t(`works.${work}`)}>
      <h2>{t(`works.${work}`)}</h2>
      <p>{t(`worksHelp.${work}`)}</p>
      <ul className={css.templates}>
        {templates.map((template) => (
          <Card key={template.name} {...template} template={template} />
        ))}
      </ul>
    </section>
  );
}

function Card(props: { name: string; title: string; description: string; template?: Template }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const { template } = props;
  const kinds = [...new Set(template?.form.questions.map(({ kind }) => kind))];
  return (
    <li className={css.template} data-blank={props.name === BLANK || undefined}>
      {template && <Small template={template} />}
      <h3>
        <Link to={`/${slug}/projects/new?template=${props.name}`}>{props.title}</Link>
      </h3>
      <p>{props.description}</p>
      {kinds.length > 0 && (
        <div className={css.kinds}>
          {kinds.map((kind) => (
            <span key={kind} className={css.kindTag}>
              <Icon name={KIND_ICONS[kind]} size={14} />
              {t(`kind.${kind}`)}
            </span>
          ))}
        </div>
      )}
    </li>
  );
}

/** The labeling screen of a template, drawn small once it comes into view. It says nothing that the card does not. */
function Small({ template }: { template: Template }) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useSeen(place);
  return (
    <div ref={place} className={css.small} aria-hidden inert>
      <div className={css.shrunk}>
        {seen && (
          <Careful fallback={null}>
            <SmallPreview template={template} />
          </Careful>
        )}
      </div>
    </div>
  );
}

function SmallPreview({ template: { form, example } }: { template: Template }) {
  return <Preview form={form} content={example} assets={usePictures(example)} />;
}
