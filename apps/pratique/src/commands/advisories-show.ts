import type { Advisory } from '@pratique/model';
import { type Invocation, textOption } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openDatabase } from './open-database.ts';

function describe({
  id,
  feed,
  title,
  aliases,
  vulnerabilities,
  severity,
  cvss,
  published,
  modified,
  references,
}: Advisory): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['feed', feed],
    ['title', title],
    ['aliases', aliases.join(', ')],
    ['fixes', vulnerabilities.join(', ')],
    ['severity', severity],
    ['cvss', cvss.map(({ vector }) => vector).join(', ')],
    ['published', published],
    ['modified', modified],
    ['reference', references[0]],
  ];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  return [id, ...lines].join('\n');
}

/** `pratique advisories show ID`: exit 1 where no loaded feed knows it. */
export async function run({ args: [id = ''], options }: Invocation): Promise<ExitCode> {
  const database = openDatabase();
  try {
    const advisories = database.advisoriesFor(id);
    const [knownExploited, epss] = [database.knownExploited(id), database.epss(id)];
    const vex = database.vex(id);
    const known = advisories.length > 0 || knownExploited !== undefined || epss !== undefined;
    if (textOption(options, 'format') === 'json') {
      await writeOutput(undefined, `${JSON.stringify({ id, advisories, knownExploited, epss, vex }, null, 2)}\n`);
    } else {
      const lines = [
        ...advisories.map(describe),
        ...(knownExploited ? [`Known exploited since ${knownExploited.dateAdded}`] : []),
        ...(epss
          ? [`EPSS ${(epss.score * 100).toFixed(2)} %, above ${(epss.percentile * 100).toFixed(0)} % of all`]
          : []),
        ...(vex.length > 0 ? [`${vex.length} VEX statements`] : []),
        ...(known ? [] : [`No loaded feed knows ${id}.`]),
      ];
      await writeOutput(undefined, `${lines.join('\n')}\n`);
    }
    return known ? exitCodes.done : exitCodes.denied;
  } finally {
    database.close();
  }
}
