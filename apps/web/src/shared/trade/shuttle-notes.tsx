import { answered, answeredFile } from '@navette/api-client';
import { Printer } from 'lucide-react';
import { useApi, useMay } from '../api/session.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { Links } from '../kit/record/line-table.js';
import { Section } from '../kit/record/record-page.js';
import { useCommands } from '../kit/record/use-commands.js';
import { useRelated } from '../kit/record/use-related.js';
import { IconButton } from '../ui/button.js';
import { ProblemBox } from '../ui/problem-box.js';
import { saveFile } from '../ui/save-file.js';

/** ST-16: the notes that went with what was sent of a file or an order, to be printed again. */
export default function ShuttleNotes({ originId }: { readonly originId: string }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const commands = useCommands();
  const notes = useRelated(
    ['shuttle-notes-of', originId],
    ['shuttle-note'],
    useMay()('stock:preparation.read'),
    async () => (await answered(api.GET('/api/v1/shuttle-notes', { params: { query: { originId } } }))).data.notes,
  );
  if (notes === undefined || notes.length === 0) return null;
  return (
    <Section title={t('trade.shuttle-notes')}>
      <ProblemBox error={commands.error} />
      <Links>
        {notes.map(({ id, issuedAt, number }) => (
          <li key={id}>
            <span className="muted">{formats.instant(issuedAt)}</span>
            <span className="reference">{number}</span>
            <IconButton
              icon={Printer}
              label={t('trade.shuttle-note.print', { number })}
              isDisabled={commands.isRunning}
              onPress={() =>
                void commands.run(id, async () => {
                  const options = { params: { path: { id } }, parseAs: 'blob' } as const;
                  const asked = api.GET('/api/v1/shuttle-notes/{id}/document.pdf', options);
                  saveFile(`${number}.pdf`, await answeredFile(asked));
                })
              }
            />
          </li>
        ))}
      </Links>
    </Section>
  );
}
