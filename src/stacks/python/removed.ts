/** Modules that are gone from the standard library in 3.13 (PEP 594, PEP 632), and what brings them back. */
export const removedModules: Readonly<Record<string, string>> = {
  cgi: 'legacy-cgi',
  cgitb: 'legacy-cgi',
  imghdr: 'standard-imghdr',
  sndhdr: 'standard-sndhdr',
  telnetlib: 'standard-telnetlib',
  audioop: 'audioop-lts',
  pipes: 'standard-pipes',
  nntplib: 'standard-nntplib',
  mailcap: 'standard-mailcap',
  crypt: 'legacycrypt',
  asyncore: 'pyasyncore',
  asynchat: 'pyasynchat',
  imp: 'zombie-imp',
  distutils: 'setuptools<81',
  pkg_resources: 'setuptools<81',
};

/** Distributions that need such a module in the versions below one; what brings it back is installed beside them. */
export const broken: Readonly<Record<string, { readonly below: string; readonly needs: readonly string[] }>> =
  {
    django: { below: '4.2', needs: ['legacy-cgi'] },
    webob: { below: '1.8.9', needs: ['legacy-cgi'] },
    bottle: { below: '0.13', needs: ['legacy-cgi'] },
    cherrypy: { below: '18.10', needs: ['legacy-cgi'] },
    cssutils: { below: '2.7', needs: ['legacy-cgi'] },
    httpx: { below: '0.24', needs: ['legacy-cgi'] },
    gunicorn: { below: '21.0', needs: ['setuptools<81'] },
    'flask-restx': { below: '1.3.1', needs: ['setuptools<81'] },
    apscheduler: { below: '3.11', needs: ['setuptools<81'] },
    'google-cloud-core': { below: '2.0', needs: ['setuptools<81'] },
    streamlit: { below: '1.23', needs: ['standard-imghdr', 'setuptools<81'] },
    tweepy: { below: '4.15', needs: ['standard-imghdr'] },
    'python-telegram-bot': { below: '20', needs: ['standard-imghdr'] },
    'discord-py': { below: '2.5', needs: ['audioop-lts'] },
    pydub: { below: '99', needs: ['audioop-lts'] },
    'djangorestframework-simplejwt': { below: '5.3.1', needs: ['setuptools<81'] },
    razorpay: { below: '1.4.2', needs: ['setuptools<81'] },
    'drf-yasg': { below: '1.21.8', needs: ['setuptools<81'] },
    'flask-restplus': { below: '99', needs: ['setuptools<81'] },
    fs: { below: '99', needs: ['setuptools<81'] },
    aiosql: { below: '8.0', needs: ['setuptools<81'] },
    raven: { below: '99', needs: ['setuptools<81'] },
    tensorboard: { below: '2.18', needs: ['setuptools<81'] },
    pymorphy2: { below: '99', needs: ['setuptools<81'] },
    'opentelemetry-instrumentation': { below: '0.50', needs: ['setuptools<81'] },
    'google-api-core': { below: '2.0', needs: ['setuptools<81'] },
    'google-cloud-storage': { below: '2.8', needs: ['setuptools<81'] },
    pyfiglet: { below: '1.0', needs: ['setuptools<81'] },
    humanize: { below: '3.12', needs: ['setuptools<81'] },
    dash: { below: '3.0', needs: ['setuptools<81'] },
    pyramid: { below: '2.1', needs: ['setuptools<81', 'zombie-imp'] },
    flasgger: { below: '0.9.7.1', needs: ['zombie-imp'] },
    fire: { below: '0.7', needs: ['standard-pipes'] },
    zeep: { below: '4.3', needs: ['legacy-cgi'] },
    twisted: { below: '24.3', needs: ['legacy-cgi'] },
    scrapy: { below: '2.11.1', needs: ['setuptools<81', 'legacy-cgi'] },
    newspaper3k: { below: '99', needs: ['lxml-html-clean'] },
    // What brought six to them does so no more.
    paramiko: { below: '3.0', needs: ['six'] },
    'service-identity': { below: '21.1', needs: ['six'] },
    dateparser: { below: '1.0', needs: ['six'] },
    vobject: { below: '0.9.8', needs: ['six'] },
  };

/** Distributions that import distutils in the versions below one, which setuptools has since. */
export const distutils: Readonly<Record<string, string>> = {
  apispec: '6.0',
  django: '3.2.9',
  'flask-limiter': '2.1',
  'flask-marshmallow': '0.15',
  joblib: '1.3.0',
  marshmallow: '3.15.0',
  plotly: '4.7.0',
  'python-decouple': '3.6',
  'python-editor': '99',
  redis: '4.1.1',
  webargs: '8.1',
};

/**
 * Old versions that limit another distribution to what Python 3.13 has no wheel for or does not run: the version of that one to
 * take where the project does not say one itself.
 */
export const brought: Readonly<
  Record<string, { readonly below: string; readonly of: Readonly<Record<string, string>> }>
> = {
  requests: { below: '2.25', of: { urllib3: '1.26.5' } },
  aiogram: { below: '3.0', of: { aiohttp: '3.10.11' } },
  'discord-py': { below: '2.0', of: { aiohttp: '3.10.11', yarl: '1.13.0' } },
  uvicorn: { below: '0.12', of: { httptools: '0.6.2' } },
  'django-compressor': { below: '3.0', of: { rcssmin: '1.1.0' } },
};
