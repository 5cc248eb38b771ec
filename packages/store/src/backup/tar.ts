import { storeErrors } from '../errors.ts';

/** One file of a backup. */
export interface BackupPart {
  readonly name: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/** Where the fields of a ustar header lie (POSIX.1-2001, pax, "ustar Interchange Format"). */
const SIZE = { offset: 124, length: 12 } as const;
const CHECKSUM = { offset: 148, length: 8 } as const;

/** Nothing that Pratique writes comes near: a bound on what a damaged size makes us keep. */
const MAX_PART = 1024 * 1024 * 1024;

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

/** The sum over a header with blanks for the sum itself. */
function checksum(header: Buffer): number {
  let sum = CHECKSUM.length * 0x20;
  for (let i = 0; i < BLOCK; i += 1) {
    if (i < CHECKSUM.offset || i >= CHECKSUM.offset + CHECKSUM.length) sum += header[i] ?? 0;
  }
  return sum;
}

/** A file as its blocks in a tar archive. Readable by its owner alone, no time. */
export function tarPart({ name, content }: BackupPart): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'utf8');
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, SIZE.length), SIZE.offset);
  header.write(octal(0, 12), 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${octal(checksum(header), 7)} `, CHECKSUM.offset);
  return Buffer.concat([header, content, Buffer.alloc(-content.length & (BLOCK - 1))]);
}

/** What ends an archive. */
export const tarEnd: Buffer = Buffer.alloc(BLOCK * 2);

function damaged(why: string): Error {
  return storeErrors.create('store/backup-damaged', { attempted: 'read', on: 'the backup', why });
}

/** Takes exactly so many bytes from a stream at a time. */
class Intake {
  readonly #chunks: AsyncIterator<Buffer>;
  #pending: Buffer[] = [];
  #size = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** @throws PratiqueError `store/backup-damaged` where the stream ends before */
  async take(bytes: number): Promise<Buffer> {
    while (this.#size < bytes) {
      const { value, done } = await this.#chunks.next();
      if (done) throw damaged('it is cut off');
      this.#pending.push(value);
      this.#size += value.length;
    }
    const all = this.#pending.length === 1 ? (this.#pending[0] as Buffer) : Buffer.concat(this.#pending);
    this.#pending = [all.subarray(bytes)];
    this.#size = all.length - bytes;
    return all.subarray(0, bytes);
  }
}

/**
 * The files of an archive that {@link tarPart} wrote, one at a time; other forms of tar are refused.
 * @throws PratiqueError `store/backup-damaged`
 */
export async function* readTar(stream: AsyncIterable<Buffer>): AsyncGenerator<BackupPart> {
  const intake = new Intake(stream);
  for (;;) {
    const header = await intake.take(BLOCK);
    if (header[0] === 0) return;
    const stated = Number.parseInt(header.toString('latin1', CHECKSUM.offset, CHECKSUM.offset + 6), 8);
    if (stated !== checksum(header)) throw damaged('it holds a header that is none');
    const size = Number.parseInt(header.toString('latin1', SIZE.offset, SIZE.offset + SIZE.length - 1), 8);
    if (!(size >= 0 && size <= MAX_PART)) throw damaged('it holds a file of an impossible size');
    const end = header.subarray(0, 100).indexOf(0);
    const name = header.toString('utf8', 0, end === -1 ? 100 : end);
    const content = await intake.take(size);
    await intake.take(-size & (BLOCK - 1));
    yield { name, content };
  }
}
