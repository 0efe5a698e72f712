import { posix } from 'node:path';
import { place } from '../../inventory/types.ts';
import { putsOf } from './old-image.ts';
import type { War } from './war.ts';

/** Of a Tomcat, but for that of our own images. */
const ofServer = /^(?!\/tomcat\/).*(?:tomcat\d*|CATALINA_(?:HOME|BASE)\}?)\/(?:conf|lib)(?:\/|$)/;

/** What a program looks up or asks for that only a Tomcat with settings of its own has, and ours has none; a sentence each. */
export function lackingOf({ repo, dir, pages, sources }: War, descriptor: string): readonly string[] {
  const own = repo.read(`${pages}/META-INF/context.xml`) ?? '';
  const settings = [`${pages}/WEB-INF`, posix.join(dir, 'src/main/resources')]
    .flatMap((at) => repo.below(at))
    .filter((path) => path.endsWith('.xml') && path !== descriptor);
  const [resource] = /<Resource(?:Link)?\b/.test(own)
    ? []
    : [
        ...repo.search([descriptor], /^(?!\s*<!--).*<resource-ref>/, 1),
        ...repo.search([...sources, ...settings], /^(?!\s*(?:\/\/|\*|<!--)).*java:comp\/env\//, 1),
      ];
  const [login] = own.includes('<Realm') ? [] : repo.search([descriptor], /^(?!\s*<!--).*<login-config>/, 1);
  const lost = putsOf(repo, dir).filter(({ to }) => ofServer.test(to));
  return [
    ...(resource
      ? [
          `${place(resource)} looks up a resource of its server, and nothing sets one up: META-INF/context.xml can`,
        ]
      : []),
    ...(login
      ? [
          `${place(login)} asks for a login, and nobody is known who may: a <Realm> in META-INF/context.xml can tell`,
        ]
      : []),
    ...lost.map(
      ({ to, from }) =>
        `${from} puts something into ${to}: it is not carried over into the Tomcat of the image`,
    ),
  ];
}
