// Runs before the first paint, so that the chosen look never flashes another one (src/ui/preferences.ts does the rest).
try {
  const { chosen = {} } = JSON.parse(localStorage.getItem('concord-preferences') ?? '{}');
  const asks = (query) => matchMedia(query).matches;
  const dark = chosen.theme === 'dark' || (chosen.theme !== 'light' && asks('(prefers-color-scheme: dark)'));
  const { dataset } = document.documentElement;
  dataset.mantineColorScheme = dark ? 'dark' : 'light';
  if (chosen.contrast === 'more' || (!chosen.contrast && asks('(prefers-contrast: more)')))
    dataset.contrast = 'more';
  if (chosen.density === 'compact') dataset.density = 'compact';
  if (chosen.language) document.documentElement.lang = chosen.language;
} catch {
  // Storage may be closed to us; the look of the system is used.
}
