import type { ReactNode } from 'react';
import { useText } from '../../i18n/use-text.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ProblemBox } from '../../ui/problem-box.js';
import css from './line-table.module.css';

interface AskDialogProps {
  readonly title: string;
  /** What becomes final, or what is asked for. */
  readonly text?: string;
  /** The verb on the button. */
  readonly confirm: string;
  readonly isOpen: boolean;
  /** Why it can't be done yet. */
  readonly notNow?: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  readonly size?: 'small' | 'wide';
  /** Enter confirms at once: there is nothing that must be filled in. */
  readonly isReady?: boolean;
}

/** Asks for what an action needs, says what becomes final, and keeps what was typed where it is refused. */
export function AskDialog({
  title,
  text,
  confirm,
  isOpen,
  notNow = false,
  error,
  onConfirm,
  onClose,
  children,
  size = 'small',
  isReady = children === undefined,
}: AskDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      size={size}
      footer={
        <>
          <Button onPress={onClose}>{t('record.ask.back')}</Button>
          <Button kind="primary" autoFocus={isReady} isDisabled={notNow} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        className={css['form'] ?? ''}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!notNow) onConfirm();
        }}
      >
        {text !== undefined && <p>{text}</p>}
        <ProblemBox error={error} />
        {children}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
