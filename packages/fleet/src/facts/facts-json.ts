import { type Fact, type Facts, UnknownFact } from '@pratique/model';

const INSTANT = '$instant';
const UNKNOWN = '$unknown';

/** A fact as JSON. Names that begin with `$` get another one, so that data cannot pass for instants and unknowns. */
export function encodeFact(fact: Fact): unknown {
  if (fact instanceof Date) return { [INSTANT]: fact.getTime() };
  if (fact instanceof UnknownFact) return { [UNKNOWN]: fact.reason };
  if (typeof fact === 'bigint') return Number(fact);
  if (fact === undefined || fact === null || typeof fact !== 'object') return fact;
  if (Array.isArray(fact)) return fact.map((item: Fact) => encodeFact(item) ?? null);
  const entries = Object.entries(fact as Facts).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.startsWith('$') ? `$${name}` : name, encodeFact(value)]),
  );
}

/** The fact that {@link encodeFact} made JSON of. */
export function decodeFact(json: unknown): Fact {
  if (typeof json !== 'object' || json === null) return json as Fact;
  if (Array.isArray(json)) return json.map(decodeFact);
  const object = json as Readonly<Record<string, unknown>>;
  if (typeof object[INSTANT] === 'number') return new Date(object[INSTANT]);
  if (typeof object[UNKNOWN] === 'string') return new UnknownFact(object[UNKNOWN]);
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name.startsWith('$') ? name.slice(1) : name, decodeFact(value)]),
  );
}
