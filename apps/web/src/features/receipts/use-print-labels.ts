import { answeredFile } from '@navette/api-client';
import { useState } from 'react';
import { useApi } from '../../shared/api/session.js';
import { printPdf } from '../../shared/ui/print-pdf.js';
import { useScanHabits } from './scan-habits.js';

/**
 * ST-23: prints the labels of a receipt's pieces, or the one of a scan, and the list of where they go; a paper that can't be had is
 * told, and no scan waits for it.
 */
export function usePrintLabels(id: string): {
  print: (scanId?: string) => void;
  printList: () => void;
  error: unknown;
} {
  const api = useApi();
  const [{ size }] = useScanHabits();
  const [error, setError] = useState<unknown>();
  const print = async (scanId?: string) => {
    const query = { size, ...(scanId !== undefined && { scanId }) };
    const asked = api.GET('/api/v1/goods-receipts/{id}/labels', { params: { path: { id }, query }, parseAs: 'blob' });
    printPdf(await answeredFile(asked));
  };
  const printList = async () => {
    const asked = api.GET('/api/v1/goods-receipts/{id}/put-away.pdf', { params: { path: { id } }, parseAs: 'blob' });
    printPdf(await answeredFile(asked));
  };
  return {
    print: (scanId) => {
      setError(undefined);
      print(scanId).catch(setError);
    },
    printList: () => {
      setError(undefined);
      printList().catch(setError);
    },
    error,
  };
}
