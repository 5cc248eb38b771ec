import type { Cataloger } from '@pratique/model';
import { type InstalledFacts, installedPackages } from '../../reading/installed-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';
import { readText } from '../../reading/text.ts';
import { isOtpApplication } from './otp-applications.ts';
import { pairValue, parseTerms, type Term, termItems, termText } from './parse-terms.ts';

/** `{application, name, [{vsn, "1.0"}, …]}.` (Erlang/OTP, app(4)). */
function applicationFacts(terms: readonly Term[]): InstalledFacts | undefined {
  const [tag, name, keys] = termItems(terms[0]);
  const text = termText(name);
  if (termText(tag) !== 'application' || text === undefined) return undefined;
  const version = pairValue(termItems(keys), 'vsn');
  return {
    type: isOtpApplication(text) ? 'otp' : 'hex',
    name: text,
    // An atom such as `git` is an instruction to the build tool, no version.
    version: typeof version === 'string' ? version.trim() : '',
  };
}

/** `{<<"name">>,<<"plug">>}. {<<"version">>,<<"1.0.0">>}. …`, as Hex writes beside unpacked packages. */
function hexFacts(terms: readonly Term[]): InstalledFacts | undefined {
  const name = termText(pairValue(terms, 'name'));
  if (name === undefined) return undefined;
  const licenses = termItems(pairValue(terms, 'licenses')).slice(0, 32).map(termText);
  return {
    type: 'hex',
    name,
    version: termText(pairValue(terms, 'version')) ?? '',
    license: licenseExpression(licenses.filter((license) => license !== undefined)),
  };
}

/** Catalogs Erlang and Elixir applications by their resource files, and unpacked Hex packages by their metadata. */
export const erlangInstalledCataloger: Cataloger = {
  id: 'erlang-installed',
  version: 1,
  scope: 'always',
  finds: ['hex', 'otp'],
  globs: ['**/ebin/*.app', '**/hex_metadata.config'],
  maxBytes: 4 * 1024 * 1024,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const terms = parseTerms(text.value);
    if (!terms) return onlyMalformed(file, 'is not a sequence of Erlang terms');
    const facts = file.entry.path.endsWith('.app') ? applicationFacts(terms) : hexFacts(terms);
    return facts ? installedPackages(file, [facts]) : onlyMalformed(file, 'names no application');
  },
};
