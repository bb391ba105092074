import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { deadLettersList } from './dead-letters.list.js';

/** No event tells of a message that fails: while the page is in front it asks. */
const LOOK_MS = 2_000;

export default function DeadLettersPage() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['list', 'dead-letters'] }), LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [client]);
  return <ListPage list={deadLettersList} />;
}
