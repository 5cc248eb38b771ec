import type { DistinctPackage } from '@pratique/matching';
import type { Facts, Finding } from '@pratique/model';
import { findingFacts } from '@pratique/policy';
import {
  type Evaluated,
  imageVectors,
  type Outcome,
  packagesAfter,
  packagesToJudge,
  type PackageWithFindings,
  packageVectors,
  type Touched,
  writeOutcomes,
} from '@pratique/store';
import { advisoryFacts, factsOfVector } from './facts/image-fields.ts';
import { distinctPackageFacts } from './facts/package-facts.ts';
import type { ActivePolicy } from './policies/active-policy.ts';
import type { Work } from './work.ts';

/** Packages whose violations are written at once. */
const BATCH = 5000;

/** What one evaluation of each variant gives for all subjects that share the facts. */
type Verdicts = readonly Pick<Outcome, 'variant' | 'state' | 'next'>[];

/** Evaluates a policy on images, once per distinct vector of what it reads. */
export async function evaluateOnImages(
  work: Work,
  policy: ActivePolicy,
  images: readonly number[] | 'all',
): Promise<Touched> {
  const { image } = policy;
  // A condition that reads nothing of the image is one vector for all.
  const asked = image?.vector ?? { fields: [], counts: [], highestEpss: false, packages: false, unknowns: false, complete: false }; // prettier-ignore
  const vectors = await imageVectors(work.store, asked, images);
  const advisories = advisoryFacts(work.advisories, work.at, work.maxAge);
  const outcomes = vectors.flatMap(({ vector, images: having }) => {
    const verdicts = verdictsOn(work, policy, factsOfVector(vector, advisories.facts));
    return having.flatMap((imageId) => outcomesFor(verdicts, { packageId: 0, vulnerability: '', imageId }));
  });
  return writeOutcomes(work.store, policy, images === 'all' ? 'all' : { images }, outcomes, work);
}

/** Evaluates policies on findings and packages, once each: on all that packages have. */
export async function evaluateOnPackages(
  work: Work,
  wanted: readonly { readonly policy: ActivePolicy; readonly packages: readonly number[] }[],
): Promise<Touched> {
  const touched: Touched[] = [];
  const ids = [...new Set(wanted.flatMap(({ packages }) => packages))];
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = new Set(ids.slice(from, from + BATCH));
    const judged = new Map(
      (await packagesToJudge(work.store, [...batch])).map((row) => [row.packageId, readyToJudge(row)]),
    );
    for (const { policy, packages } of wanted) {
      const own = packages.filter((id) => batch.has(id));
      if (own.length === 0) continue;
      touched.push(
        policy.image
          ? await evaluateInImages(work, policy, { packages: own })
          : await writeOutcomes(
              work.store,
              policy,
              { packages: own },
              own.flatMap((id) => outcomesOn(work, policy, judged.get(id), undefined, [0])),
              work,
            ),
      );
    }
  }
  return merged(touched);
}

/** Evaluates a policy on everything there is. */
export async function evaluateOnAll(work: Work, policy: ActivePolicy): Promise<Touched> {
  if (policy.kind === 'image') return evaluateOnImages(work, policy, 'all');
  const touched: Touched[] = [];
  for (let after = 0; ;) {
    const packages = await packagesAfter(work.store, after, BATCH);
    const last = packages.at(-1);
    if (last === undefined) return merged(touched);
    touched.push(await evaluateOnPackages(work, [{ policy, packages }]));
    after = last;
  }
}

/** Evaluates a policy that reads the image beside the finding or package: once per package, finding and vector. */
export async function evaluateInImages(
  work: Work,
  policy: ActivePolicy,
  which: Exclude<Evaluated, 'all'>,
): Promise<Touched> {
  const { image } = policy;
  if (!image) return { packages: [], images: [] };
  const pairs = await packageVectors(work.store, image.vector, which);
  const rows = await packagesToJudge(work.store, [...new Set(pairs.map(({ packageId }) => packageId))]);
  const judged = new Map(rows.map((row) => [row.packageId, readyToJudge(row)]));
  const advisories = advisoryFacts(work.advisories, work.at, work.maxAge).facts;
  const outcomes = pairs.flatMap(({ packageId, vector, images }) =>
    outcomesOn(work, policy, judged.get(packageId), factsOfVector(vector, advisories), images),
  );
  return writeOutcomes(work.store, policy, which, outcomes, work);
}

interface Judged {
  readonly packageId: number;
  readonly facts: Facts;
  readonly findings: PackageWithFindings['findings'];
}

function readyToJudge({ packageId, content, assessed, findings }: PackageWithFindings): Judged {
  return { packageId, facts: distinctPackageFacts(content as DistinctPackage, assessed), findings };
}

function outcomesOn(
  work: Work,
  policy: ActivePolicy,
  judged: Judged | undefined,
  image: Facts | undefined,
  images: readonly number[],
): Outcome[] {
  if (!judged) return [];
  const { packageId, facts, findings } = judged;
  const everywhere = (verdicts: Verdicts, vulnerability: string): Outcome[] =>
    images.flatMap((imageId) => outcomesFor(verdicts, { packageId, vulnerability, imageId }));
  if (policy.kind === 'package') return everywhere(verdictsOn(work, policy, { ...facts, image }), '');
  return findings.flatMap(({ vulnerability, finding }) =>
    everywhere(verdictsOn(work, policy, findingFacts(finding as Finding, facts, image)), vulnerability),
  );
}

/** Outcomes that something must be written for. */
function verdictsOn(work: Work, policy: ActivePolicy, facts: Facts): Verdicts {
  const { evaluator, image } = policy;
  const stale = image?.advisories ? advisoryFacts(work.advisories, work.at, work.maxAge).next : undefined;
  const verdicts: Pick<Outcome, 'variant' | 'state' | 'next'>[] = [];
  for (let variant = 0; variant < evaluator.variants; variant++) {
    const { state, nextChange } = evaluator.evaluate(facts, work.at, variant);
    const next = earliest(nextChange, stale);
    if (state === 'not-violated' && next === undefined) continue;
    verdicts.push({ variant, ...(state !== 'not-violated' && { state }), ...(next && { next }) });
  }
  return verdicts;
}

function earliest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a < b ? a : b) : (a ?? b);
}

function outcomesFor(verdicts: Verdicts, subject: Pick<Outcome, 'packageId' | 'vulnerability' | 'imageId'>): Outcome[] {
  return verdicts.map((verdict) => ({ ...verdict, ...subject }));
}

function merged(all: readonly Touched[]): Touched {
  return {
    packages: [...new Set(all.flatMap(({ packages }) => packages))],
    images: [...new Set(all.flatMap(({ images }) => images))],
  };
}
