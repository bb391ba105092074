import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { mailsAbout, partsReceivedMails } from '../check/mail-store.mjs';
import { fileIds, needed } from './behind-its-back.mjs';

/**
 * A consumer is told a second time, by a mail that is not the first one sent again: what a sender does that makes a new
 * Message-ID at each try.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<import('./index.mjs').Broken>}
 */
export async function doubleMail(run) {
  return {
    async afterRun() {
      const mails = mailsAbout(partsReceivedMails(run.system.mails), new Set(await fileIds(run)));
      const [first] = needed([...mails.values()][0], 'mail');
      const { fileId, to } = needed(first, 'mail');
      const transport = createTransport({ ...run.system.smtp, secure: false, ignoreTLS: true });
      await transport.sendMail({
        from: 'sabotage@navette.example',
        to,
        subject: 'Votre pièce est arrivée',
        text: 'Deuxième envoi.',
        messageId: `<${randomUUID()}@sabotage.example>`,
        headers: {
          'X-Navette-Message-Kind': 'status:parts_received',
          'X-Navette-About': `intervention_file/${fileId}`,
        },
      });
      transport.close();
    },
    // A mail that has left can't be called back.
    undo: async () => {},
  };
}
