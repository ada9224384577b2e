import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { z } from 'zod';
import { App } from './app';
import './ui/styles/tokens.css';
import './ui/styles/elements.css';
import './ui/styles/layout.css';
import './ui/styles/parts.css';

// Without it, zod tries out whether it may compile code, which the content security policy forbids and reports.
z.config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </StrictMode>,
);
