import { useTranslation } from '../i18n';
import { MarkdownText } from '../text/MarkdownText';
import { Dialog } from '../ui/Dialog';

/** What the annotators were told. */
export default function GuidelinesDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useTranslation('review');
  return (
    <Dialog title={t('tools.guidelines')} onClose={onClose} drawer>
      {text.trim() ? <MarkdownText source={text} /> : <p>{t('tools.noGuidelines')}</p>}
    </Dialog>
  );
}
