import type { GoBuildInfo, GoModule } from './build-info.ts';

/** Build settings are few; what a hostile file adds is not kept. */
const MAX_SETTINGS = 200;

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** What one escape sequence of a Go string literal stands for (Go specification, "String literals"). */
function unescape(sequence: string): string {
  const hex = /^\\[xuU]([0-9A-Fa-f]+)$/.exec(sequence)?.[1];
  if (hex) {
    const code = Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
  }
  const octal = /^\\([0-7]{3})$/.exec(sequence)?.[1];
  return octal ? String.fromCodePoint(Number.parseInt(octal, 8)) : (escapes[sequence.slice(1)] ?? sequence.slice(1));
}

/** Undoes Go's strconv.Quote; undefined where the text is not one quoted string. */
export function unquoteGo(text: string): string | undefined {
  if (text.length >= 2 && text.startsWith('`') && text.endsWith('`')) return text.slice(1, -1);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const escape = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{3}|.)/g;
  return text.slice(1, -1).replaceAll(escape, unescape);
}

function readModule(columns: readonly string[]): GoModule | undefined {
  const [path, version] = columns;
  return path === undefined || version === undefined || columns.length > 3 ? undefined : { path, version };
}

function readSetting(text: string, settings: Map<string, string>): void {
  const equals = text.indexOf('=');
  if (equals <= 0 || settings.size >= MAX_SETTINGS) return;
  const key = text.slice(0, equals);
  const value = text.slice(equals + 1);
  settings.set(key, unquoteGo(value) ?? value);
}

/**
 * Parses what `debug.BuildInfo.String` writes (Go, runtime/debug/mod.go): `path`, `mod`, `dep`, `=>` and `build` lines
 * with tabs between columns. Unknown lines are skipped; `damaged` counts known ones that make no sense.
 */
export function parseModuleInfo(text: string): Omit<GoBuildInfo, 'goVersion'> {
  let path = '';
  let main: GoModule | undefined;
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  let damaged = 0;
  let last: 'main' | 'dependency' | undefined;

  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t');
    const word = tab < 0 ? line : line.slice(0, tab);
    const rest = tab < 0 ? '' : line.slice(tab + 1);
    if (word === 'path') path = rest;
    else if (word === 'build') readSetting(rest, settings);
    else if (word === 'mod' || word === 'dep' || word === '=>') {
      const module = readModule(rest.split('\t'));
      if (!module || (word === '=>' && !last)) damaged++;
      else if (word === 'mod') main = module;
      else if (word === 'dep') dependencies.push(module);
      else if (last === 'main' && main) main = { ...main, replacedBy: module };
      else dependencies.push({ ...(dependencies.pop() as GoModule), replacedBy: module });
      last = module && word !== '=>' ? (word === 'mod' ? 'main' : 'dependency') : undefined;
    }
  }
  return { path, ...(main && { main }), dependencies, settings, damaged };
}
