import type { Colour } from '../../api/types';
import { dotColour } from '../colours';

export const colourStyle = (colour: Colour) => ({ background: dotColour(colour) });
