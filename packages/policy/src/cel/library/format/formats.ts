import { OpaqueValue } from '../../values.ts';
import { isUrl } from '../url/parse.ts';

/** A text form with a name. `validate` says what is wrong; nothing: the text is of that form. */
export class NamedFormat extends OpaqueValue {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly validate: (text: string) => readonly string[];

  constructor(name: string, validate: (text: string) => readonly string[]) {
    super();
    this.name = name;
    this.validate = validate;
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }
}

type Check = NamedFormat['validate'];

function when(isWrong: boolean, error: string): readonly string[] {
  return isWrong ? [error] : [];
}

function bounded(most: number, pattern: RegExp, rule: string): Check {
  return (text) => [
    ...when(text.length > most, `must be no more than ${most} characters`),
    // A text far beyond the bound is not looked at further.
    ...when(text.length <= 2 * most && !pattern.test(text), rule),
  ];
}

const dns1123Label = bounded(
  63,
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  "an RFC 1123 label consists of lower case letters, digits and '-', and starts and ends with a letter or digit",
);
const dns1123Subdomain = bounded(
  253,
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  "an RFC 1123 subdomain consists of labels of lower case letters, digits and '-' with '.' between them; " +
    'each starts and ends with a letter or digit',
);
const dns1035Label = bounded(
  63,
  /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  "an RFC 1035 label consists of lower case letters, digits and '-', starts with a letter, and ends with a letter or digit",
);
const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const rule = "consists of letters, digits, '-', '_' and '.', and starts and ends with a letter or digit";
const namePart = bounded(63, QUALIFIED, `the name part ${rule}`);
const labelValue = bounded(
  63,
  /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  `a label's value is empty, or ${rule}`,
);

const qualifiedName: Check = (text) => {
  const slash = text.indexOf('/');
  if (slash === -1) return namePart(text);
  const [prefix, name] = [text.slice(0, slash), text.slice(slash + 1)];
  if (name.includes('/')) return ["a qualified name has at most one '/'"];
  const wrong = prefix === '' ? ['is empty'] : dns1123Subdomain(prefix);
  return [...wrong.map((error) => `the prefix part: ${error}`), ...namePart(name)];
};

/** A name that something is appended to may end with `-`: what stands before it decides. */
function prefixOf(check: Check): Check {
  return (text) => check(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

/** A day of the Gregorian calendar, `2024-02-29`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time = '', ...more] = text.split(/[tT]/);
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.\d{1,30})?(?:[zZ]|[+-]\d\d:\d\d)$/.exec(time);
  return (
    more.length === 0 &&
    isDate(date) &&
    match !== null &&
    Number(match[1]) < 24 &&
    Number(match[2]) < 60 &&
    Number(match[3]) < 60
  );
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const checks: Readonly<Record<string, Check>> = {
  dns1123Label,
  dns1123Subdomain,
  dns1035Label,
  qualifiedName,
  dns1123LabelPrefix: prefixOf(dns1123Label),
  dns1123SubdomainPrefix: prefixOf(dns1123Subdomain),
  dns1035LabelPrefix: prefixOf(dns1035Label),
  labelValue,
  uri: (text) => when(!isUrl(text), 'is not an absolute URL or path'),
  uuid: (text) => when(!UUID.test(text), 'is not a UUID'),
  byte: (text) => when(text.length % 4 !== 0 || !BASE64.test(text), 'is not base64'),
  date: (text) => when(!isDate(text), 'is not a date'),
  datetime: (text) => when(!isDateTime(text), 'is not a date with time and zone (RFC 3339)'),
};

/** Kubernetes' named formats. */
export const namedFormats: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries(checks).map(([name, validate]) => [name, new NamedFormat(name, validate)]),
);
