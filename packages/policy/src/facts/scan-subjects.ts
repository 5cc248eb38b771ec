import type { Facts, JudgedSubject, ScanResult } from '@pratique/model';
import type { JudgeSubject } from '../judge/subject.ts';
import { findingFacts } from './finding-facts.ts';
import { imageFacts } from './image-facts.ts';
import { packageFacts, purlFacts } from './package-facts.ts';

function text(fact: Facts[string]): string {
  return typeof fact === 'string' ? fact : '';
}

/** Where the image of a scan is known by: for messages and for exceptions. */
function imageIdentity(
  { sbom }: ScanResult,
  image: Facts | undefined,
): Pick<JudgedSubject, 'registry' | 'repository' | 'digests'> {
  const { image: identity } = sbom.subject;
  const digests = [identity?.manifestDigest, identity?.indexDigest, identity?.configDigest];
  const registry = text(image?.['registry']);
  const repository = text(image?.['repository']);
  return {
    ...(repository !== '' && { repository, registry }),
    ...(identity && { digests: digests.filter((digest) => digest !== undefined) }),
  };
}

/** What there is to say of a directory or host in the terms of an image. */
const contentFields = [
  'distribution',
  'packages',
  'unknowns',
  'notAssessed',
  'complete',
  'vulnerabilities',
  'advisories',
  'inventoried',
];

/** What is judged as a whole: an image, or the content of a directory or host, which has no configuration. */
function wholeSubject(result: ScanResult, image: Facts | undefined): JudgeSubject {
  const { name } = result.sbom.subject;
  if (image) return { judged: { kind: 'image', name, ...imageIdentity(result, image) }, facts: image };
  return { judged: { kind: 'image', name }, facts: imageFacts(result), fields: contentFields };
}

/**
 * Everything in a scan that policies judge: the image first, then its findings in their order, then its packages. Of a
 * directory or host its content takes the place of the image.
 */
export function scanSubjects(result: ScanResult): readonly JudgeSubject[] {
  const { sbom } = result;
  const image = sbom.subject.kind === 'image' ? imageFacts(result) : undefined;
  const identity = imageIdentity(result, image);
  const notAssessed = new Set(result.notAssessed.map((entry) => entry.package));
  const packages = new Map(
    sbom.packages.map((found) => [found.purl, packageFacts(found, !notAssessed.has(found.purl))] as const),
  );
  const subjects: JudgeSubject[] = [wholeSubject(result, image)];
  for (const finding of result.findings) {
    const pkg = packages.get(finding.package) ?? purlFacts(finding.package);
    const judged: JudgedSubject = {
      kind: 'finding',
      name: `${finding.id} in ${text(pkg['name'])} ${text(pkg['version'])}`.trimEnd(),
      vulnerability: [finding.id, ...finding.aliases],
      package: finding.package,
      fixed: finding.fixedIn !== '',
      ...identity,
    };
    subjects.push({ judged, facts: findingFacts(finding, pkg, image) });
  }
  for (const [purl, facts] of packages) {
    const name = `${text(facts['name'])} ${text(facts['version'])}`.trimEnd();
    subjects.push({ judged: { kind: 'package', name, package: purl, ...identity }, facts: { ...facts, image } });
  }
  return subjects;
}
