import type { HistoryEntry, ImageConfig, Platform } from '@pratique/model';
import { MAX_LAYERS } from './documents.ts';
import { type Fields, parseDocument } from './fields.ts';

const MAX_ITEMS = 100_000;
const MAX_HISTORY = 10_000;

/** An image configuration and the platform that it states. */
export interface ConfigDocument {
  readonly config: ImageConfig;
  readonly platform: Platform;
}

/** Early versions of Docker wrote a single text where a list is meant. */
function command(fields: Fields | undefined, name: string): readonly string[] {
  if (!fields) return [];
  try {
    return fields.texts(name, MAX_ITEMS);
  } catch (error) {
    const single = textOrUndefined(fields, name);
    if (single === undefined) throw error;
    return [single];
  }
}

function textOrUndefined(fields: Fields, name: string): string | undefined {
  try {
    return fields.text(name);
  } catch {
    return undefined;
  }
}

function historyEntry(fields: Fields): HistoryEntry {
  const created = fields.text('created');
  const createdBy = fields.text('created_by');
  const comment = fields.text('comment');
  return {
    ...(created !== undefined && { created }),
    ...(createdBy !== undefined && { createdBy }),
    ...(comment !== undefined && { comment }),
    emptyLayer: fields.flag('empty_layer'),
  };
}

function hasHealthcheck(fields: Fields | undefined): boolean {
  const check = fields?.object('Healthcheck');
  const test = command(check, 'Test');
  return test.length > 0 && test[0] !== 'NONE' && test[0] !== '';
}

/**
 * Reads an image configuration (image-spec, config.md). `on` names it in messages.
 * @throws PratiqueError `oci/document-invalid`, `oci/limit-exceeded`
 */
export function readConfig(bytes: Buffer, on: string): ConfigDocument {
  const fields = parseDocument(bytes, on);
  const run = fields.object('config');
  const created = fields.text('created');
  const author = fields.text('author');
  const variant = fields.text('variant');
  const config: ImageConfig = {
    ...(created !== undefined && { created }),
    ...(author !== undefined && { author }),
    user: run?.text('User') ?? '',
    env: run?.texts('Env', MAX_ITEMS) ?? [],
    entrypoint: command(run, 'Entrypoint'),
    cmd: command(run, 'Cmd'),
    workingDir: run?.text('WorkingDir') ?? '',
    exposedPorts: run?.keys('ExposedPorts') ?? [],
    volumes: run?.keys('Volumes') ?? [],
    labels: run?.textMap('Labels') ?? {},
    healthcheck: hasHealthcheck(run),
    history: fields.objects('history', MAX_HISTORY).map(historyEntry),
    diffIds: fields.object('rootfs')?.digests('diff_ids', MAX_LAYERS) ?? [],
  };
  const platform = {
    os: fields.text('os') || 'linux',
    architecture: fields.text('architecture') || 'unknown',
    ...(variant && { variant }),
  };
  return { config, platform };
}

/** The history line that made each layer, or undefined for all where history and layers do not go together. */
export function createdByOf({ history, diffIds }: ImageConfig): readonly (string | undefined)[] {
  const made = history.filter((entry) => !entry.emptyLayer);
  return diffIds.map((_, index) => (made.length === diffIds.length ? made[index]?.createdBy : undefined));
}
