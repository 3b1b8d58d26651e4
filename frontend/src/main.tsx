import './ui/mantine.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query';
import { App } from './app/App';
import { keepForOffline } from './app/offline';
import { startPreferences } from './app/preferences';

// The words come with the first paint, or a page in Spanish would flash in English.
await startPreferences();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

keepForOffline();
