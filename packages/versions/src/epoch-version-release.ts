import { canonicalDigits } from './order.ts';

/** `[epoch:]version[-release]`, as rpm and pacman write versions. */
export interface EpochVersionRelease {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

/** rpm's `rpmverParse`, pacman's `parseEVR`: only digits before a colon are an epoch; the last hyphen begins the release. */
export function parseEpochVersionRelease(text: string): EpochVersionRelease | undefined {
  if (text === '' || /\s/.test(text)) return undefined;
  const epoch = /^(\d*):/.exec(text);
  const rest = epoch ? text.slice(epoch[0].length) : text;
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: canonicalDigits(epoch?.[1] ?? '0'),
    version: hyphen < 0 ? rest : rest.slice(0, hyphen),
    release: hyphen < 0 ? undefined : rest.slice(hyphen + 1),
  };
}
