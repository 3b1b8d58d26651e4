import './words';
import { useTranslation } from '../i18n';
import { type Reason, reasonWords } from './reason';

/** Why a rule paused the person, in their language. */
export default function Because({ reason }: { reason: Reason }) {
  const { t } = useTranslation('notices');
  return <p>{reasonWords(reason, reason.detail, t)}</p>;
}
