// Adds up what test runners print (cargo test, node --test): "passed failed skipped".
// With --skipped: one line per test that did not run, with its reason.
import { readFileSync } from "node:fs";

const listing = process.argv[2] === "--skipped";
const text = readFileSync(process.argv.at(-1), "utf8").replace(/\u001b\[[0-9;]*m/g, "");

const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm;
const NODE = { pass: 0, fail: 1, cancelled: 1, skipped: 2, todo: 2 };
const IGNORED = /^test (.+) \.\.\. ignored(?:, (.+))?$|^\s*(?:ok \d+ - |﹣ )(.+?)(?: \([\d.]+ms\))? # (?:SKIP|TODO) ?(.*)$|^(skipped: .+)$/gm;

if (listing) {
  const lines = [...text.matchAll(IGNORED)].map(([, test, why, title, reason, said]) =>
    said ? said.replace(/^skipped: /, "") : `${test ?? title}: ${(why ?? reason) || "no reason given"}`,
  );
  for (const line of new Set(lines)) console.log(line);
} else {
  const sums = [0, 0, 0];
  for (const [, ...numbers] of text.matchAll(CARGO)) numbers.forEach((number, index) => (sums[index] += Number(number)));
  for (const [, word, number] of text.matchAll(/^(?:ℹ|#) (pass|fail|cancelled|skipped|todo) (\d+)$/gm)) sums[NODE[word]] += Number(number);
  console.log(sums.join(" "));
}
