import type { Limits } from '@pratique/foundation';
import type { Digest, FileEntry, FileSink, FileType, FileVisitor, Unknown, UnknownCode } from '@pratique/model';
import { UnknownCollector } from '../unknowns.ts';
import { Typeflag } from './header.ts';
import type { TarMember } from './member.ts';
import { type TarHandler, TarParser } from './parser.ts';
import { normalizePath, readWhiteout } from './path.ts';

/** Members that describe the archive or other members, not a path. */
const bookkeeping: ReadonlySet<number> = new Set([
  Typeflag.solarisAcl,
  Typeflag.solarisAttributes,
  Typeflag.solarisPax,
  Typeflag.inode,
  Typeflag.gnuOldLongName,
  Typeflag.gnuVolume,
]);

const types: ReadonlyMap<number, FileType> = new Map<number, FileType>([
  [Typeflag.hardlink, 'hardlink'],
  [Typeflag.symlink, 'symlink'],
  [Typeflag.characterDevice, 'character-device'],
  [Typeflag.blockDevice, 'block-device'],
  [Typeflag.directory, 'directory'],
  [Typeflag.gnuDirectory, 'directory'],
  [Typeflag.fifo, 'fifo'],
]);

/** How far a tar archive was walked. */
export interface WalkSummary {
  readonly entries: number;
  readonly unknowns: readonly Unknown[];
}

/**
 * Walks the tar archive of a layer as it arrives and tells a visitor its entries: paths normalized, whiteouts
 * recognized, everything that breaks a rule or a bound left out and kept as an unknown.
 */
export class LayerWalker {
  readonly #visitor: FileVisitor;
  readonly #limits: Limits;
  readonly #unknowns: UnknownCollector;
  readonly #parser: TarParser;
  #entries = 0;
  #overflowed = false;
  /** Zero bytes that sparse files still may expand to; they cost an attacker nothing. */
  #holesLeft: number;

  constructor(visitor: FileVisitor, limits: Limits, layer?: Digest) {
    this.#visitor = visitor;
    this.#limits = limits;
    this.#unknowns = new UnknownCollector(layer);
    this.#holesLeft = limits.layerBytes;
    const handler: TarHandler = {
      member: (member) => this.#member(member),
      damaged: (member, code, reason) => this.#leaveOut(member, code, reason),
    };
    this.#parser = new TarParser(handler);
  }

  /**
   * Takes the next bytes of the archive. Fulfilled once the visitor has taken what it wants of them.
   * @throws TarFormatError
   */
  async write(chunk: Buffer): Promise<void> {
    if (!this.#overflowed) await this.#parser.write(chunk);
  }

  /** @throws TarFormatError where the archive is truncated */
  end(): WalkSummary {
    if (!this.#overflowed) this.#parser.end();
    return { entries: this.#entries, unknowns: this.#unknowns.list() };
  }

  /** Ends before the archive does, because of a bound: tells the sink of a file under way. */
  cut(exceeded: string): WalkSummary {
    this.#parser.abort(exceeded);
    this.#unknowns.add('too-large', `the layer is left out from the middle on: ${exceeded}`);
    return { entries: this.#entries, unknowns: this.#unknowns.list() };
  }

  /** Gives up: tells the sink of a file under way. */
  abort(reason: string): void {
    this.#parser.abort(reason);
  }

  #leaveOut(member: TarMember, code: UnknownCode, reason: string): undefined {
    this.#unknowns.add(code, reason, member.name);
    return undefined;
  }

  #member(member: TarMember): FileSink | undefined | Promise<FileSink | undefined> {
    if (this.#overflowed || bookkeeping.has(member.typeflag)) return undefined;
    if (this.#entries >= this.#limits.layerEntries) {
      this.#overflowed = true;
      this.#unknowns.add(
        'too-large',
        `the layer has more than ${this.#limits.layerEntries} entries; the rest is left out`,
      );
      return undefined;
    }
    this.#entries++;
    if (member.name.length > this.#limits.pathLength || member.linkName.length > this.#limits.pathLength)
      return this.#leaveOut(member, 'too-large', `its path is longer than ${this.#limits.pathLength} characters`);
    const path = normalizePath(member.name);
    if (path === undefined) return this.#leaveOut(member, 'malformed', 'its path leads out of the root');
    if (member.typeflag === Typeflag.gnuContinuation)
      return this.#leaveOut(member, 'unsupported', 'it continues from another volume');
    const type = types.get(member.typeflag) ?? 'file';
    if (path === '') {
      if (type !== 'directory') this.#leaveOut(member, 'malformed', 'it has no path');
      return undefined;
    }
    const whiteout = readWhiteout(path);
    if (!whiteout) return this.#tell(member, path, type);
    if (whiteout.type === 'ignored') return undefined;
    if (whiteout.type === 'malformed') return this.#leaveOut(member, 'malformed', 'its whiteout names nothing');
    return this.#visit(member, { ...plain(member), path: whiteout.path, type: whiteout.type });
  }

  #tell(member: TarMember, path: string, type: FileType): FileSink | undefined | Promise<FileSink | undefined> {
    if (type === 'file') {
      if (member.size > this.#limits.layerBytes)
        return this.#leaveOut(member, 'too-large', 'its size is larger than any layer may be');
      return this.#visit(member, { ...plain(member), path, type, size: member.size });
    }
    if (type !== 'hardlink' && type !== 'symlink') return this.#visit(member, { ...plain(member), path, type });
    if (type === 'symlink') return this.#visit(member, { ...plain(member), path, type, linkTarget: member.linkName });
    const linkTarget = normalizePath(member.linkName);
    if (!linkTarget) return this.#leaveOut(member, 'malformed', 'its hard link leads out of the root or nowhere');
    return this.#visit(member, { ...plain(member), path, type, linkTarget });
  }

  #visit(member: TarMember, entry: FileEntry): FileSink | undefined | Promise<FileSink | undefined> {
    const answer = this.#visitor.entry(entry);
    // Only files have content: a sink for anything else would wait for bytes that never come.
    if (entry.type !== 'file') return answer instanceof Promise ? answer.then(() => undefined) : undefined;
    if (member.size === member.storedSize) return answer;
    return answer instanceof Promise
      ? answer.then((sink) => this.#withinHoles(member, sink))
      : this.#withinHoles(member, answer);
  }

  #withinHoles(member: TarMember, sink: FileSink | undefined): FileSink | undefined {
    if (!sink) return undefined;
    const holes = Math.max(0, member.size - member.storedSize);
    if (holes <= this.#holesLeft) {
      this.#holesLeft -= holes;
      return sink;
    }
    const reason = 'the sparse files of the layer expand to more than a layer may hold';
    sink.abort(reason);
    return this.#leaveOut(member, 'too-large', reason);
  }
}

function plain(member: TarMember): Omit<FileEntry, 'path' | 'type'> {
  return { size: 0, mode: member.mode, uid: member.uid, gid: member.gid };
}
