import type { VersionRange } from '@pratique/model';
import { asObject, asText, type JsonObject, member } from '../reading/json.ts';

const moduleForm = /(?<![\w.-])([a-z][\w.+-]{0,63}):([A-Za-z0-9][\w.+-]{0,31})(?![\w:])/g;

/**
 * The rpm module streams that an erratum's entry is limited to, as `name:stream`. Red Hat's and its rebuilds' records
 * say it in the title (`Important: nodejs:18 security update`) and in the release of the fixed version
 * (`….module_el8.5.0+…`). Several streams in one title give several entries. Empty: not modular, or the stream is not said.
 */
export function modulesOf(title: string, ranges: readonly VersionRange[], affected: JsonObject): string[] {
  const stated = asText(member(asObject(member(affected, 'ecosystem_specific')), 'module'));
  if (stated !== undefined && /^[\w.+-]+:[\w.+-]+$/.test(stated)) return [stated];
  if (!ranges.some(({ fixed }) => fixed !== undefined && /[.+]module[_+]/.test(fixed))) return [];
  const streams = [...title.matchAll(moduleForm)].map(([, name, stream]) => `${name}:${stream}`);
  return [...new Set(streams)].slice(0, 8);
}
