import * as v from 'valibot';
import type { Blobs } from './blobs.ts';
import { chooseImage, type Choice } from './choice.ts';
import { parseConfig, parseJson } from './config.ts';
import { damaged, quoted } from './problem.ts';

/** An image of an archive: its configuration, as JSON, and the names of its layers, lowest first. */
export type Chosen = { readonly config: string; readonly layers: readonly string[] };

const Manifest = v.array(
  v.object({
    Config: v.string(),
    RepoTags: v.nullish(v.array(v.string()), []),
    Layers: v.nullish(v.array(v.string()), []),
  }),
);

/**
 * Chooses an image by what `docker save` writes in manifest.json
 * (https://github.com/moby/docker-image-spec/blob/main/spec.md#combined-image-json--filesystem-changeset-format).
 * @returns undefined when it lists none
 */
export async function chooseFromManifest(
  json: string,
  blobs: Blobs,
  choice: Choice,
): Promise<Chosen | undefined> {
  const entries = parseJson(Manifest, json, 'manifest.json');
  if (entries.length === 0) return undefined;
  const candidates = [];
  for (const { Config, RepoTags: names, Layers: layers } of entries) {
    const config = await blobs.text(Config);
    if (config === undefined) throw damaged(`its configuration ${quoted(Config)} is not there`);
    candidates.push({ names, layers, config, platform: entries.length > 1 ? platformOf(config) : undefined });
  }
  return chooseImage(candidates, choice);
}

function platformOf(json: string) {
  const { config, variant } = parseConfig(json);
  return { ...config, variant };
}
