import { useText } from '../../i18n/use-text.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import css from './conflict-dialog.module.css';

export interface Difference {
  /** What the field is called on the page. */
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

interface ConflictDialogProps {
  readonly differences: readonly Difference[];
  /** Saves mine over theirs, now that both were seen. */
  readonly onMine: () => void;
  /** Takes theirs; mine is given up. */
  readonly onTheirs: () => void;
  /** Goes back to the form, mine still in it. */
  readonly onBack: () => void;
}

/** Another saved first: both versions side by side, and the person decides. */
export function ConflictDialog({ differences, onMine, onTheirs, onBack }: ConflictDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={t('record.conflict.title')}
      isOpen
      size="wide"
      onClose={onBack}
      footer={
        <>
          <Button onPress={onBack}>{t('record.conflict.back')}</Button>
          <Button onPress={onTheirs}>{t('record.conflict.theirs')}</Button>
          <Button kind="primary" onPress={onMine}>
            {t('record.conflict.mine')}
          </Button>
        </>
      }
    >
      <p>{t('record.conflict.text')}</p>
      <table className={css['table'] ?? ''}>
        <thead>
          <tr>
            <th scope="col">{t('record.conflict.field')}</th>
            <th scope="col">{t('record.conflict.my-value')}</th>
            <th scope="col">{t('record.conflict.their-value')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ label, mine, theirs }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{mine || '—'}</td>
              <td>{theirs || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
