import { lazy, Suspense } from 'react';

const QrDrawing = lazy(() => import('./qr-drawing.js'));

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** A text for a camera. What draws it is loaded when it is shown. */
export function QrCode(props: QrCodeProps) {
  return (
    <div style={{ width: '12rem', height: '12rem' }}>
      <Suspense>
        <QrDrawing {...props} />
      </Suspense>
    </div>
  );
}
