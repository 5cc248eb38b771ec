import { printable } from '@pratique/foundation';
import type { RegistryResponse } from './response.ts';

/** What is read of an error body. */
const MAX_BODY = 16_384;
const MAX_QUOTED = 200;

/** Text of a stranger in one line, for a message. */
export function quotable(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim().slice(0, MAX_QUOTED));
}

/** The reason that an error of the network gives, also where it is a bundle of attempts. */
export function networkReason(error: unknown): string {
  const { message, errors, code } = error as Partial<AggregateError> & { readonly code?: string };
  const [first] = (errors ?? []) as readonly Error[];
  const reason = message || first?.message || code || 'the connection failed';
  return quotable(code === undefined || reason.includes(code) ? reason : `${reason} (${code})`);
}

function textsOf(record: Readonly<Record<string, unknown>>, ...keys: readonly string[]): readonly string[] {
  return keys.map((key) => record[key]).filter((value): value is string => typeof value === 'string' && value !== '');
}

/** The first error of a registry (distribution-spec, "Error codes"), or what token servers and gateways say instead. */
function statedReason(document: unknown): string {
  const fields = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
  const first: unknown = Array.isArray(fields['errors']) ? fields['errors'][0] : undefined;
  if (typeof first === 'object' && first !== null)
    return textsOf(first as Record<string, unknown>, 'code', 'message').join(', ');
  if (typeof first === 'string') return first;
  return textsOf(fields, 'error', 'error_description', 'message', 'details', 'cause').join(', ');
}

/**
 * What an answer says about why it refuses: `: CODE, message`, or nothing where it says nothing that can be quoted.
 * `redact` takes out secrets that a server repeats.
 */
export async function diagnose(response: RegistryResponse, redact: (text: string) => string): Promise<string> {
  try {
    const text = (await response.read(MAX_BODY)).toString('utf8');
    if (/^\s*</.test(text)) return ' with a web page';
    const reason = quotable(redact(statedReason(JSON.parse(text))));
    return reason === '' ? '' : `: ${reason}`;
  } catch {
    return '';
  }
}
