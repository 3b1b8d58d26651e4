import { i18n, useTranslation } from '../../i18n';
import { Icon, type IconName } from '../../ui';
import { type FormChange, takesAway } from '../form/changes';
import type { Translate } from '../parts/translate';
import css from './settings.module.css';

const ICONS: Record<FormChange['how'], IconName> = {
  added: 'plus',
  removed: 'minus',
  breaks: 'alert',
  changed: 'pencil',
  moved: 'arrowDown',
};
const SHOWN = 30;

/** What saving will change, before it is saved: counted, and to be opened one by one. */
export function NextVersion({ version, changes }: { version: number; changes: readonly FormChange[] }) {
  const { t } = useTranslation('manage');
  if (changes.length === 0) return null;
  return (
    <details className={css.next}>
      <summary>
        <strong>{t('form.nextVersion', { version })}</strong> {counts(changes, t)}
        {takesAway(changes) && (
          <span className={css.takes}>
            <Icon name="alert" size={15} /> {t('form.takesAway')}
          </span>
        )}
      </summary>
      <ul>
        {changes.slice(0, SHOWN).map((change) => (
          <li key={JSON.stringify(change)} data-how={change.how}>
            <Icon name={ICONS[change.how]} size={15} />
            <span>{changeWords(change, t)}</span>
          </li>
        ))}
        {changes.length > SHOWN && <li>{t('form.moreChanges', { count: changes.length - SHOWN })}</li>}
      </ul>
    </details>
  );
}

/** "2 new, 1 changed, 1 removed". */
function counts(changes: readonly FormChange[], t: Translate): string {
  const count = (...hows: FormChange['how'][]): number =>
    changes.filter(({ how }) => hows.includes(how)).length;
  const [added, removed] = [count('added'), count('removed')];
  const changed = count('changed', 'breaks', 'moved');
  return [
    added > 0 && t('change.countAdded', { count: added }),
    changed > 0 && t('change.countChanged', { count: changed }),
    removed > 0 && t('change.countRemoved', { count: removed }),
  ]
    .filter(Boolean)
    .join(', ');
}

/** One change as a sentence: what it is about, and what happens to it. */
export function changeWords({ how, path, setting }: FormChange, t: Translate): string {
  const place = path.map((title) => `“${title}”`).join(' › ');
  if (setting === 'shows') return t('change.shows');
  if (how === 'moved') return place ? t('change.movedIn', { place }) : t('change.moved');
  if (setting) {
    const key = `setting.${setting}` as 'setting.title';
    const name = i18n.exists(key, { ns: 'manage' }) ? t(key) : setting.replaceAll('_', ' ');
    return t(how === 'breaks' ? 'change.breaks' : 'change.changed', { place, setting: name });
  }
  const what = path.length > 1 ? 'part' : 'question';
  if (how === 'added') return t(`change.added.${what}`, { place });
  if (how === 'removed') return t(`change.removed.${what}`, { place });
  return t('change.scale', { place });
}
