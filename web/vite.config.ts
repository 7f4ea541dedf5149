import { defineConfig } from "vite";

export default defineConfig({
  build: { outDir: "dist", target: "es2022", chunkSizeWarningLimit: 300 },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
});
