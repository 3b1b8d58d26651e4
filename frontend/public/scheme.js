// Runs before the first paint, so that a chosen colour scheme never flashes the other one.
try {
  const chosen = localStorage.getItem('concord-colour-scheme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
} catch {
  // Storage may be closed to us; the scheme of the system is used.
}
