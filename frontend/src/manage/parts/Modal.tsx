import { type ComponentProps, useEffect, useState } from 'react';
import { Dialog } from '../../ui';

/** A dialogue that gives the focus back to what opened it, if that is still there. */
export function Modal(props: ComponentProps<typeof Dialog>) {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => (opener?.isConnected ? (opener as HTMLElement).focus() : undefined), [opener]);
  return <Dialog {...props} />;
}
