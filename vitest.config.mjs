import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,lab,bench,corpora,fuzz}/**/*.test.ts'],
    pool: 'forks', // the embedded store crashes in worker threads
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
