import '../i18n/tools';
import { useSyncExternalStore } from 'react';
import type { Form } from '../api/types';
import { settingsOpen } from '../app/settings';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { bindings, COMMANDS, type CommandGroup, type CommandId, GROUPS, keysOf } from './commands';
import css from './HelpDialog.module.css';
import { Caps } from './Keys';
import { SingleKeys } from './SingleKeys';

/** The modes that an item's questions bring with them. */
const MODES: Partial<Record<string, readonly CommandGroup[]>> = {
  spans: ['spans'],
  regions: ['regions'],
  dialogue: ['dialogue', 'spans'],
};
const MODAL = new Set<CommandGroup>(['spans', 'regions', 'dialogue', 'bulk', 'judge']);
/** Commands of the whole screen that are there while somebody's answers are judged. */
const WHILE_JUDGING = new Set<CommandId>(['submit', 'skip', 'leaveField', 'guidelines', 'palette', 'help']);

/** What can be pressed at an item of this form; what its questions bring comes first, and nothing of other modes. */
function groupsFor(form: Form, bulk: boolean, judging: boolean): readonly CommandGroup[] {
  if (judging) return ['judge'];
  const own = new Set(form.questions.flatMap(({ kind }) => MODES[kind] ?? []));
  if (bulk) own.add('bulk');
  return [...own, ...GROUPS.filter((group) => !MODAL.has(group))];
}

/** The help sheet, straight from the table of commands. */
export default function HelpDialog({
  form,
  bulk = false,
  judging = false,
  onClose,
}: {
  form: Form;
  bulk?: boolean;
  /** Somebody's answers are judged, and none are given. */
  judging?: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  useSyncExternalStore(bindings.subscribe, bindings.get);
  return (
    <Dialog title={t('help.title')} onClose={onClose} wide>
      {!judging && <p className={css.intro}>{t('help.digits')}</p>}
      <div className={css.groups}>
        {groupsFor(form, bulk, judging).map((group) => (
          <section key={group}>
            <h3>{t(`help.group.${group}`)}</h3>
            <table className={css.table}>
              <tbody>
                {COMMANDS.filter(
                  ({ id, group: its }) =>
                    keysOf(id).length > 0 && (its === group || (group === 'judge' && WHILE_JUDGING.has(id))),
                ).map(({ id }) => (
                  <tr key={id}>
                    <th scope="row">{t(`keys.${id}`)}</th>
                    <td>
                      {keysOf(id).map((key) => (
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
      <div className={css.switch}>
        <SingleKeys />
      </div>
      <p>
        <Button
          kind="default"
          size="small"
          onClick={() => {
            onClose();
            settingsOpen.set(true);
          }}
        >
          {t('help.remap')}
        </Button>
      </p>
    </Dialog>
  );
}
