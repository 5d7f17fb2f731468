// The files of the jobs that were sent from this page: they are joined to their answers without being asked again. A
// reload forgets them.

const files = new Map<string, File>();

export function hold(job: string, file: File): void {
  files.set(nameOf(job), file);
}

export function heldFile(job: string): File | undefined {
  return files.get(nameOf(job));
}

/** A job is its last part's: the language may stand before it. */
function nameOf(job: string): string {
  return new URL(job, window.location.href).pathname.replace(/\/+$/, "").split("/").at(-1) ?? "";
}
