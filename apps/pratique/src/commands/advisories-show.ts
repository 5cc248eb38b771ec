import { jsonText, printable } from '@pratique/foundation';
import type { Advisory, AdvisoryDatabase, Epss, KnownExploited, VexStatement } from '@pratique/model';
import { fewOf } from '../cli/columns.ts';
import { type Invocation, textOption } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openDatabase } from './open-database.ts';

/** Other vulnerabilities that one advisory names; the rest is counted. */
const IDS_SHOWN = 6;

/** What the database says of one id. */
interface Known {
  readonly id: string;
  readonly advisories: readonly Advisory[];
  readonly knownExploited: KnownExploited | undefined;
  readonly epss: Epss | undefined;
  readonly vex: readonly VexStatement[];
}

/** People write ids in any case; feeds have one. */
function spellings(id: string): readonly string[] {
  return [...new Set([id, id.toUpperCase(), id.replace(/^ghsa-.*$/i, (text) => `GHSA${text.slice(4).toLowerCase()}`)])];
}

function lookUp(database: AdvisoryDatabase, given: string): Known {
  const found = spellings(given).map((id) => ({
    id,
    advisories: database.advisoriesFor(id),
    knownExploited: database.knownExploited(id),
    epss: database.epss(id),
    vex: database.vex(id),
  }));
  return (found.find(isKnown) ?? found[0]) as Known;
}

function isKnown({ advisories, knownExploited, epss, vex }: Known): boolean {
  return advisories.length > 0 || knownExploited !== undefined || epss !== undefined || vex.length > 0;
}

function describe(advisory: Advisory, asked: string): string {
  const { id, feed, title, aliases, vulnerabilities, severity, cvss, published, modified, references } = advisory;
  const others = vulnerabilities.filter((vulnerability) => vulnerability !== id && vulnerability !== asked);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', title === id ? '' : title],
    ['aliases', fewOf(aliases, IDS_SHOWN)],
    ['also fixes', fewOf(others, IDS_SHOWN)],
    ['severity', severity],
    ['cvss', cvss.map(({ vector }) => vector).join(', ')],
    ['published', published?.slice(0, 10)],
    ['modified', modified?.slice(0, 10)],
    ['withdrawn', advisory.withdrawn?.slice(0, 10)],
    ['reference', references[0]],
  ];
  const lines = facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(10)}  ${printable(value)}`] : []));
  return [`${printable(id)}  (${printable(feed)})`, ...lines].join('\n');
}

function text({ id, advisories, knownExploited, epss, vex }: Known): string {
  const facts = [
    ...(knownExploited
      ? [`Known exploited since ${knownExploited.dateAdded}${knownExploited.ransomware ? ', by ransomware too' : ''}.`]
      : []),
    ...(epss
      ? [
          `EPSS ${(epss.score * 100).toFixed(2)} %: more likely to be exploited than ${Math.floor(epss.percentile * 100)} % of all.`,
        ]
      : []),
    ...(vex.length > 0 ? [`VEX: ${vex.length} ${vex.length === 1 ? 'statement' : 'statements'}.`] : []),
  ];
  const blocks = [...(facts.length > 0 ? [facts.join('\n')] : []), ...advisories.map((one) => describe(one, id))];
  return blocks.join('\n\n');
}

/** `pratique advisories show ID`: exit 1 where no loaded feed knows it. */
export async function run({ args: [given = ''], options }: Invocation): Promise<ExitCode> {
  const database = openDatabase();
  try {
    const known = lookUp(database, given);
    const json = textOption(options, 'format') === 'json';
    const none = `No loaded feed knows ${printable(given)}.`;
    await writeOutput(undefined, json ? jsonText(known) : `${isKnown(known) ? text(known) : none}\n`);
    return isKnown(known) ? exitCodes.done : exitCodes.denied;
  } finally {
    database.close();
  }
}
