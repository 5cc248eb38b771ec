import type { FileSink, UnknownCode } from '@pratique/model';
import { BLOCK, type RawHeader, readHeader, readText, TarFormatError, Typeflag } from './header.ts';
import { type Extensions, resolveMember, type TarMember } from './member.ts';
import { readPaxRecords } from './pax.ts';
import { SparseExpander } from './sparse-expander.ts';
import { GnuSparseMap, readPaxSparse, type SparseFile, type SparseProblem } from './sparse-map.ts';

/** Is told what a tar archive holds. */
export interface TarHandler {
  /** Told before the member's bytes; answers with a sink for those that are wanted. */
  member(member: TarMember): FileSink | undefined | Promise<FileSink | undefined>;
  /** The member's content cannot be restored; a sink that was given for it has been aborted. */
  damaged(member: TarMember, code: UnknownCode, reason: string): void;
}

/** Bytes of one extended header or long name. Go's archive/tar refuses larger ones too. */
const MAX_EXTENDED = 1024 * 1024;

const State = { header: 0, extended: 1, sparseBlock: 2, data: 3, padding: 4, secondZero: 5, ended: 6 } as const;
type State = (typeof State)[keyof typeof State];

function isExtended(typeflag: number): boolean {
  return (
    typeflag === Typeflag.pax ||
    typeflag === Typeflag.paxGlobal ||
    typeflag === Typeflag.gnuLongName ||
    typeflag === Typeflag.gnuLongLink
  );
}

/**
 * A tar reader that is fed: it keeps no content but the extended headers, and passes over unwanted content without
 * looking at it. Reads v7, ustar, PAX, star and GNU headers; decides as Go's archive/tar does where readers differ.
 */
export class TarParser {
  readonly #handler: TarHandler;
  readonly #block = Buffer.allocUnsafe(BLOCK);
  #state: State = State.header;
  /** Bytes of the current block that are already in `#block`. */
  #filled = 0;
  /** Whether the current block lay over two chunks and had to be put together in `#block`. */
  #copied = false;
  /** Bytes of content left in the current member. */
  #remaining = 0;
  #padding = 0;
  /** Bytes of the archive that were taken. */
  #position = 0;
  #pending: Extensions = {};
  #extendedFlag = 0;
  #extended: Buffer = this.#block;
  #sink: FileSink | undefined;
  #sparse: { header: RawHeader; map: GnuSparseMap } | undefined;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  /** Whether the end of the archive was reached: what follows is passed over. */
  get ended(): boolean {
    return this.#state === State.ended;
  }

  /** Unwanted bytes that follow: a reader that can seek need not feed them, see {@link skip}. */
  get skippable(): number {
    if (this.#state === State.data && !this.#sink) return this.#remaining + this.#padding;
    return this.#state === State.padding ? this.#padding : 0;
  }

  /** Takes all {@link skippable} bytes as read. */
  skip(): void {
    if (this.skippable === 0) return;
    this.#position += this.skippable;
    this.#remaining = 0;
    this.#padding = 0;
    this.#state = State.header;
  }

  /**
   * Takes the next bytes. Fulfilled once handler and sinks have taken them.
   * @throws TarFormatError
   */
  async write(chunk: Buffer): Promise<void> {
    let at = 0;
    while (at < chunk.length && this.#state !== State.ended) {
      const start = at;
      if (this.#state === State.data) {
        const taken = Math.min(this.#remaining, chunk.length - at);
        if (this.#sink) {
          const writing = this.#sink.write(chunk.subarray(at, at + taken));
          if (writing) await writing;
        }
        this.#remaining -= taken;
        at += taken;
      } else if (this.#state === State.padding) {
        const taken = Math.min(this.#padding, chunk.length - at);
        this.#padding -= taken;
        at += taken;
      } else if (this.#state === State.extended) {
        const taken = Math.min(this.#remaining, chunk.length - at);
        chunk.copy(this.#extended, this.#extended.length - this.#remaining, at, at + taken);
        this.#remaining -= taken;
        at += taken;
      } else {
        at = this.#fillBlock(chunk, at);
      }
      this.#position += at - start;
      const advancing = this.#advance(chunk, at);
      if (advancing) await advancing;
    }
  }

  /** Copies towards a whole block; a block that lies whole in the chunk is read in place. */
  #fillBlock(chunk: Buffer, at: number): number {
    if (this.#filled === 0 && chunk.length - at >= BLOCK) {
      this.#filled = BLOCK;
      return at + BLOCK;
    }
    const taken = Math.min(BLOCK - this.#filled, chunk.length - at);
    chunk.copy(this.#block, this.#filled, at, at + taken);
    this.#filled += taken;
    this.#copied = true;
    return at + taken;
  }

  /** Goes on to the next state where the current one has all its bytes. */
  #advance(chunk: Buffer, at: number): void | Promise<void> {
    if (this.#state === State.data) return this.#remaining === 0 ? this.#finishMember() : undefined;
    if (this.#state === State.padding) {
      if (this.#padding === 0) this.#state = State.header;
      return undefined;
    }
    if (this.#state === State.extended) {
      if (this.#remaining === 0) this.#finishExtended();
      return undefined;
    }
    if (this.#filled < BLOCK) return undefined;
    const block = this.#copied ? this.#block : chunk.subarray(at - BLOCK, at);
    this.#filled = 0;
    this.#copied = false;
    return this.#takeBlock(block);
  }

  #takeBlock(block: Buffer): void | Promise<void> {
    if (this.#state === State.sparseBlock) {
      const sparse = this.#sparse as { header: RawHeader; map: GnuSparseMap };
      sparse.map.addBlock(block);
      return sparse.map.extended ? undefined : this.#startMember(sparse.header, sparse.map.finish());
    }
    const header = readHeader(block);
    if (this.#state === State.secondZero) {
      if (header) throw new TarFormatError('a single zero block stands between members');
      this.#state = State.ended;
      return undefined;
    }
    if (!header) {
      if (this.#describes()) this.#truncated();
      this.#state = State.secondZero;
      return undefined;
    }
    if (isExtended(header.typeflag)) return this.#startExtended(header);
    if (header.typeflag !== Typeflag.gnuSparse) return this.#startMember(header, undefined);
    const map = new GnuSparseMap(block);
    if (!map.extended) return this.#startMember(header, map.finish());
    this.#sparse = { header, map };
    this.#state = State.sparseBlock;
    return undefined;
  }

  #startExtended(header: RawHeader): void {
    if (header.size > MAX_EXTENDED) throw new TarFormatError(`an extended header exceeds ${MAX_EXTENDED} bytes`);
    this.#extendedFlag = header.typeflag;
    this.#extended = Buffer.allocUnsafe(header.size);
    this.#setContent(header.size);
    this.#state = State.extended;
    if (header.size === 0) this.#finishExtended();
  }

  #setContent(size: number): void {
    this.#remaining = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
  }

  #finishExtended(): void {
    const data = this.#extended;
    this.#extended = this.#block;
    if (this.#extendedFlag === Typeflag.gnuLongName) this.#pending.longName = readText(data, 0, data.length);
    else if (this.#extendedFlag === Typeflag.gnuLongLink) this.#pending.longLink = readText(data, 0, data.length);
    else {
      const pax = readPaxRecords(data);
      // Global headers are checked, but do not apply: Go's archive/tar, and so every container runtime, takes one for a
      // member of its own. It therefore uses up the headers before it, too.
      this.#pending = this.#extendedFlag === Typeflag.paxGlobal ? {} : { ...this.#pending, pax };
    }
    this.#state = this.#padding > 0 ? State.padding : State.header;
  }

  #startMember(header: RawHeader, gnuSparse: SparseFile | SparseProblem | undefined): void | Promise<void> {
    const sparse = gnuSparse ?? readPaxSparse(this.#pending.pax, this.#pending.pax?.size ?? header.size);
    const file = sparse && 'realSize' in sparse ? sparse : undefined;
    const member = resolveMember(header, this.#pending, sparse, this.#position);
    this.#pending = {};
    this.#sparse = undefined;
    this.#setContent(member.storedSize);
    this.#state = State.data;
    if (sparse && 'problem' in sparse) {
      this.#handler.damaged(member, 'malformed', sparse.problem);
      return this.#openSink(undefined);
    }
    const answer = this.#handler.member(member);
    if (answer instanceof Promise) return answer.then((sink) => this.#openSink(this.#expanding(sink, file, member)));
    return this.#openSink(this.#expanding(answer, file, member));
  }

  #expanding(sink: FileSink | undefined, file: SparseFile | undefined, member: TarMember): FileSink | undefined {
    if (!sink || !file) return sink;
    return new SparseExpander(file, sink, (reason) => this.#handler.damaged(member, 'malformed', reason));
  }

  #openSink(sink: FileSink | undefined): void | Promise<void> {
    this.#sink = sink;
    return this.#remaining === 0 ? this.#finishMember() : undefined;
  }

  #finishMember(): void | Promise<void> {
    const sink = this.#sink;
    this.#sink = undefined;
    this.#state = this.#padding > 0 ? State.padding : State.header;
    return sink?.end();
  }

  /**
   * The archive's bytes are over. Missing end blocks and missing padding after the last member are accepted, as by Go.
   * @throws TarFormatError where the archive breaks off within a member, a header or before the member that an extended
   *   header describes
   */
  end(): void {
    const between = this.#state === State.header || this.#state === State.secondZero;
    const complete = this.ended || this.#state === State.padding || (between && this.#filled === 0);
    if (!complete || this.#describes()) this.#truncated();
  }

  /** Whether an extended header stands before a member that has not come yet. */
  #describes(): boolean {
    const { longName, longLink, pax } = this.#pending;
    return longName !== undefined || longLink !== undefined || pax !== undefined;
  }

  #truncated(): never {
    const reason = 'the archive is truncated';
    this.abort(reason);
    throw new TarFormatError(reason);
  }

  /** Gives up: tells the sink of a member under way. */
  abort(reason: string): void {
    const sink = this.#sink;
    this.#sink = undefined;
    this.#state = State.ended;
    sink?.abort(reason);
  }
}
