import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/stacks/go/memory-store.ts';
import type { Program } from '../../src/stacks/go/program.ts';
import { readGoFile } from '../../src/stacks/go/source.ts';

const code = (empty: string, memory = '"mem", "memory"', byDefault = '') => `package main

import "flag"

func run() error {
	var values options
	flag.StringVar(&values.kind, "backend", "${byDefault}", "bolt or memory")
	flag.Parse()
	switch strings.ToLower(values.kind) {
${empty}
	case ${memory}:
		store = newMemory()
	case "bolt":
		store = bolt.New(values.db)
	default:
		return fmt.Errorf("unknown backend %q", values.kind)
	}
	return http.ListenAndServe(":9000", nil)
}
`;
const required = '\tcase "":\n\t\treturn errors.New("-backend is required")';
const store = (text: string, distance = 0, library = 'flag') => {
  const file = readGoFile('main.go', text);
  const program = { files: [file], distance: () => distance, imports: new Map([[library, file]]) };
  return memoryStore(program as unknown as Program, () => true);
};

describe('what a program must be told to keep its data in', () => {
  it('is memory, where that is one of the kinds', () => {
    expect(store(code(required))?.arg).toBe('-backend=mem');
    expect(store(code(required))?.note).toContain('main.go:9');
  });
  it('is told as its library takes it', () => {
    expect(store(code(required), 0, 'github.com/spf13/pflag')?.arg).toBe('--backend=mem');
  });
  it('is asked for also where an empty one is unknown', () => {
    expect(store(code(''))?.arg).toBe('-backend=mem');
  });
  it.each([
    ['it has one without', code('\tcase "":\n\t\tstore = bolt.New("data.db")')],
    ['the empty one is memory itself', code('', '"", "memory"')],
    ['the flag has a default', code('', '"memory"', 'bolt')],
    ['none of the kinds is in memory', code(required, '"badger"')],
  ])('is not where %s', (_, text) => {
    expect(store(text)).toBeUndefined();
  });
  it('is not where another package returns an error that may be taken for an answer', () => {
    expect(store(code(required), 1)).toBeUndefined();
  });
});
