import { useMemo } from 'react';
import { useIntl } from 'react-intl';

type Values = Record<string, string | number | Date>;

/** The text of a key, with its values put in (ICU). */
export type Translate = (key: string, values?: Values) => string;

export function useText(): Translate {
  const intl = useIntl();
  return useMemo(() => (key, values) => intl.formatMessage({ id: key }, values), [intl]);
}
