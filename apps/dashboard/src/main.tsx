import './zod-without-eval.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { takeFragment } from './session/fragment.js';
import { preferredLocale, preferredTheme, showTheme } from './shell/preferences.js';
import { setLanguage } from './words/t.js';

const brought = takeFragment(location, history, sessionStorage);
showTheme(preferredTheme());
await setLanguage(preferredLocale());
createRoot(document.getElementById('root')!).render(<App brought={brought} />);
