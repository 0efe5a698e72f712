import { allDependencies, type Package } from './package.ts';

/** The loader that is installed anyway, in the form that node takes. */
export function loaderOf(own: Package, loader = ''): string {
  const asked = allDependencies(own);
  if (asked['tsx'] !== undefined) return '--import=tsx';
  if (asked['ts-node'] !== undefined)
    return own.type === 'module' ? '--loader=ts-node/esm' : '--require=ts-node/register/transpile-only';
  if (/babel/.test(loader)) return '--require=@babel/register';
  return '--import=tsx';
}
