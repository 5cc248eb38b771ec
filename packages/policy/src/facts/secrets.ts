import { isLiteralSecret, isSecretName } from './secret-names.ts';

/** Text beyond this is not looked through: more than any build command holds. Characters. */
const MAX_TEXT = 64 * 1024;
const MAX_NAME = 128;
const MASK = '***';

/**
 * Forms that issuers give their credentials. All begin with fixed characters and have bounded repetitions, so that looking
 * for them is linear.
 */
const tokenForms: readonly string[] = [
  '\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b', // AWS
  '\\bgh[pousr]_[A-Za-z0-9]{36,255}', // GitHub
  '\\bgithub_pat_[A-Za-z0-9_]{22,255}',
  '\\bgl(?:pat|rt|dt|ptt|cbt|soat)-[\\w-]{20,255}', // GitLab
  '\\bxox[abeoprs]-[A-Za-z0-9-]{10,255}', // Slack
  '\\bhooks\\.slack\\.com/services/T\\w{6,20}/B\\w{6,20}/\\w{16,40}',
  '\\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}', // Stripe
  '\\bAIza[\\w-]{35}', // Google
  '\\bGOCSPX-[\\w-]{20,40}',
  '\\bya29\\.[\\w-]{20,255}',
  '\\bnpm_[A-Za-z0-9]{36}',
  '\\bpypi-AgE[\\w-]{40,255}',
  '\\bdckr_pat_[\\w-]{20,64}',
  '\\bhf_[A-Za-z0-9]{30,64}',
  '\\bsk-(?:ant-|proj-)?[\\w-]{32,255}',
  '\\bSG\\.[\\w-]{16,32}\\.[\\w-]{32,64}', // SendGrid
  '\\bdop_v1_[0-9a-f]{64}', // DigitalOcean
  '\\bhvs\\.[\\w-]{24,255}', // Vault
  '\\bAGE-SECRET-KEY-1[A-Z0-9]{58}',
  '\\bAccountKey=[A-Za-z0-9+/]{40,100}=', // Azure storage
  '-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[^-]{0,8192}',
  '\\beyJ[\\w-]{10,2000}\\.eyJ[\\w-]{10,4000}\\.[\\w-]{10,1000}', // JSON Web Token
];

/** `user:password@` in an address, unless the password is a variable. */
const addressForm = '://[^\\s/:@"\'$]{0,100}:(?![\\s$*<{%])[^\\s/@"\']{1,200}@(?=[\\w[])';

const secretForm = new RegExp(`${tokenForms.join('|')}|${addressForm}`);
const secretForms = new RegExp(secretForm.source, 'g');

/** What is blanked where text is shown, though by its form it may be no credential: headers, `curl -u`, `echo user:x`. */
const shownForms: readonly RegExp[] = [
  /\b(?:authorization|(?:x-|private-|job-)[\w-]{0,40}(?:token|key|secret)):[ \t]{0,8}(?:(?:bearer|basic|token)[ \t]{1,8})?(?<value>(?!(?:bearer|basic|token)\s)[^\s"'$*]{1,4096})/gi,
  /(?:^|\s)(?:-u|--user|--proxy-user)[ \t=]{1,8}["']?[^\s:"'$]{1,100}:(?<value>[^\s"'$*]{1,200})/g,
  /\b(?:echo|printf)[ \t]{1,8}(?:-\w{1,4}[ \t]{1,8})?["']?[\w-]{1,32}:(?<value>[^\s"'$*/]{1,200})/g,
];

/** Values that documentation uses. */
const documented = /EXAMPLE/;

function holdsToken(text: string): boolean {
  const found = secretForm.exec(text);
  if (!found) return false;
  if (!documented.test(found[0])) return true;
  return [...text.matchAll(secretForms)].some(([token]) => !documented.test(token));
}

/** One `NAME=value` within a text. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Where the value stands, quotes excluded. */
  readonly start: number;
  readonly end: number;
}

const nameCharacter = /[\w.-]/;

function nameBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < MAX_NAME && nameCharacter.test(text[start - 1] as string)) start--;
  return text.slice(start, end).replace(/^-+/, '');
}

/** Finds every `NAME=value` in one pass; a quote that is never closed is looked for once. */
function* assignments(text: string): Generator<Assignment> {
  const open = new Set<string>();
  // `a=b=c` is two assignments with one end.
  let end = 0;
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const name = nameBefore(text, at);
    if (name === '') continue;
    const quote = text[at + 1] ?? '';
    if ((quote === '"' || quote === "'") && !open.has(quote)) {
      const close = text.indexOf(quote, at + 2);
      if (close >= 0) {
        yield { name, value: text.slice(at + 2, close), start: at + 2, end: close };
        continue;
      }
      open.add(quote);
    }
    // A quote that is never closed is no part of the value.
    const start = quote === '"' || quote === "'" ? at + 2 : at + 1;
    if (end <= at) {
      end = start;
      while (end < text.length && !/[\s;&|"'`)]/.test(text[end] as string)) end++;
    }
    yield { name, value: text.slice(start, end), start, end };
  }
}

/** Assignments whose value is a credential. */
function secretAssignments(text: string): Assignment[] {
  return [...assignments(text)].filter(({ name, value }) => isSecretVariable(name, value));
}

/** Whether a variable holds a credential: by its name and a literal value, or by the value's form. */
export function isSecretVariable(name: string, value: string): boolean {
  const looked = value.slice(0, MAX_TEXT);
  return (isSecretName(name) && isLiteralSecret(looked.slice(0, 4096))) || holdsToken(looked);
}

/** Whether a command or instruction carries a credential. */
export function holdsSecret(text: string): boolean {
  const looked = text.slice(0, MAX_TEXT);
  return holdsToken(looked) || secretAssignments(looked).length > 0;
}

/** The text, cut to `length`, with what looks like a credential blanked: fit to be shown. */
export function withoutSecrets(text: string, length: number): string {
  const looked = text.slice(0, MAX_TEXT);
  let out = '';
  let done = 0;
  for (const { start, end } of secretAssignments(looked)) {
    if (start < done) continue;
    out += looked.slice(done, start) + MASK;
    done = end;
  }
  let shown = (out + looked.slice(done)).replace(secretForms, MASK);
  for (const form of shownForms)
    shown = shown.replace(form, (all, value: string) => `${all.slice(0, all.length - value.length)}${MASK}`);
  return shown.slice(0, length);
}

/** The value of a label or variable, fit to be shown. */
export function shownValue(name: string, value: string, length: number): string {
  return isSecretVariable(name, value) ? MASK : withoutSecrets(value, length);
}
