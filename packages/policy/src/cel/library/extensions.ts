import type { CelLibrary } from '../function.ts';
import { cidrLibrary } from './cidr/functions.ts';
import { encodersLibrary } from './encoders/functions.ts';
import { formatLibrary } from './format/functions.ts';
import { ipLibrary } from './ip/functions.ts';
import { listsLibrary } from './lists/functions.ts';
import { mathLibrary } from './math/functions.ts';
import { quantityLibrary } from './quantity/functions.ts';
import { regexLibrary } from './regex/functions.ts';
import { semverLibrary } from './semver/functions.ts';
import { setsLibrary } from './sets/functions.ts';
import { stringsLibrary } from './strings/functions.ts';
import { urlLibrary } from './url/functions.ts';

/** Every library beyond CEL's standard one: Kubernetes' and cel-go's. */
export const extensionLibraries: readonly CelLibrary[] = [
  cidrLibrary,
  encodersLibrary,
  formatLibrary,
  ipLibrary,
  listsLibrary,
  mathLibrary,
  quantityLibrary,
  regexLibrary,
  semverLibrary,
  setsLibrary,
  stringsLibrary,
  urlLibrary,
];
