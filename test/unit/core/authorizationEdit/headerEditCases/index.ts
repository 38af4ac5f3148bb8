import type { HeaderEditCase } from './case';
import { curl } from './curl';
import { cursors, markdown, schemes } from './cursors';
import { measured } from './measured';
import { places } from './places';
import { surroundings } from './surroundings';

export const groups: Readonly<Record<string, readonly HeaderEditCase[]>> = {
  measured,
  places,
  surroundings,
  cursors,
  schemes,
  markdown,
  curl,
};
