import type { AdvisoryDatabase, Finding, Package, Sbom, Suppression, VexStatement, VexStatus } from '@pratique/model';
import { unwrapId } from '../merge/identity.ts';
import { type Containment, containmentOf } from './containment.ts';
import {
  type ImageNames,
  imageNames,
  isImagePurl,
  namesImage,
  mayNameImage,
  mayNamePackage,
  namesPackage,
  packageHints,
  packageIdentities,
  ProductNames,
} from './product.ts';

/** Statements of one vulnerability that are looked at. */
const MAX_STATEMENTS = 10_000;

/** Applies VEX statements, the user's and those of the database's feeds, to the findings of one SBOM. */
export interface VexJudge {
  /** The finding as the winning statement leaves it; unchanged where none speaks of it. */
  judge<T extends Omit<Finding, 'priority'>>(finding: T, pkg: Package): T;
}

/** A statement and who made it. */
interface SourcedStatement {
  readonly statement: VexStatement;
  readonly fromUser: boolean;
}

export function vexJudge(
  sbom: Pick<Sbom, 'subject' | 'packages'>,
  database: AdvisoryDatabase,
  documents: readonly VexStatement[],
): VexJudge {
  const image = imageNames(sbom.subject.image);
  const containment = containmentOf(sbom.packages);
  const fromUser = indexByVulnerability(documents);
  const read = new Map<string, readonly SourcedStatement[]>();
  const products = new ProductNames();

  function statementsFor(name: string): readonly SourcedStatement[] {
    const known = read.get(name);
    if (known) return known;
    const statements = [
      ...(fromUser.get(name) ?? []).map((statement) => ({ statement, fromUser: true })),
      ...database
        .vex(name)
        .slice(0, MAX_STATEMENTS)
        .map((statement) => ({ statement, fromUser: false })),
    ];
    read.set(name, statements);
    return statements;
  }

  return {
    judge(finding, pkg) {
      const names = new Set([finding.id, ...finding.aliases].map(unwrapId));
      // One statement answers to all names of its vulnerability.
      const statements = new Map([...names].flatMap(statementsFor).map((one) => [one.statement, one]));
      if (statements.size === 0) return finding;
      const identities = packageIdentities(pkg);
      const target = { pkg, identities, hints: packageHints(identities), image, products, containment };
      const winner = [...statements.values()]
        .filter((one) => speaksOf(one, target))
        .reduce<SourcedStatement | undefined>((best, next) => (best && !outranks(next, best) ? best : next), undefined);
      return winner ? { ...finding, ...outcomeOf(winner.statement, finding.state) } : finding;
    },
  };
}

function indexByVulnerability(statements: readonly VexStatement[]): ReadonlyMap<string, readonly VexStatement[]> {
  const index = new Map<string, VexStatement[]>();
  for (const statement of statements) {
    for (const name of new Set([statement.vulnerability, ...statement.aliases].map(unwrapId))) {
      const list = index.get(name);
      if (list) list.push(statement);
      else index.set(name, [statement]);
    }
  }
  return index;
}

interface Target {
  readonly pkg: Package;
  readonly identities: ReturnType<typeof packageIdentities>;
  readonly hints: readonly string[];
  readonly image: ImageNames;
  readonly products: ProductNames;
  readonly containment: Containment;
}

function speaksOf({ statement: { products, subcomponents } }: SourcedStatement, target: Target): boolean {
  const limited = subcomponents.length > 0;
  if (limited && !subcomponents.some((text) => isPackage(text, target))) return false;
  return products.some((text) => isImage(text, target) || isPackage(text, target) || (limited && holds(text, target)));
}

function isPackage(text: string, { identities, hints, products }: Target): boolean {
  return mayNamePackage(text, hints) && namesPackage(products.read(text), identities);
}

function isImage(text: string, { image, products }: Target): boolean {
  return mayNameImage(text, image) && namesImage(products.read(text), image);
}

/** Whether a product is a package of the image that contains the finding's. */
function holds(text: string, { pkg, products, containment }: Target): boolean {
  if (isImagePurl(text)) return false;
  const product = products.read(text);
  const containers = containment.matching((one) => namesPackage(product, packageIdentities(one)));
  return containers.some((container) => containment.isInside(pkg, container));
}

/** In doubt the statement that hides less. */
const caution: readonly VexStatus[] = ['affected', 'under_investigation', 'fixed', 'not_affected'];

/** The newest statement wins; of equally old ones the user's, then the more cautious, then the first by document. */
function outranks(a: SourcedStatement, b: SourcedStatement): boolean {
  return (
    (instantOf(b.statement) - instantOf(a.statement) ||
      Number(b.fromUser) - Number(a.fromUser) ||
      caution.indexOf(a.statement.status) - caution.indexOf(b.statement.status) ||
      (a.statement.document < b.statement.document ? -1 : 1)) < 0
  );
}

/** A statement without a readable timestamp is older than any other. */
function instantOf({ timestamp }: VexStatement): number {
  const instant = Date.parse(timestamp ?? '');
  return Number.isNaN(instant) ? 0 : instant;
}

function outcomeOf(statement: VexStatement, state: Finding['state']): Partial<Pick<Finding, 'state' | 'suppressed'>> {
  switch (statement.status) {
    case 'not_affected':
    case 'fixed':
      return { suppressed: suppressionBy(statement) };
    case 'under_investigation':
      return state === 'no-fix' ? { state: 'under-investigation' } : {};
    case 'affected':
      return state === 'under-investigation' ? { state: 'no-fix' } : {};
  }
}

function suppressionBy(statement: VexStatement): Suppression {
  const said = statement.status === 'fixed' ? 'fixed' : 'not affected';
  const why = statement.impact || statement.justification?.replaceAll('_', ' ') || 'no justification is given';
  return {
    by: 'vex',
    reason: `${said}: ${why}`.slice(0, 1024),
    status: statement.status,
    ...(statement.justification && { justification: statement.justification }),
    source: [statement.author, statement.document].filter(Boolean).join(', '),
  };
}
