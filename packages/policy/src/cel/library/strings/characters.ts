import { CelError } from '../../function.ts';

/**
 * A text by characters. CEL counts code points, JavaScript UTF-16 units: they are the same until the first surrogate, so most
 * texts need no copy.
 */
export class Characters {
  readonly length: number;
  private readonly text: string;
  private readonly points: readonly string[] | undefined;

  constructor(text: string) {
    this.text = text;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : undefined;
    this.length = this.points?.length ?? text.length;
  }

  slice(start: number, end: number): string {
    return this.points ? this.points.slice(start, end).join('') : this.text.slice(start, end);
  }

  /** Position in UTF-16 units of a character. */
  unitsBefore(character: number): number {
    return this.points ? this.slice(0, character).length : character;
  }

  /** The character that a position in UTF-16 units belongs to; -1 stays. */
  characterAt(unit: number): number {
    return this.points && unit > 0 ? Array.from(this.text.slice(0, unit)).length : unit;
  }

  /** @throws CelError `invalid-argument` for what is no position from 0 to the length */
  position(index: bigint): number {
    if (index < 0n || index > BigInt(this.length))
      throw new CelError('invalid-argument', `index out of range: ${index}`);
    return Number(index);
  }
}
