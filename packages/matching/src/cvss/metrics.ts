/** Metric → value, as a vector writes them. */
export type Metrics = ReadonlyMap<string, string>;

/** Legal values per metric; the first of an optional metric stands for "not defined". */
export type MetricTable = Readonly<Record<string, readonly string[]>>;

/** Longest vector with every metric of CVSS 4.0 set is below 200 characters. */
const MAX_VECTOR_LENGTH = 256;

/**
 * Takes a vector apart. Undefined where it does not begin with the prefix, a metric is unknown, has an illegal value or comes
 * twice, or a required one is missing. Order is not looked at: feeds do not keep to it.
 */
export function readMetrics(
  vector: string,
  prefix: string,
  required: MetricTable,
  optional: MetricTable,
): Metrics | undefined {
  if (vector.length > MAX_VECTOR_LENGTH || !vector.startsWith(prefix)) return undefined;
  const metrics = new Map<string, string>();
  for (const part of vector.slice(prefix.length).replace(/\/$/, '').split('/')) {
    const colon = part.indexOf(':');
    const [name, value] = [part.slice(0, colon), part.slice(colon + 1)];
    const legal = Object.hasOwn(required, name)
      ? required[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    if (!legal?.includes(value) || metrics.has(name)) return undefined;
    metrics.set(name, value);
  }
  return Object.keys(required).every((name) => metrics.has(name)) ? metrics : undefined;
}
