import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './compress.js';

const API = process.env['VITRINE_API'] ?? 'http://127.0.0.1:8080';

// `npm run dev` proxies to a running service, so that the page is served and answered from one origin as in production.
export default defineConfig({
  plugins: [react(), compress()],
  // The service may be shown below a path; it puts the page's base into index.html.
  base: './',
  // The service's content security policy knows no data: fonts, so nothing is inlined.
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Told not to compile schemas before the first schema is made, which takes a file of its own that is run first.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|zod-without-eval/ }] } },
    },
  },
  server: { proxy: { '/api': API, '/health': API, '/ws': { target: API, ws: true } } },
});
