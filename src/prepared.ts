/**
 * What the build prepares from templates/: the checked manifests, by path below it, and the names beside the bundle of the
 * archives of everything else, one a layer (render/sources.ts). It saves every start the YAML and Handlebars parsers, half of the run time
 * of `new`. Empty in the sources: tsdown.config.ts puts the real content in.
 */
export const manifests: Readonly<Record<string, unknown>> = {};
export const archives: Readonly<Record<string, string>> = {};
