import '../shared/look/base.css';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './app.js';

// The page's policy lets nothing be compiled at run time.
config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
