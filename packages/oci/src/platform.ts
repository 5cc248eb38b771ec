import type { Platform } from '@pratique/model';
import { ociErrors } from './errors.ts';

/** Spellings of architectures that are not Go's (GOARCH), as containerd normalizes them. */
const architectures: Readonly<Record<string, { architecture: string; variant?: string }>> = {
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  x64: { architecture: 'amd64' },
  aarch64: { architecture: 'arm64' },
  armhf: { architecture: 'arm', variant: 'v7' },
  armel: { architecture: 'arm', variant: 'v6' },
  i386: { architecture: '386' },
  i686: { architecture: '386' },
  ia32: { architecture: '386' },
  ppc64: { architecture: 'ppc64le' },
  mipsel: { architecture: 'mipsle' },
};

const known = /^(?:amd64|arm64|arm|386|ppc64le|s390x|riscv64|loong64|mips64le|mips64|mipsle|mips|wasm)$/;

function normalize(os: string, architecture: string, variant?: string): Platform {
  const alias = Object.hasOwn(architectures, architecture) ? architectures[architecture] : undefined;
  const chosen = variant ?? alias?.variant;
  return { os, architecture: alias?.architecture ?? architecture, ...(chosen && { variant: chosen }) };
}

/**
 * Reads `os/architecture[/variant]`, or an architecture alone for Linux; `aarch64`, `x86_64` and their like are known.
 * @throws PratiqueError `oci/platform-invalid`
 */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split('/');
  const [first = '', second, variant] = parts;
  if (parts.length <= 3 && parts.every((part) => /^[a-z0-9][a-z0-9_.-]{0,63}$/.test(part))) {
    if (second !== undefined) return normalize(first, second, variant);
    const alone = normalize('linux', first);
    if (known.test(alone.architecture)) return alone;
  }
  const why = 'a platform is os/architecture[/variant], such as linux/arm64';
  throw ociErrors.create('oci/platform-invalid', { attempted: 'read the platform', on: text.slice(0, 100), why });
}

/** `linux/arm64/v8`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** The platform of images that this machine runs: Linux, since containers run in a Linux machine elsewhere too. */
export function machinePlatform(): Platform {
  return normalize('linux', process.arch);
}

/** Variants that say nothing beyond their architecture. */
const plainVariants: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8' };

function variantLevel({ architecture, variant }: Platform): number {
  const plain = plainVariants[architecture] ?? (architecture === 'arm' ? 'v7' : '');
  const level = /^v(\d{1,2})$/.exec(variant || plain)?.[1];
  return level === undefined ? 0 : Number(level);
}

/**
 * How well an image for `offered` suits a machine of `wanted`: undefined where it does not run there; the higher, the
 * better. A machine runs the variants below its own.
 */
export function platformFit(offered: Platform, wanted: Platform): number | undefined {
  if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return undefined;
  const level = variantLevel(offered);
  return level <= variantLevel(wanted) ? level : undefined;
}
