import { asObject, asText, member, parseJson } from '../reading/json.ts';

/** What is remembered of the last load of an ecosystem, as the database keeps it: one text. */
export interface LoadState {
  /** Of `all.zip`. */
  readonly archive?: string;
  /** Of `modified_id.csv`. */
  readonly list?: string;
  /** Newest instant of `modified_id.csv` that was loaded. */
  readonly newest?: string;
  /** Its number of rows: fewer rows than before mean that records were taken away. */
  readonly rows?: number;
  /** Newest instant at the last whole load. */
  readonly whole?: string;
}

/** Writes the state as the validator of a batch. */
export function writeLoadState(state: LoadState): string {
  return JSON.stringify(state);
}

/** Reads it back; an empty state for anything else. */
export function readLoadState(validator: string | undefined): LoadState {
  if (validator === undefined) return {};
  const parsed = parseJson(Buffer.from(validator), 4096);
  const state = parsed.ok ? asObject(parsed.value) : undefined;
  const rows = member(state, 'rows');
  return {
    archive: asText(member(state, 'archive')),
    list: asText(member(state, 'list')),
    newest: asText(member(state, 'newest')),
    whole: asText(member(state, 'whole')),
    ...(typeof rows === 'number' && { rows }),
  };
}

/** One line of `modified_id.csv`: `<instant>,<id>` (in the export's top folder `<instant>,<ecosystem>/<id>`). */
export interface ModifiedRow {
  readonly modified: string;
  readonly id: string;
}

const rowForm = /^(?<modified>\d{4}-\d{2}-\d{2}T[\d:.]{8,20}Z?),(?<id>[A-Za-z0-9][A-Za-z0-9._:+@-]{0,199})$/;

/** Rows of an incremental list; a line of another form makes the list unusable: undefined. */
export function readModifiedList(bytes: Buffer): readonly ModifiedRow[] | undefined {
  const rows: ModifiedRow[] = [];
  for (const line of bytes.toString('utf8').split('\n')) {
    const text = line.trim();
    if (text === '') continue;
    const groups = rowForm.exec(text)?.groups;
    if (!groups) return undefined;
    rows.push({ modified: groups['modified'] as string, id: groups['id'] as string });
  }
  return rows;
}
