import type { Refusal } from '../../detect/types.ts';
import type { Main } from './mains.ts';
import type { Module } from './module.ts';
import { readProgram } from './program.ts';

/** Modules that draw windows; each of them wants a display, and most of them the C libraries of one. */
const windows =
  /^(?:github\.com\/(?:hajimehoshi\/ebiten|go-gl\/glfw|veandco\/go-sdl2|gen2brain\/raylib-go|gotk3\/gotk3|diamondburned\/gotk4|wailsapp\/wails|webview\/webview(?:_go)?|(?:faiface|gopxl)\/pixel|AllenDang\/(?:giu|cimgui-go)|andlabs\/ui|therecipe\/qt|mappu\/miqt)|fyne\.io\/fyne|gioui\.org)(?:\/|$)/;

/** Of those that may be the service, those that draw no windows; where all do but helpers, why there is no image of the first. */
export function withoutWindows(
  module: Module,
  mains: readonly Main[],
): { readonly mains: readonly Main[]; readonly refusal?: Refusal } {
  // What go.mod does not name nothing imports, and to follow imports takes its time.
  if (!module.mod.requires.some(({ path }) => windows.test(path))) return { mains };
  const drawn = mains.map((main) => [main, drawnBy(module, main)] as const);
  const plain = drawn.flatMap(([main, by]) => (by === undefined ? [main] : []));
  const reason = drawn[0]?.[1];
  // What only helps beside a graphical program is not what there is an image of.
  if (reason === undefined || plain.some(({ score }) => score >= 0)) return { mains: plain };
  return {
    mains: [],
    refusal: {
      found: 'refusal',
      stack: 'go',
      dir: module.dir,
      reason,
      hint: 'distroless images have no display; an image with a desktop is what it needs',
    },
  };
}

function drawnBy(module: Module, { dir }: Main): string | undefined {
  const found = [...readProgram(module, dir).imports].find(([path]) => windows.test(path));
  return found && `${found[1].path} imports ${found[0]}: it is a graphical program`;
}
