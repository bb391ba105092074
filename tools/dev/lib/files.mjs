import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** @param {string} file @returns {any} null where it is absent or not JSON */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** For its owner alone, and never half written. @param {string} file @param {unknown} content */
export function writePrivateJson(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
