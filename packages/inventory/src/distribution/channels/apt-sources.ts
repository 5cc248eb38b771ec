import { parseControl } from '../../os-package/control.ts';
import { linesOf } from '../../os-package/lines.ts';

/** One place that apt installs binary packages from. */
export interface AptSource {
  readonly uri: string;
  readonly suite: string;
}

/** More sources than this are no configuration. */
const MAX_SOURCES = 1000;

/** One-line style (sources.list(5)): `deb [arch=amd64 signed-by=…] URI SUITE COMPONENT…`. */
function* oneLineSources(text: string): Generator<AptSource, undefined> {
  for (const line of linesOf(text)) {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)/.exec(line.slice(0, 2048));
    if (match?.[1] && match[2]) yield { uri: match[1], suite: match[2] };
  }
  return undefined;
}

const deb822Fields = new Set(['types', 'uris', 'suites', 'enabled']);

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}

/** deb822 style (sources.list(5)): stanzas of Types, URIs, Suites, Enabled. */
function* stanzaSources(text: string): Generator<AptSource, undefined> {
  for (const { fields } of parseControl(text, deb822Fields)) {
    const enabled = !/^(no|false|0|off|without|disable)$/i.test(fields.get('enabled') ?? 'yes');
    if (!enabled || !words(fields.get('types')).includes('deb')) continue;
    for (const uri of words(fields.get('uris'))) {
      for (const suite of words(fields.get('suites'))) yield { uri, suite };
    }
  }
  return undefined;
}

/** The enabled binary sources of one apt source file: `.sources` is deb822 style, all else one-line style. */
export function parseAptSources(path: string, text: string): readonly AptSource[] {
  const sources = path.endsWith('.sources') ? stanzaSources(text) : oneLineSources(text);
  return sources.take(MAX_SOURCES).toArray();
}

/** Debian's commercial extended support (Freexian ELTS). */
export function channelOfDebianSource({ uri }: AptSource): string | undefined {
  return /^https?:\/\/(?:[^/]*\.)?freexian\.com\/extended-lts(?:\/|$)/.test(uri) ? 'elts' : undefined;
}
