import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Template } from '../../api';
import { Icon } from '../../ui';
import { KIND_ICONS } from '../form/FormBuilder';
import { useSlug } from '../queries';
import css from './projects.module.css';

export const BLANK = 'blank';

/** The starting points, each a card that leads to the details. */
export function TemplateChoice({ templates }: { templates: Template[] }) {
  const { t } = useTranslation('manage');
  return (
    <ul className={css.templates}>
      {templates.map((template) => (
        <Card
          key={template.name}
          name={template.name}
          title={template.title}
          description={template.description}
        >
          {[...new Set(template.form.questions.map(({ kind }) => kind))].map((kind) => (
            <span key={kind} className={css.kindTag}>
              <Icon name={KIND_ICONS[kind]} size={14} />
              {t(`kind.${kind}`)}
            </span>
          ))}
        </Card>
      ))}
      <Card name={BLANK} title={t('newProject.blank')} description={t('newProject.blankHelp')} />
    </ul>
  );
}

function Card(props: { name: string; title: string; description: string; children?: React.ReactNode }) {
  const slug = useSlug();
  return (
    <li className={css.template} data-blank={props.name === BLANK || undefined}>
      <h2>
        <Link to={`/${slug}/projects/new?template=${props.name}`}>{props.title}</Link>
      </h2>
      <p>{props.description}</p>
      {props.children && <div className={css.kinds}>{props.children}</div>}
    </li>
  );
}
