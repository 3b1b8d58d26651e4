import { useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { Dialog } from '../ui/Dialog';
import { COMMANDS, GROUPS } from './commands';
import css from './HelpDialog.module.css';
import { Caps } from './Keys';
import { singleKeys } from './preference';

/** The help sheet, straight from the table of commands. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('label');
  const on = useSyncExternalStore(singleKeys.subscribe, singleKeys.get);
  return (
    <Dialog title={t('help.title')} onClose={onClose} wide>
      <p className={css.intro}>{t('help.digits')}</p>
      <div className={css.groups}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`help.group.${group}`)}</h3>
            <table className={css.table}>
              <tbody>
                {COMMANDS.filter((command) => command.group === group).map(({ id, keys }) => (
                  <tr key={id}>
                    <th scope="row">{t(`keys.${id}`)}</th>
                    <td>
                      {keys.map((key) => (
                        <Caps key={key} chord={key} />
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      <label className={css.switch}>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
        <span>
          {t('help.singleKeys')}
          <small>{t('help.singleKeysHelp')}</small>
        </span>
      </label>
    </Dialog>
  );
}
