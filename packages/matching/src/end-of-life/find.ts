import type { AdvisoryDatabase, Distribution, Finding, Lifecycle, Package, Sbom } from '@pratique/model';
import { formatPurl } from '@pratique/model';
import { goReleaseVersion, programVersion } from '../ecosystem/names.ts';
import { programNamed } from '../ecosystem/programs.ts';
import { cycleOf, endOf, hasEnded, oldestSupported } from './lifecycle.ts';
import { productTitle } from './product-title.ts';
import { distributionLifecycle, hasExtendedSupport } from './products.ts';

/** A finding before its priority is known. */
export type UnrankedFinding = Omit<Finding, 'priority'>;

/** The finding that the distribution's release is past its end of life, if it is. An unknown release gives nothing. */
export function distributionEndOfLife(
  { distribution, layers }: Pick<Sbom, 'distribution' | 'layers'>,
  database: AdvisoryDatabase,
  now: Date,
): UnrankedFinding | undefined {
  const lifecycle = distribution && distributionLifecycle(distribution);
  if (!lifecycle) return undefined;
  const cycles = database.lifecycles(lifecycle.product);
  const cycle = releaseCycle(distribution, cycles);
  if (!cycle) return undefined;
  const extended = hasExtendedSupport(lifecycle, distribution.channels);
  const lowest = layers.find(({ index }) => index === 0);
  return endedFinding(
    { ...lifecycle, cycle, cycles, extended, now },
    {
      package: formatPurl({ type: 'generic', name: distribution.id, version: distribution.versionId ?? cycle.cycle }),
      fromBase: lowest?.fromBase ?? 'unknown',
      ...(lowest && { layer: lowest.digest }),
    },
  );
}

function releaseCycle(distribution: Distribution, cycles: readonly Lifecycle[]): Lifecycle | undefined {
  if (distribution.versionId !== undefined) return cycleOf(distribution.versionId, cycles);
  const name = distribution.codename?.toLowerCase();
  return name ? cycles.find(({ codename }) => codename?.toLowerCase().split(' ')[0] === name) : undefined;
}

/**
 * The finding that a runtime or server is past its upstream's end of life, if it is. Only of programs that no
 * distribution maintains: Debian goes on fixing the Python that it ships.
 */
export function programEndOfLife(pkg: Package, database: AdvisoryDatabase, now: Date): UnrankedFinding | undefined {
  const program = isProgram(pkg) ? programNamed(pkg.type === 'golang' ? 'go' : pkg.name) : undefined;
  if (!program?.lifecycle) return undefined;
  const cycles = database.lifecycles(program.lifecycle);
  const cycle = cycleOf(program.goToolchain ? goReleaseVersion(pkg.version) : programVersion(pkg.version), cycles);
  if (!cycle) return undefined;
  return endedFinding(
    { product: program.lifecycle, title: productTitle(program.lifecycle), cycle, cycles, extended: false, now },
    { package: pkg.purl, fromBase: pkg.fromBase, ...(pkg.layer && { layer: pkg.layer }) },
  );
}

function isProgram(pkg: Package): boolean {
  return pkg.type === 'generic' || pkg.type === 'bitnami' || (pkg.type === 'golang' && pkg.name === 'stdlib');
}

interface Ended {
  readonly product: string;
  readonly title: string;
  readonly cycle: Lifecycle;
  readonly cycles: readonly Lifecycle[];
  readonly extended: boolean;
  readonly now: Date;
}

/**
 * The finding itself. Its severity is `high` by rule: nothing that is found from now on will be fixed, which is worse
 * than any one flaw of medium severity and not known to be critical.
 */
function endedFinding(
  { product, title, cycle, cycles, extended, now }: Ended,
  where: Pick<UnrankedFinding, 'package' | 'fromBase' | 'layer'>,
): UnrankedFinding | undefined {
  const end = endOf(cycle, extended);
  if (!hasEnded(end, now)) return undefined;
  const successor = oldestSupported(cycle, cycles, extended, now)?.cycle ?? '';
  const when = end === 'ended' ? 'has ended' : `ended on ${end}`;
  const hint = successor ? `; the oldest release still supported is ${successor}` : '';
  return {
    id: `EOL-${product}-${cycle.cycle}`,
    kind: 'end-of-life',
    aliases: [],
    sources: [{ advisory: product, feed: 'end-of-life', url: `https://endoflife.date/${product}` }],
    ...where,
    severity: 'high',
    severityFrom: 'kind',
    state: 'end-of-life',
    fixedIn: successor,
    title: `Support of ${title} ${cycle.cycle} ${when}${hint}`,
    references: [`https://endoflife.date/${product}`],
    cwes: ['CWE-1104'],
  };
}
