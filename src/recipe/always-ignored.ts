/** What no build reads, and what must not get into an image: in every .dockerignore of ours, before what a recipe adds. */
export const alwaysIgnored: readonly string[] = [
  '.git',
  '.github',
  '.distroless/base',
  'distroless.yaml',
  'Dockerfile',
  '.dockerignore',
  '**/.DS_Store',
  '**/.env',
  '**/.env.*',
  '!**/.env.example',
];

/** What stands above each part of it, by which a later run knows it: `own` is always there. */
export const ignoreMark = {
  kept: 'From the .dockerignore before this one.',
  own: 'What no build reads, and what must not get into an image.',
} as const;
