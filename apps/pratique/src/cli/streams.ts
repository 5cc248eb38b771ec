/**
 * The program's own output streams. Node opens them when they are first asked for, which costs milliseconds: a command
 * whose report goes to a file asks for neither. Whoever writes learns of a failure from its own callback; without a
 * listener it would be thrown as well.
 */
let failed = false;

function onStdoutError(error: NodeJS.ErrnoException): void {
  failed ||= error.code !== 'EPIPE';
}

function onStderrError(): void {
  // There is nowhere left to say it.
}

function listening(stream: NodeJS.WriteStream, listener: (error: NodeJS.ErrnoException) => void): NodeJS.WriteStream {
  return stream.listeners('error').includes(listener) ? stream : stream.on('error', listener);
}

/** Where reports go. */
export function stdout(): NodeJS.WriteStream {
  return listening(process.stdout, onStdoutError);
}

/** Where all else goes. */
export function stderr(): NodeJS.WriteStream {
  return listening(process.stderr, onStderrError);
}

/** Whether something written to stdout was lost. A reader that has seen enough, such as `head`, lost nothing. */
export function stdoutFailed(): boolean {
  return failed;
}
