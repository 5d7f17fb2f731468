// A print of bytes (FNV-1a, 64 bits): whether two files hold the same. It guards against a mistake, not against malice,
// and needs nothing that browsers keep for secure addresses.

const [HIGH, LOW] = [0xcbf29ce4, 0x84222325];
/** The prime is 2^40 + 0x1b3. */
const PRIME = 0x1b3;

export class Print {
  private high = HIGH;
  private low = LOW;

  add(bytes: Uint8Array): void {
    let { high, low } = this;
    for (const byte of bytes) {
      low = (low ^ byte) >>> 0;
      const product = low * PRIME;
      // Sums stay below 2^53, and are whole.
      high = (high * PRIME + Math.floor(product / 0x1_0000_0000) + ((low << 8) >>> 0)) >>> 0;
      low = product >>> 0;
    }
    this.high = high;
    this.low = low;
  }

  toString(): string {
    return [this.high, this.low].map((half) => half.toString(16).padStart(8, "0")).join("");
  }
}
