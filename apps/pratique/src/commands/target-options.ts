import { join } from 'node:path';
import { type Clock, dataFolder, fixedClock, systemClock } from '@pratique/foundation';
import { parsePlatform } from '@pratique/oci';
import type { TargetOptions } from '@pratique/scan';
import { flagOption, type Invocation, listOption, type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { createProgress, type Progress } from '../cli/progress.ts';

/** RFC 3339; a day alone is its beginning in UTC. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

/** Whether the day is in the calendar (`Date` takes 30 February for 2 March), and the instant within years of four digits. */
function isInstant(at: string): boolean {
  const instant = Date.parse(at);
  const day = at.slice(0, 10);
  if (Number.isNaN(instant) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return false;
  return /^\d{4}-/.test(new Date(instant).toISOString());
}

/** The clock that `--at` sets. */
export function clockOption(options: OptionValues): Clock {
  const at = textOption(options, 'at');
  if (at === undefined) return systemClock;
  if (!INSTANT.test(at) || !isInstant(at))
    throw usage(`--at ${at}`, 'it takes an instant such as 2026-11-21T12:00:00Z');
  return fixedClock(at);
}

/** An age in hours or days as milliseconds; undefined where the option was not given. */
export function ageOption(options: OptionValues, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const match = /^(?<amount>\d{1,6})(?<unit>[hd])$/.exec(text)?.groups;
  if (!match) throw usage(`--${name} ${text}`, 'it takes hours or days, such as 24h or 7d');
  return Number(match['amount']) * (match['unit'] === 'd' ? 24 : 1) * 3_600_000;
}

function readMirrors(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw usage(`--registry-mirror ${pair}`, 'it takes HOST=MIRROR');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** How the invocation wants its target read. */
export function readTargetOptions(
  { options, signal }: Invocation,
  progress: Progress = createProgress(),
): TargetOptions {
  const platform = textOption(options, 'platform');
  let layersRead = 0;
  return {
    platform: platform === undefined ? undefined : parsePlatform(platform),
    base: textOption(options, 'base'),
    lockfiles: flagOption(options, 'lockfiles') || undefined,
    cacheFolder: flagOption(options, 'no-cache') ? undefined : join(dataFolder(), 'sboms'),
    clock: clockOption(options),
    signal,
    onLayer: (_, of) => progress.show(`read ${(layersRead += 1)} of ${of} layers`),
    source: {
      insecureRegistries: listOption(options, 'insecure-registry'),
      registryCa: textOption(options, 'registry-ca'),
      registryMirrors: readMirrors(listOption(options, 'registry-mirror')),
    },
  };
}
