import { useCallback } from 'react';
import { useTranslation } from '../../i18n';
import type { Words } from './kinds/kind';

/** The words that new questions begin with. */
export function useStarterWords(): Words {
  const { t } = useTranslation('manage');
  return useCallback((word) => t(`starter.${word}`), [t]);
}
