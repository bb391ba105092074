/**
 * What the index says of a mail, read from its header.
 *
 * @param {Buffer} mail
 * @returns {{ messageId: string | null, subject: string | null, headers: Record<string, string> }}
 */
export function readHeaders(mail) {
  const fields = headerFields(mail);
  const own = [...fields].filter(([name]) => name.startsWith('x-navette-'));
  return {
    messageId: fields.get('message-id') ?? null,
    subject: fields.has('subject') ? decodeWords(fields.get('subject') ?? '') : null,
    headers: Object.fromEntries(own),
  };
}

/** @param {Buffer} mail @returns {Map<string, string>} by lower-case name; of a repeated one the first */
function headerFields(mail) {
  const text = mail.toString('utf8');
  const header = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const fields = new Map();
  // A line that begins with a blank continues the one above.
  for (const line of header.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** RFC 2047: `=?UTF-8?Q?pi=C3=A8ce?=`; the blank between two encoded words is not part of the text. @param {string} text */
function decodeWords(text) {
  return text
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?([\w-]+)\?([bq])\?([^?]*)\?=/gi, (_all, charset, encoding, content) =>
      decodeBytes(String(charset), encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : fromQ(content)),
    );
}

/** @param {string} content */
const fromQ = (content) =>
  Buffer.from(
    content.replace(/_/g, ' ').replace(/=([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

/** @param {string} charset @param {Buffer} bytes */
function decodeBytes(charset, bytes) {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
