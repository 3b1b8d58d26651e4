import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import type { ReactNode } from 'react';
import { useShownScheme } from './colourScheme';
import { theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
// react-remove-scroll, under the kit's dialogues, writes one <style>.
setNonce(nonce);

/**
 * The component kit, for the pages that use it; the shell and the labeling screen do without. Its variables come from
 * theme.gen.css, because a strict CSP lets nothing write styles while the page runs.
 */
export function Kit({ children }: { children: ReactNode }) {
  const scheme = useShownScheme();
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      getStyleNonce={() => nonce}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
