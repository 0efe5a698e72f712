import type { Inventory } from '../../inventory/types.ts';
import { join, type Bin, type Package } from './manifest.ts';
import type { Workspace } from './workspace.ts';

type Why = { readonly reason: string; readonly hint: string };

/** What a crate says of the program that is built on it, where that is none for a server. */
const kinds: readonly { readonly crates: readonly string[]; readonly is: string; readonly hint: string }[] = [
  {
    crates: [
      'tauri',
      'winit',
      'eframe',
      'iced',
      'gtk',
      'gtk4',
      'relm4',
      'druid',
      'bevy',
      'fltk',
      'slint',
      'macroquad',
      'ggez',
      'sdl2',
      'libadwaita',
      'cursive_gtk',
      'dioxus-desktop',
    ],
    is: 'opens windows',
    hint: 'a container has no display: such a program is given to people as an installer',
  },
  {
    crates: ['worker'],
    is: 'runs on Cloudflare Workers',
    hint: 'wrangler deploys it; there is no program that could run in a container',
  },
  {
    crates: ['shuttle-runtime'],
    is: 'is started by Shuttle’s own tools',
    hint: 'give it a main function that binds a port of its own, then add again',
  },
  {
    crates: [
      'cortex-m',
      'cortex-m-rt',
      'embassy-executor',
      'esp-hal',
      'esp-idf-sys',
      'esp-idf-svc',
      'avr-device',
    ],
    is: 'runs on a microcontroller',
    hint: 'an image is made of a program for Linux',
  },
];

/** Frameworks that make a page of WebAssembly, with their tools, which builder images do not have. */
const wasm = ['yew', 'leptos', 'dioxus', 'sycamore', 'seed', 'dominator', 'perseus', 'mogwai'];

/** Why no image can be made of a package, or of one program of it. */
export function whyNoImage(
  repo: Inventory,
  own: Package,
  bin: Bin | undefined,
  { dir }: Workspace,
): Why | undefined {
  const crates = new Set(own.dependencies.filter(({ kind }) => kind !== 'dev').map(({ crate }) => crate));
  const asked = new Set(
    own.dependencies.filter(({ kind, optional }) => kind === 'normal' && !optional).map(({ crate }) => crate),
  );
  const kind = kinds.find((each) => each.crates.some((crate) => asked.has(crate)));
  if (kind)
    return {
      reason: `${own.manifest}: ${own.name} ${kind.is} (${kind.crates.find((crate) => asked.has(crate))})`,
      hint: kind.hint,
    };
  const page = wasm.find((crate) => crates.has(crate));
  const serves = ['axum', 'actix-web', 'leptos_axum', 'leptos_actix', 'rocket', 'warp', 'poem', 'salvo'].some(
    (crate) => crates.has(crate),
  );
  const tool = page && toolOf(repo, own, dir, serves);
  if (page !== undefined && tool !== undefined) {
    return {
      reason: `${own.manifest}: ${own.name} is built by ${tool}, for WebAssembly (${page}), which the Rust image does not have`,
      hint: `build it with ${tool}, and serve what it makes: a directory of static files, or a program beside one`,
    };
  }
  if (bin !== undefined) return undefined;
  if (own.crateTypes.includes('cdylib')) {
    const what = ['pyo3', 'napi', 'wasm-bindgen', 'neon', 'jni', 'magnus'].find((crate) => crates.has(crate));
    return {
      reason: `${own.manifest}: ${own.name} is a library for other languages${what === undefined ? '' : ` (${what})`}: it has no program`,
      hint: 'an image is made of a program: src/main.rs or a [[bin]]',
    };
  }
  return undefined;
}

function toolOf(repo: Inventory, own: Package, dir: string, serves: boolean): string | undefined {
  if (own.metadata['leptos'] !== undefined) return 'cargo-leptos';
  if (repo.has(join(own.dir, 'Dioxus.toml')) || repo.has(join(dir, 'Dioxus.toml'))) return 'dioxus-cli';
  if (
    repo.has(join(own.dir, 'Trunk.toml')) ||
    /data-trunk/.test(repo.read(join(own.dir, 'index.html')) ?? '')
  )
    return 'trunk';
  return serves ? undefined : 'trunk';
}
