/** What renders pages on a server, and is started by no script but its own. */
export const rendering = new Set([
  'next',
  'nuxt',
  'sveltekit',
  'astro',
  'remix',
  'react-router',
  'tanstack',
  'solid',
  'nitro',
  'analog',
]);
