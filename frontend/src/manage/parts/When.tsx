import { ago, dateTime } from '../../i18n/format';

/** "3 minutes ago", with the exact time for those who point at it. */
export function When({ at, exact }: { at: string; exact?: boolean }) {
  return (
    <time dateTime={at} title={dateTime(at)}>
      {exact ? dateTime(at) : ago(at)}
    </time>
  );
}
