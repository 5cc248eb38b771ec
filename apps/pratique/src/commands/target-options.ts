import { join } from 'node:path';
import { type Clock, dataFolder, fixedClock, systemClock } from '@pratique/foundation';
import type { Platform } from '@pratique/model';
import type { TargetOptions } from '@pratique/scan';
import { flagOption, type Invocation, listOption, type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { createProgress, type Progress } from '../cli/progress.ts';

const PLATFORM = /^(?<os>[a-z0-9]+)\/(?<architecture>[a-z0-9_]+)(?:\/(?<variant>[a-z0-9.]+))?$/;

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

function readPlatform(text: string | undefined): Platform | undefined {
  if (text === undefined) return undefined;
  const match = PLATFORM.exec(text)?.groups;
  if (!match) throw usage(`--platform ${text}`, 'it takes OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64');
  return { os: match['os'] ?? '', architecture: match['architecture'] ?? '', variant: match['variant'] };
}

/** The clock that `--at` sets. */
export function clockOption(options: OptionValues): Clock {
  const at = textOption(options, 'at');
  if (at === undefined) return systemClock;
  if (Number.isNaN(Date.parse(at))) throw usage(`--at ${at}`, 'it takes an instant such as 2026-11-21T12:00:00Z');
  return fixedClock(at);
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
  return {
    platform: readPlatform(textOption(options, 'platform')),
    base: textOption(options, 'base'),
    lockfiles: flagOption(options, 'lockfiles') || undefined,
    cacheFolder: flagOption(options, 'no-cache') ? undefined : join(dataFolder(), 'sboms'),
    clock: clockOption(options),
    signal,
    onLayer: (done, of) => progress.show(`read ${done} of ${of} layers`),
    source: {
      insecureRegistries: listOption(options, 'insecure-registry'),
      registryCa: textOption(options, 'registry-ca'),
      registryMirrors: readMirrors(listOption(options, 'registry-mirror')),
    },
  };
}
