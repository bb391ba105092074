/**
 * Misbehaviour asked for on purpose.
 *
 * @param {{ refuse: string[], defer: string[], dropAfterData: string[] }} rules
 */
export function faultsFrom(rules) {
  const refusals = rules.refuse.map(readRefusal);
  const deferrals = rules.defer.map(readDeferral);
  const lost = new Set(rules.dropAfterData.map(Number));
  return {
    /** The error to answer a recipient with, or null. @param {string} address */
    onRecipient(address) {
      const refused = refusals.find(({ pattern }) => pattern.test(address));
      if (refused) return answer(refused.code, 'refused on purpose');
      const deferred = deferrals.find(({ pattern, left }) => pattern.test(address) && left(address) > 0);
      if (!deferred) return null;
      deferred.count(address);
      return answer(deferred.code, 'put off on purpose');
    },
    /** Whether the answer to this mail gets lost. @param {number} seq */
    losesAnswer: (seq) => lost.has(seq),
  };
}

/** `550:REGEXP` @param {string} rule */
function readRefusal(rule) {
  const { code, rest } = splitCode(rule);
  return { code, pattern: new RegExp(rest, 'i') };
}

/** `451:REGEXP:TIMES`; the pattern may hold colons. Each recipient is counted apart. @param {string} rule */
function readDeferral(rule) {
  const { code, rest } = splitCode(rule);
  const [, pattern, times] = /^(.*):(\d+)$/.exec(rest) ?? [];
  if (pattern === undefined) throw new Error(`not of the form 451:REGEXP:TIMES: ${rule}`);
  /** @type {Map<string, number>} */
  const counts = new Map();
  return {
    code,
    pattern: new RegExp(pattern, 'i'),
    left: (/** @type {string} */ address) => Number(times) - (counts.get(address) ?? 0),
    count: (/** @type {string} */ address) => counts.set(address, (counts.get(address) ?? 0) + 1),
  };
}

/** @param {string} rule */
function splitCode(rule) {
  const [, code, rest] = /^([45]\d\d):(.+)$/s.exec(rule) ?? [];
  if (code === undefined || rest === undefined)
    throw new Error(`does not begin with an SMTP code and a colon: ${rule}`);
  return { code: Number(code), rest };
}

/** @param {number} responseCode @param {string} text */
const answer = (responseCode, text) => Object.assign(new Error(text), { responseCode });
