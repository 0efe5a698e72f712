/** Command lines that concurrently, npm-run-all and the like run at once, by the words that they are called with. */
export function linesOfSeveral(name: string, words: readonly string[]): readonly string[] {
  return words
    .filter((word) => !word.startsWith('-') && !/^(blue|green|red|cyan|[\w.,]*\.bold)$/.test(word))
    .map((word) => (name === 'concurrently' ? word.replace(/^npm:/, 'npm run ') : `npm run ${word}`))
    .filter((line) => name !== 'concurrently' || line.includes(' '));
}
