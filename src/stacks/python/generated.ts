import { place } from '../../inventory/types.ts';
import { stopsBelow } from './versions.ts';
import type { Sight } from './sight.ts';
import type { Start } from './start.ts';

/**
 * Modules that protoc before 3.19 wrote build descriptors one by one, which only the implementation in Python still takes:
 * https://protobuf.dev/news/2022-05-06/#python-updates
 */
export function withGenerated({ repo, project, sources }: Sight, start: Start): Start {
  const [old] = repo.search(
    sources.filter((path) => path.endsWith('_pb2.py')),
    /=\s*_descriptor\.Descriptor\(/,
    1,
  );
  const spec = project.requirements.find(({ name }) => name === 'protobuf')?.spec ?? '';
  if (!old || stopsBelow(spec, '4.0')) return start;
  return {
    ...start,
    env: { ...start.env, PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: 'python' },
    notes: [
      ...start.notes,
      `made by an old protoc, and so read by the slower implementation of protobuf (${place(old)}): better make it again`,
    ],
  };
}
