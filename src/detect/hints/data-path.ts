/** Where platforms and images of others have the sources; ours are in /app. */
const elsewhere = /^\/(?:usr\/(?:src\/)?app|opt\/app|home\/node\/app|opt\/render\/project\/src)\//;
/** What systems mount themselves, and where programs lie. */
const ofSystem =
  /^\/(?:tmp|proc|sys|dev|etc|run|var\/run|bin|sbin|lib|lib64|usr|root|boot|home|go)(?:\/|$)|^\/(?:app|code|src|workspace|var|opt|srv|mnt|media)$/;
/** What tools make anew. */
const made =
  /(?:^|\/)(?:node_modules|vendor|\.?venv|target|dist|build|static(?:files)?|assets|public|\.[\w-]+|__pycache__|[\w-]*cache|[\w-]*store|logs?)(?:\/|$)/i;

/**
 * A directory of a container that a program keeps its data in, as it is in ours: absolute, without a slash at its end.
 * Undefined for what is no plain path, holds programs or sources, is made anew by tools, or is a file.
 */
export function dataPath(text: string): string | undefined {
  const path = inApp(text).replace(/(?<=[^/])\/+$/, '');
  const isPlain = /^(?:\/[\w.-]+)+$/.test(path) && !path.split('/').includes('..');
  if (!isPlain || ofSystem.test(path) || made.test(path) || /\.\w{1,10}$/.test(path)) return undefined;
  return path;
}

/** A path of the sources, wherever these were before. */
export function inApp(path: string): string {
  return path.replace(elsewhere, '/app/');
}
