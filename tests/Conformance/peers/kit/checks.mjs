// One JSON line per check on standard output, and one last line that says how many there were.
import assert from 'node:assert/strict';

const [host, key, secret, token] = process.argv.slice(2);
export const venue = { host, key, secret, token, http: `http://${host}`, ws: `ws://${host}` };

let count = 0;
let failed = 0;

/** Runs one check; a thrown error or a time limit is its failure, and the checks after it still run. */
export async function check(name, body, limit_ms = 15000) {
  const started = Date.now();
  let timer;
  count += 1;
  try {
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done after ${limit_ms} ms`)), limit_ms);
    });
    await Promise.race([body(), limit]);
    console.log(JSON.stringify({ check: name, ok: true, ms: Date.now() - started }));
  } catch (error) {
    failed += 1;
    const cause = error?.stack?.split('\n').slice(0, 6).join(' | ') ?? JSON.stringify(error);
    console.log(JSON.stringify({ check: name, ok: false, ms: Date.now() - started, error: cause }));
  } finally {
    clearTimeout(timer);
  }
}

/** The last line; sockets that are still open do not keep the process. */
export function finish() {
  console.log(JSON.stringify({ done: true, count, failed }));
  process.exit(failed === 0 ? 0 : 1);
}

/** Asks until the answer is one that the condition accepts; the check's own limit ends the asking. */
export async function until(ask, accepts) {
  for (;;) {
    const answer = await ask();
    if (accepts(answer)) return answer;
    await new Promise((resume) => setTimeout(resume, 25));
  }
}

/** The call must be refused; the refusal comes back. */
export async function refused(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  assert.fail('the call was accepted');
}

/** A number on the grid of a step given as text such as 0.001. */
export function onGrid(value, step) {
  const decimals = (String(step).split('.')[1] ?? '').length;
  return (Math.round(value / Number(step)) * Number(step)).toFixed(decimals);
}

export { assert };
