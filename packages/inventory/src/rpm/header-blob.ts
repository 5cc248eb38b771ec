/** One package's header as a database gives it, or why a row could not be read. */
export type HeaderBlob =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: string };

/** A row that could not be read. */
export function unreadable(reason: string): HeaderBlob {
  return { ok: false, reason };
}
