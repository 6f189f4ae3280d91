import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = process.env['VITRINE_API'] ?? 'http://127.0.0.1:8080';

// `npm run dev` proxies to a running service, so that the page is served and answered from one origin as in production.
export default defineConfig({
  plugins: [react()],
  // The service's content security policy knows no data: fonts, so nothing is inlined.
  build: { target: 'es2023', assetsInlineLimit: 0 },
  server: { proxy: { '/api': API, '/health': API, '/ws': { target: API, ws: true } } },
});
