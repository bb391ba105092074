import { useMemo } from 'react';
import { usePreferences } from '../../shared/look/preferences.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { filesList } from './files.list.js';

export default function FilesPage() {
  const { language } = usePreferences();
  const list = useMemo(() => filesList(language), [language]);
  return <ListPage list={list} />;
}
