/** What an installed gem's specification states. */
export interface Gemspec {
  readonly name?: string;
  readonly version?: string;
  /** Absent for gems of pure Ruby. */
  readonly platform?: string;
  readonly licenses: readonly string[];
}

/** A quoted string without interpolation: `"json".freeze`, `'json'`. */
const quoted = /"([^"\\#]{1,200})"|'([^'\\]{1,200})'/;
/** The line that RubyGems itself reads instead of the whole file: name, version, platform, load paths. */
const stub = /^# stub: (\S{1,200}) (\S{1,100}) (\S{1,100})(?: |$)/m;

/** The literal that is assigned to an attribute, such as `s.name = "x"` or `s.version = Gem::Version.new("1")`. */
function assigned(text: string, attribute: string): string | undefined {
  const line = new RegExp(`^[ \\t]{0,40}\\w{1,40}\\.${attribute}[ \\t]{0,40}=[ \\t]{0,40}([^\\n]{1,500})`, 'm').exec(
    text,
  )?.[1];
  const match = line === undefined ? undefined : quoted.exec(line);
  return match?.[1] ?? match?.[2];
}

function licenses(text: string): string[] {
  const list = /^[ \t]{0,40}\w{1,40}\.licenses[ \t]{0,40}=\s{0,40}\[([^\]]{0,2000})\]/m.exec(text)?.[1];
  if (list === undefined) return [assigned(text, 'license')].filter((name) => name !== undefined);
  return [...list.matchAll(new RegExp(quoted, 'g'))].map((match) => match[1] ?? match[2] ?? '');
}

/**
 * Reads a specification as RubyGems writes it when it installs a gem. The Ruby text is searched for literals and never
 * evaluated: what is computed stays absent.
 */
export function parseGemspec(text: string): Gemspec {
  const [, stubName, stubVersion, stubPlatform] = stub.exec(text) ?? [];
  const platform = assigned(text, 'platform') ?? stubPlatform;
  return {
    name: assigned(text, 'name') ?? stubName,
    version: assigned(text, 'version') ?? stubVersion,
    platform: platform === 'ruby' ? undefined : platform,
    licenses: licenses(text),
  };
}
