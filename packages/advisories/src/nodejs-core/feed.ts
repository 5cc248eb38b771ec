import type { Feed, FeedRecord } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { severityWord } from '../osv/severity.ts';
import { asObject, asText, member, parseJson, textsOf } from '../reading/json.ts';
import { detailsOf, firstSentence, idsOf, isCve, referencesOf, titleOf } from '../reading/text.ts';
import { coreRanges } from './ranges.ts';

const FEED = 'nodejs-core';
const PATH = 'nodejs/core-index.json';
/** The runtime has no ecosystem in OSV: it is a program, `pkg:generic/node`. */
const ECOSYSTEM = 'generic:node';

/** Vulnerabilities of the Node.js runtime (Node.js security working group), `nodejs/core-index.json`. */
export function nodejsCoreFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 2,
    async *fetch(origin, validators, signal) {
      signal?.throwIfAborted();
      const file = await origin.read(PATH, validators.get(FEED));
      if (file === undefined) return;
      if (file === 'unchanged') {
        yield {
          feed: FEED,
          replaces: false,
          unchanged: true,
          covers: [],
          validator: validators.get(FEED),
          records: [],
        };
        return;
      }
      const parsed = parseJson(file.bytes, limits.recordBytes);
      const index = parsed.ok ? asObject(parsed.value) : undefined;
      if (!index) {
        const why = parsed.ok ? 'it is not an object' : parsed.reason;
        throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on: PATH, why });
      }
      const records = Object.entries(index).map(([number, value]) => readCoreVulnerability(number, value));
      yield { feed: FEED, replaces: true, covers: [ECOSYSTEM], validator: file.validator, records };
    },
  };
}

/** One entry of the index; its id is made of its number, since entries may have several CVEs or none. */
export function readCoreVulnerability(number: string, value: unknown): FeedRecord {
  const id = `NODE-CORE-${number}`;
  if (!/^\d{1,6}$/.test(number)) return { kind: 'rejected', id: 'unnamed', reason: 'its key is no number' };
  const fields = asObject(value);
  const vulnerable = asText(member(fields, 'vulnerable'));
  if (vulnerable === undefined) return { kind: 'rejected', id, reason: 'it has no vulnerable versions' };
  const ranges = coreRanges(vulnerable, asText(member(fields, 'patched')) ?? '');
  if (!ranges) return { kind: 'rejected', id, reason: 'its versions are not understood' };
  const cves = idsOf(textsOf(member(fields, 'cve'))).filter(isCve);
  const overview = member(fields, 'overview') ?? member(fields, 'description');
  const details = detailsOf(overview);
  const severity = severityWord(member(fields, 'severity'));
  const state = ranges.some(({ fixed }) => fixed !== undefined) ? 'fixed' : 'affected';
  return {
    kind: 'advisory',
    advisory: {
      id,
      feed: FEED,
      aliases: cves.length === 1 ? cves : [],
      vulnerabilities: cves.length > 1 ? cves : [],
      kind: 'vulnerability',
      title: titleOf(member(fields, 'description')) || firstSentence(overview),
      ...(details && { details }),
      ...(severity && { severity }),
      cvss: [],
      references: referencesOf([member(fields, 'ref')]),
    },
    entries:
      ranges.length === 0
        ? []
        : [{ advisory: id, feed: FEED, ecosystem: ECOSYSTEM, name: 'node', scheme: 'semver', state, ranges }],
  };
}
