import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';

/** So many fields were refused; the button goes to the first of them. */
export function LookAbove({ count }: { count: number }) {
  const { t } = useTranslation('manage');
  return (
    <Notice
      kind="bad"
      action={
        <Button kind="default" size="small" onClick={goToFirst}>
          {t('form.show')}
        </Button>
      }
    >
      {t('form.look', { count })}
    </Notice>
  );
}

function goToFirst(): void {
  const first = document.querySelector('main [data-bad], main [aria-invalid="true"]');
  first?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  const target = first?.matches('input, textarea, select') ? first : first?.querySelector('button, input');
  (target as HTMLElement | null | undefined)?.focus({ preventScroll: true });
}
