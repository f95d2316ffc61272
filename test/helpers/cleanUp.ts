// What must not outlive this process: servers, temporary folders. Runs on a normal end, process.exit and signals.
const tasks = new Set<() => void>();

function runAll(): void {
  // What was started last ends first.
  for (const task of [...tasks].toReversed()) task();
  tasks.clear();
}

/** Registers a synchronous task; returns a function that takes it back. */
export function onExit(task: () => void): () => void {
  if (tasks.size === 0) install();
  tasks.add(task);
  return () => tasks.delete(task);
}

let installed = false;

function install(): void {
  if (installed) return;
  installed = true;
  process.on('exit', runAll);
  // Without a listener a signal ends the process without an `exit` event. 128 + number is the shell's convention.
  for (const [signal, code] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
}
