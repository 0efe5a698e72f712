import { ExitCode, UserError } from '../errors.ts';
import { parseInstructions } from '../dockerfile/instructions.ts';
import { tool } from '../tool.ts';

/**
 * Build secrets that a Dockerfile cannot do without and that have the name of a variable: taken from the environment.
 * https://docs.docker.com/build/building/secrets/
 * @throws UserError (usage) when the environment has none of that name
 */
export function secretsFromEnvironment(
  dockerfile: string,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, { readonly env: string }>> {
  const ids = new Set(
    parseInstructions(dockerfile)
      .flatMap(({ flags }) => flags.get('mount') ?? [])
      .map((mount) => mount.split(','))
      .filter(
        (parts) => parts.includes('type=secret') && parts.some((part) => /^required(?:=true)?$/.test(part)),
      )
      .map((parts) => parts.find((part) => part.startsWith('id='))?.slice(3) ?? '')
      .filter((id) => /^[A-Z][A-Z0-9_]*$/.test(id)),
  );
  const missing = [...ids].find((id) => env[id] === undefined);
  if (missing !== undefined) {
    throw new UserError(`the build needs the secret ${missing}, and no variable of that name is set`, {
      exitCode: ExitCode.usage,
      hint: `${missing}=... ${tool.name} verify`,
    });
  }
  return Object.fromEntries([...ids].map((id) => [id, { env: id }]));
}
