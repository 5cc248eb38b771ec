import type { Fact, Facts } from '@pratique/model';
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { extended } from './extended.ts';
import { interpolate } from './interpolate.ts';
import { factsOf, isFacts } from './values.ts';

/** Characters of one file. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_SERVICES = 1000;
const MAX_DEPTH = 64;

/** One service of a compose file, with variables' defaults filled in. */
export interface ComposeService {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** With what it extends within the file. */
  readonly spec: Facts;
  /** The named volumes of the file. */
  readonly volumes: Facts;
  /** One clause: why not all of it is known. */
  readonly unread?: string;
  /** Line of a field of it, by the path of its keys; the service's own where it is not there. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/** What a compose file holds, or why it could not be read. */
export type ComposeReading =
  | { readonly services: readonly ComposeService[]; readonly problem?: undefined }
  | { readonly services?: undefined; readonly problem: { readonly reason: string; readonly line: number } };

function filled(value: unknown, depth = 0): Fact {
  if (typeof value === 'string') return interpolate(value);
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => filled(item, depth + 1));
  if (value === null || typeof value !== 'object') return value as Fact;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, depth + 1)]));
}

/** Services by name, merge keys included. */
function servicesOf(map: YAMLMap, values: Facts, volumes: Facts, lines: LineCounter): ComposeService[] {
  const services = factsOf(filled(values));
  const at = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  return Object.entries(services).map(([name, written]) => {
    const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    const value = pair?.value;
    const line = at((isScalar(pair?.key) ? pair.key : map).range?.[0]);
    const unread = isFacts(written) ? undefined : `services.${name} is no mapping`;
    return {
      name,
      line,
      volumes,
      ...(unread === undefined ? extended(name, services) : { spec: {}, unread }),
      lineOf: (path) => {
        const node = (isMap(value) ? value.getIn(path, true) : undefined) as
          | { range?: [number, number, number] }
          | undefined;
        return node?.range ? at(node.range[0]) : line;
      },
    };
  });
}

/** Reads a compose file (compose-spec): YAML with merge keys, one document. */
export function readCompose(text: string): ComposeReading {
  if (text.length > MAX_LENGTH) return { problem: { reason: `is longer than ${MAX_LENGTH} characters`, line: 1 } };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
    const [error] = document.errors;
    if (error) return { problem: { reason: `is no YAML: ${error.message}`, line: lines.linePos(error.pos[0]).line } };
    // Resolves aliases within the bound, or throws: a few of them can stand for gigabytes.
    const values = document.toJS({ maxAliasCount: 100 }) as { services?: Facts; volumes?: Fact };
    const services = document.get('services');
    if (!isMap(services)) return { problem: { reason: 'has no services', line: 1 } };
    if (services.items.length > MAX_SERVICES)
      return { problem: { reason: `has more than ${MAX_SERVICES} services`, line: 1 } };
    const volumes = factsOf(filled(values.volumes));
    return { services: servicesOf(services, values.services ?? {}, volumes, lines) };
  } catch (error) {
    return { problem: { reason: `is no YAML: ${(error as Error).message.split('\n', 1)[0]}`, line: 1 } };
  }
}
