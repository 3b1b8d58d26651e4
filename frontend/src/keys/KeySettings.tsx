import '../i18n/tools';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { capsOf, chordOf } from './chord';
import { bindings, COMMANDS, type CommandId, GROUPS } from './commands';
import css from './KeySettings.module.css';
import { Caps, useKeys } from './Keys';
import { canChange, isChanged, type Refusal, remap, resetKeys } from './remap';
import { SingleKeys } from './SingleKeys';
import { scoreOf } from './score';

/** Every command with its keys, to be changed; and the switch for commands without Ctrl. */
export function KeySettings() {
  const { t } = useTranslation('label');
  const [typed, setTyped] = useState('');
  const [changing, setChanging] = useState<CommandId | null>(null);
  const [said, setSaid] = useState<{ id: CommandId; words: string; bad: boolean } | null>(null);
  useSyncExternalStore(bindings.subscribe, bindings.get);
  const put = (id: CommandId, chord: string | null) => {
    const refusal = remap(id, chord);
    setChanging(null);
    const words = refusal
      ? refusedWords(t, refusal, chord ?? '')
      : chord === null
        ? ''
        : t('remap.changed', { command: t(`keys.${id}`), keys: capsOf(chord).join(' ') });
    setSaid({ id, words, bad: refusal !== null });
  };
  const found = COMMANDS.filter(({ id }) => scoreOf(typed, t(`keys.${id}`)) !== null);
  return (
    <div className={css.settings}>
      <SingleKeys />
      <p className={css.help}>{t('remap.help')}</p>
      <div className={css.top}>
        <input
          type="search"
          value={typed}
          placeholder={t('remap.search')}
          aria-label={t('remap.search')}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button kind="default" size="small" onClick={resetKeys}>
          {t('remap.resetAll')}
        </Button>
      </div>
      {found.length === 0 && <p className={css.help}>{t('remap.none')}</p>}
      {GROUPS.map((group) => {
        const rows = found.filter((command) => command.group === group);
        if (rows.length === 0) return null;
        return (
          <section key={group} aria-label={t(`help.group.${group}`)}>
            <h3>{t(`help.group.${group}`)}</h3>
            <ul className={css.rows}>
              {rows.map(({ id }) => (
                <Row
                  key={id}
                  id={id}
                  changing={changing === id}
                  said={said?.id === id ? said : null}
                  onChange={() => setChanging(id)}
                  onLeave={() => setChanging(null)}
                  onPut={(chord) => put(id, chord)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function refusedWords(
  t: ReturnType<typeof useTranslation<'label'>>['t'],
  refusal: Refusal,
  chord: string,
): string {
  const keys = capsOf(chord).join(' ');
  return refusal.reason === 'taken'
    ? t('remap.refused.taken', { keys, by: t(`keys.${refusal.by}`) })
    : t(`remap.refused.${refusal.reason}`, { keys });
}

function Row(props: {
  id: CommandId;
  changing: boolean;
  said: { words: string; bad: boolean } | null;
  onChange: () => void;
  onLeave: () => void;
  onPut: (chord: string | null) => void;
}) {
  const { t } = useTranslation('label');
  const { id, changing, said } = props;
  const keys = useKeys(id);
  const name = t(`keys.${id}`);
  // The focus goes back to where it came from once the keys are pressed.
  const button = useRef<HTMLButtonElement>(null);
  const listened = useRef(false);
  useEffect(() => {
    if (listened.current && !changing && document.activeElement === document.body) button.current?.focus();
    listened.current = changing;
  }, [changing]);
  return (
    <li className={css.row}>
      <span className={css.name} id={`key-${id}`}>
        {name}
        {isChanged(id) && <small>{t('remap.own')}</small>}
      </span>
      {changing ? (
        <Listen name={name} onPut={props.onPut} onLeave={props.onLeave} />
      ) : (
        <>
          <span className={css.keys}>
            {keys.map((key) => (
              <Caps key={key} chord={key} />
            ))}
          </span>
          {isChanged(id) && (
            <button
              type="button"
              className={css.button}
              aria-describedby={`key-${id}`}
              onClick={() => props.onPut(null)}
            >
              {t('remap.reset')}
            </button>
          )}
          {canChange(id) && (
            <button
              ref={button}
              type="button"
              className={css.button}
              aria-describedby={`key-${id}`}
              onClick={props.onChange}
            >
              {t('remap.change')}
            </button>
          )}
        </>
      )}
      <span className={css.said} role="status" data-bad={said?.bad || undefined}>
        {said?.words}
      </span>
    </li>
  );
}

const ALONE = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process']);

/** Waits for the next chord. Tab and Escape go on, so that nobody is held here (WCAG 2.1.2). */
function Listen(props: { name: string; onPut: (chord: string) => void; onLeave: () => void }) {
  const { t } = useTranslation('label');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button
      ref={button}
      type="button"
      className={css.listen}
      aria-label={`${props.name}: ${t('remap.press')}`}
      onBlur={props.onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Tab' || ALONE.has(event.key) || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape') props.onLeave();
        else props.onPut(chordOf(event.nativeEvent));
      }}
    >
      {t('remap.press')}
    </button>
  );
}
