import { Copy, CopyCheck } from 'lucide-react';
import { useState } from 'react';
import { encode } from 'uqr';
import { useText } from '../i18n/use-text.js';
import { Button } from './button.js';
import css from './secret.module.css';

/** Something shown this once, to be taken elsewhere: a link, a secret, codes. */
export function Secret({ text }: { readonly text: string }) {
  const t = useText();
  const [copied, setCopied] = useState<string>();
  return (
    <div className={css['secret'] ?? ''}>
      <pre tabIndex={0}>{text}</pre>
      <Button
        icon={copied === text ? CopyCheck : Copy}
        onPress={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(text);
          });
        }}
      >
        {t(copied === text ? 'ui.copied' : 'ui.copy')}
      </Button>
    </div>
  );
}

/** The same for a camera: black on white in every theme, which is what cameras read. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      width="12rem"
      height="12rem"
      shapeRendering="crispEdges"
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
