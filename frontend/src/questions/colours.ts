import type { Colour } from '../api/types';

/** A dot of the option's colour; the palette is the form's, the shades follow the colour scheme. */
export const dotColour = (colour: Colour | undefined): string | undefined =>
  colour ? `light-dark(var(--mantine-color-${colour}-7), var(--mantine-color-${colour}-4))` : undefined;
