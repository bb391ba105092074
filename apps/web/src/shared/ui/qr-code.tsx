import { lazy, Suspense } from 'react';
import type { QrCodeProps } from './qr-drawing.js';

const QrDrawing = lazy(() => import('./qr-drawing.js'));

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
