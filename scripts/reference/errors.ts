import type { ErrorTable } from '../../packages/foundation/src/index.ts';

function isTable(value: unknown): value is ErrorTable<string> {
  return typeof value === 'object' && value !== null && 'definitions' in value && 'create' in value;
}

/** Every package with errors of its own exports its table. */
async function tablesOf(entry: string): Promise<ErrorTable<string>[]> {
  return Object.values((await import(entry)) as Record<string, unknown>).filter(isTable);
}

/** The reference of error codes. */
export async function errorsReference(entries: readonly string[]): Promise<string> {
  const tables = (await Promise.all(entries.map(tablesOf))).flat();
  const rows = tables
    .flatMap(({ definitions }) => Object.entries(definitions))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { kind, meaning, nextStep }]) => `| \`${code}\` | ${kind} | ${meaning} | ${nextStep} |`);
  return [
    '# Error codes',
    '',
    'Every error carries one of these codes. Kind says who can act: `user` (exit 2), `operational` (exit 4), `bug` (exit 4).',
    '',
    '| code | kind | when | next step |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
