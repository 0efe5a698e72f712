/** Whether a directory holds packages of others that were copied into the repository: nobody starts them from there. */
export function isVendored(dir: string): boolean {
  return dir
    .split('/')
    .some((part) => /^(?:vendors?|third[_-]?party|bower_components|jspm_packages)$/.test(part));
}
