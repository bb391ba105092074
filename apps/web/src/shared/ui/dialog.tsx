import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import css from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the one to press last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'wide';
}

export function Dialog({ title, isOpen, onClose, children, footer, size = 'small' }: DialogProps) {
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={css['overlay'] ?? ''}
    >
      <Modal className={`${css['modal'] ?? ''} ${css[size] ?? ''}`}>
        <AriaDialog className={css['dialog'] ?? ''}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className={css['body'] ?? ''}>{children}</div>
          {footer !== undefined && <div className={css['footer'] ?? ''}>{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
