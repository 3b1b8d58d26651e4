import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Lagoon: the accent. Shade 8 on white and shade 3 on the dark page both pass WCAG AA as text. */
const lagoon: MantineColorsTuple = [
  '#edf6f8',
  '#d7ebef',
  '#b0d8e0',
  '#84c2cf',
  '#5aabbc',
  '#3d97aa',
  '#267f93',
  '#176d81',
  '#0f5c6f',
  '#0a4756',
];
/** Apricot: what is under work right now (the current response, the unsaved, the waiting). */
const apricot: MantineColorsTuple = [
  '#fff5e9',
  '#fde6cb',
  '#f9cf9c',
  '#f2b26b',
  '#e6984a',
  '#d27f2f',
  '#b3661f',
  '#925117',
  '#713e13',
  '#512c0f',
];
/** Neutrals carry a trace of the accent's hue, so that grey never looks like somebody else's grey. */
const gray: MantineColorsTuple = [
  '#f5f8f8',
  '#ecf0f1',
  '#e0e6e8',
  '#cfd7da',
  '#b7c2c7',
  '#93a1a8',
  '#6d7c84',
  '#4f5e66',
  '#333f46',
  '#1a2429',
];
const dark: MantineColorsTuple = [
  '#e2e8ea',
  '#c4ced2',
  '#a3b0b6',
  '#7c8a91',
  '#37444b',
  '#2b373d',
  '#212b30',
  '#171f23',
  '#12181c',
  '#0c1113',
];

export const theme = createTheme({
  colors: { lagoon, apricot, gray, dark },
  primaryColor: 'lagoon',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  respectReducedMotion: true,
  black: '#172126',
  fontFamily:
    "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.55', lg: '1.6', xl: '1.65' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // Light badges fail contrast (WCAG 1.4.3) and the steppers of NumberInput are under 24 px (2.5.8).
    Badge: { defaultProps: { variant: 'default', radius: 'sm' } },
    NumberInput: { defaultProps: { hideControls: true } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, centered: true } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, position: 'right' } },
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    Table: { defaultProps: { verticalSpacing: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
  },
});
