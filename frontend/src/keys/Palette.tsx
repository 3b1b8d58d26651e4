import '../i18n/tools';
import { useId, useState } from 'react';
import { useTranslation } from '../i18n';
import { Dialog } from '../ui/Dialog';
import type { CommandId } from './commands';
import { Caps, useKeys } from './Keys';
import css from './Palette.module.css';
import { matching } from './score';

/** Something that can be done now: a command of the table, or a place to go to. */
export type PaletteEntry = { id: string; title: string; run: () => unknown; command?: CommandId };

/** Everything that can be done at this moment, found by a few letters. */
export default function Palette({
  entries,
  onClose,
}: {
  entries: readonly PaletteEntry[];
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(typed, entries);
  const chosen = Math.min(at, found.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    // After the dialogue gave the focus back: the command then finds the screen as it was.
    setTimeout(() => entry.run());
  };
  const step = (by: number) => {
    const next = (chosen + by + found.length) % Math.max(1, found.length);
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <input
        className={css.search}
        data-autofocus
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by === undefined && event.key !== 'Enter') return;
          event.preventDefault();
          if (by === undefined) run(found[chosen]);
          else step(by);
        }}
      />
      <div id={id} className={css.list} role="listbox" aria-label={t('palette.list')}>
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above has the keys and the focus
          <div
            key={entry.id}
            id={`${id}-${index}`}
            className={css.entry}
            role="option"
            aria-selected={index === chosen}
            onClick={() => run(entry)}
            onPointerMove={() => setAt(index)}
          >
            <span>{entry.title}</span>
            {entry.command && <KeysOf command={entry.command} />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={css.none}>{t('palette.none')}</p>}
    </Dialog>
  );
}

function KeysOf({ command }: { command: CommandId }) {
  return useKeys(command).map((key) => <Caps key={key} chord={key} />);
}
