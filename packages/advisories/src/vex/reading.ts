import type { Unknown, VexStatement } from '@pratique/model';
import { asKey } from '../reading/text.ts';

/** What a VEX document says, and what in it could not be used. */
export interface VexReading {
  readonly statements: readonly VexStatement[];
  readonly unknowns: readonly Unknown[];
}

/** Bounds of one document. */
export const MAX_STATEMENTS = 500_000;
export const MAX_PRODUCTS = 50_000;
const MAX_UNKNOWNS = 100;
const MAX_NOTE = 1024;

/** Collects the statements of one document. */
export class VexCollector {
  readonly statements: VexStatement[] = [];
  readonly #unknowns: Unknown[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Notes a part that could not be used; the first hundred are kept. */
  unknown(reason: string, code: Unknown['code'] = 'malformed'): void {
    if (this.#unknowns.length < MAX_UNKNOWNS) this.#unknowns.push({ code, reason, path: this.#path });
  }

  add(statement: VexStatement): void {
    if (this.statements.length < MAX_STATEMENTS) this.statements.push(statement);
    else if (this.statements.length === MAX_STATEMENTS)
      this.unknown(`more than ${MAX_STATEMENTS} statements`, 'too-large');
  }

  result(): VexReading {
    return { statements: this.statements, unknowns: this.#unknowns };
  }
}

/** A product or component as matching compares it: a purl, a CPE, a digest, a reference. Undefined for what is none. */
export function productName(value: unknown): string | undefined {
  const text = typeof value === 'string' && value.length <= 2048 ? value.trim() : undefined;
  if (!text || /[\s\p{Cc}]/u.test(text)) return undefined;
  return text;
}

/** A short text of the author's: reasons, remedies. */
export function noteOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value
    .slice(0, 2 * MAX_NOTE)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (text === '') return undefined;
  return text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE - 1)}…` : text;
}

/** An author or document name. */
export function nameOf(value: unknown, otherwise: string): string {
  return asKey(typeof value === 'string' ? value.trim() : value) ?? otherwise;
}

/** The object without its undefined members. */
export function defined<Shape extends object>(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}
