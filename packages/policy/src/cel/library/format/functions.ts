import type { CelFunction, CelLibrary } from '../../function.ts';
import { listOf, opaque, optionalOf, text } from '../../types.ts';
import { Optional } from '../../values.ts';
import { spendText } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { type NamedFormat, namedFormats } from './formats.ts';

const formatType = opaque('kubernetes.NamedFormat');

const functions: readonly CelFunction[] = [
  declareFunction(
    'format.named',
    [text],
    optionalOf(formatType),
    ([name]) => new Optional(namedFormats.get(name as string)),
  ),
  ...[...namedFormats.values()].map((format) => declareFunction(`format.${format.name}`, [], formatType, () => format)),
  declareMethod('validate', [formatType, text], optionalOf(listOf(text)), ([format, source], meter) => {
    spendText(meter, source as string);
    const errors = (format as NamedFormat).validate(source as string);
    return new Optional(errors.length > 0 ? errors : undefined);
  }),
];

/** Kubernetes' named text formats. */
export const formatLibrary: CelLibrary = { id: 'kubernetes.format', functions };
