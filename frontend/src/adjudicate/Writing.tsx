import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from '../i18n';
import { Caps } from '../keys/Keys';
import { Item } from '../label/item';
import review from '../review/review.module.css';
import { Widgets } from '../review/Widgets';
import { Button } from '../ui/Button';
import type { Settling } from './settling';

const HelpDialog = lazy(() => import('../keys/HelpDialog'));

/** The final answer in the real fields, beginning with what was taken so far. */
export default function Writing({ settling, onBack }: { settling: Settling; onBack: () => void }) {
  const { t } = useTranslation('review');
  const { ready } = settling.held;
  const [help, setHelp] = useState(false);
  const [item] = useState(
    () =>
      new Item({ ...ready.assignment, suggestions: [] }, settling.settlement.answers, (answers) =>
        settling.write(answers),
      ),
  );
  const shown = useMemo(() => ({ ...ready, item }), [ready, item]);
  const done = useCallback(() => {
    if (!item.seekGap()) onBack();
  }, [item, onBack]);
  return (
    <>
      <Widgets
        ready={shown}
        open={help}
        label={t('settle.writeLabel')}
        title={t('settle.writeTitle')}
        onSubmit={done}
        onLeave={onBack}
        onHelp={() => setHelp(true)}
        footer={
          <>
            <button type="button" className={review.send} data-submit onClick={done}>
              {t('settle.backToCompare')}
              <Caps chord="Mod+Enter" />
            </button>
            <Button kind="default" size="small" onClick={onBack}>
              {t('correct.back')}
              <Caps chord="Escape" />
            </Button>
          </>
        }
      />
      <Suspense>
        {help && <HelpDialog form={ready.assignment.form} onClose={() => setHelp(false)} />}
      </Suspense>
    </>
  );
}
