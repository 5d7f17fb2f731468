// Long work in short turns, so that the page goes on answering.

/** How long a turn may be, in milliseconds. */
const TURN = 30;

export class Pace {
  private since = performance.now();

  /** Lets the page do what waits, once a turn was long enough. */
  async rest(): Promise<void> {
    if (performance.now() - this.since < TURN) return;
    await turn();
    this.since = performance.now();
  }
}

/** A message rather than a timer: timers of a page that is not in front are held back for seconds. */
function turn(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
