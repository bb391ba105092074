import { Copy, CopyCheck } from 'lucide-react';
import { useState } from 'react';
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
