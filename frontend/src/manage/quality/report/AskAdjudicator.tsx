import '../../items/words';
import { useState } from 'react';
import { useMay } from '../../../app/session';
import { useTranslation } from '../../../i18n';
import { Button } from '../../../ui';
import { BulkDialog } from '../../items/browse/BulkDialog';
import { useProject } from '../../queries';

/** Has somebody settle these items; only managers do. */
export function AskAdjudicator({ project, ids }: { project: string; ids: readonly string[] }) {
  if (!useMay('manage') || ids.length === 0) return null;
  return <Ask project={project} ids={ids} />;
}

function Ask({ project: id, ids }: { project: string; ids: readonly string[] }) {
  const { t } = useTranslation('quality');
  const [asking, setAsking] = useState(false);
  const project = useProject(id).data;
  return (
    <>
      <Button kind="default" size="small" icon="flow" disabled={!project} onClick={() => setAsking(true)}>
        {t('adjudicate', { count: ids.length })}
      </Button>
      {asking && project && (
        <BulkDialog
          project={project}
          doing="adjudicate"
          items={{ ids }}
          size={ids.length}
          onDone={() => {}}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
