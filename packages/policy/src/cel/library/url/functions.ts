import type { CelFunction, CelLibrary } from '../../function.ts';
import { bool, listOf, mapOf, opaque, text } from '../../types.ts';
import { MadeMap } from '../../value/maps.ts';
import { invalidArgument, spendText } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { isUrl, parseUrl, queryOf, type Url } from './parse.ts';

const urlType = opaque('kubernetes.URL');

function accessor(name: string, read: (url: Url) => string): CelFunction {
  return declareMethod(name, [urlType], text, ([url]) => read(url as Url));
}

const functions: readonly CelFunction[] = [
  declareFunction('url', [text], urlType, ([source], meter) => {
    spendText(meter, source as string);
    const url = parseUrl(source as string);
    if (!url) throw invalidArgument(`"${(source as string).slice(0, 60)}" is not an absolute URL`);
    return url;
  }),
  declareFunction('isURL', [text], bool, ([source], meter) => {
    spendText(meter, source as string);
    return isUrl(source as string);
  }),
  accessor('getScheme', (url) => url.parts.scheme),
  accessor('getHost', (url) => url.parts.host),
  accessor('getHostname', (url) => url.hostname),
  accessor('getPort', (url) => url.port),
  accessor('getEscapedPath', (url) => url.parts.escapedPath),
  declareMethod('getQuery', [urlType], mapOf(listOf(text)), ([url], meter) => {
    const { query } = (url as Url).parts;
    spendText(meter, query);
    const map = new MadeMap();
    for (const [key, values] of queryOf(query)) map.add(key, values);
    return map;
  }),
];

/** Kubernetes' URLs. */
export const urlLibrary: CelLibrary = { id: 'kubernetes.urls', functions };
